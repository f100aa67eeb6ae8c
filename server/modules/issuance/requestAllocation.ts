import type { CommandContext } from '../../module.ts'
import { getCaseTerms, type StoredAllocationTerms } from '../verification/index.ts'
import { claim } from './claim.ts'
import { allocationDue } from './events.ts'
import { dueAfterFinality } from './finality.ts'
import { allocationArgs } from './terms.ts'

/**
 * Notes that a settled trade is owed its Foundation Token and when it may be sent. The terms are the committee's; nothing is
 * computed here. A second request for the case changes nothing, and another case with the same claim key is refused by the
 * database (`issuance_claims`).
 */
export async function requestAllocation(
  ctx: CommandContext,
  settled: { caseId: string; onChainId: string; subjectId: string; quantity: string; contractedQuantity: string },
): Promise<void> {
  const { claimKey, terms } = await getCaseTerms(ctx, settled.caseId)
  if (!(await claim(ctx, { caseId: settled.caseId, claimKey, kind: 'allocation' }))) return
  const stored = terms as StoredAllocationTerms
  const dueAt = dueAfterFinality(ctx, BigInt(stored.ptValue))
  await ctx.db
    .insertInto('allocation_requests')
    .values({
      case_id: settled.caseId,
      on_chain_id: settled.onChainId,
      trade_id: settled.subjectId,
      terms: JSON.stringify(stored),
      quantity: settled.quantity,
      contracted_quantity: settled.contractedQuantity,
      due_at: dueAt,
      requested_at: ctx.now,
    })
    .execute()
  await ctx.emit(allocationDue({ caseId: settled.caseId, attempt: 1 }), {
    at: dueAt > ctx.now ? dueAt : undefined,
    key: `${settled.caseId}/1`,
  })
}

/** Sends `allocate`, which anybody may; the contract accepts a case once. */
export async function sendAllocation(ctx: CommandContext, due: { caseId: string; attempt: number }): Promise<void> {
  const request = await ctx.db
    .selectFrom('allocation_requests as r')
    .leftJoin('allocations_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select(['r.terms', 'c.state'])
    .where('r.case_id', '=', due.caseId)
    .executeTakeFirst()
  if (request === undefined || request.state !== null) return
  const intentId = await ctx.intend({
    from: 'operator',
    contract: 'Allocation',
    functionName: 'allocate',
    args: [allocationArgs(request.terms as StoredAllocationTerms)],
    salt: due.attempt === 1 ? '' : `attempt-${due.attempt}`,
    subject: `allocation/${due.caseId}/${due.attempt}`,
  })
  await ctx.db
    .updateTable('allocation_requests')
    .set({ intent_id: intentId })
    .where('case_id', '=', due.caseId)
    .execute()
}
