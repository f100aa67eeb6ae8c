import type { ChainLog, CommandContext } from '../../module.ts'

export interface BundleSubject {
  readonly kind: 'allocation' | 'issuance' | 'retirement'
  /** The case, or the retirement. */
  readonly id: string
  readonly onChainId: string
}

/** Notes that a final fact owes a bundle. Once per subject, however often the fact is told. */
export async function recordBundleRequest(
  ctx: CommandContext,
  subject: BundleSubject,
  log: Pick<ChainLog, 'blockNumber' | 'logIndex' | 'transactionHash'>,
): Promise<void> {
  await ctx.db
    .insertInto('bundle_requests')
    .values({
      subject_kind: subject.kind,
      subject_id: subject.id,
      on_chain_id: subject.onChainId,
      block_number: log.blockNumber,
      log_index: log.logIndex,
      transaction_hash: log.transactionHash,
      requested_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['subject_kind', 'subject_id']).doNothing())
    .execute()
}
