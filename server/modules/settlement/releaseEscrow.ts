import type { CommandContext } from '../../module.ts'
import { dueAfterFinality } from '../issuance/index.ts'
import type { StoredEscrowTerms } from './escrowTerms.ts'
import { releaseDue } from './events.ts'

/**
 * Notes that the escrow of a settled trade is to be paid out, and when: after the finality the policy asks for by its amount. A
 * trade that is not funded yet is remembered; its release follows the funding.
 */
export async function requestRelease(ctx: CommandContext, { tradeId, caseId }: { tradeId: string; caseId: string }) {
  const funding = await ctx.db
    .selectFrom('escrow_fundings')
    .select('terms')
    .where('trade_id', '=', tradeId)
    .executeTakeFirst()
  const amountPt = BigInt((funding?.terms as StoredEscrowTerms | undefined)?.amount ?? 0)
  const dueAt = dueAfterFinality(ctx, amountPt)
  await ctx.db
    .insertInto('escrow_payouts')
    .values({
      trade_id: tradeId,
      verb: 'release',
      case_id: caseId,
      reason: 'settled',
      due_at: dueAt,
      attempt: 1,
      requested_at: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['trade_id', 'verb']).doNothing())
    .execute()
  await ctx.emit(releaseDue({ tradeId, attempt: 1 }), {
    at: dueAt > ctx.now ? dueAt : undefined,
    key: `${tradeId}/1`,
  })
}

/**
 * Sends `release`, which anybody may; who is paid what is fixed. Nothing is sent unless the chain shows the escrow, and not before its time: the amount may have become known after the case had settled.
 */
export async function sendRelease(
  ctx: CommandContext,
  { tradeId, attempt }: { tradeId: string; attempt: number },
): Promise<void> {
  const row = await ctx.db
    .selectFrom('escrow_payouts as p')
    .innerJoin('escrow_fundings as f', 'f.trade_id', 'p.trade_id')
    .innerJoin('escrows_on_chain as c', 'c.on_chain_id', 'f.on_chain_id')
    .select(['c.on_chain_id', 'c.state', 'c.amount_pt', 'p.requested_at'])
    .where('p.trade_id', '=', tradeId)
    .where('p.verb', '=', 'release')
    .executeTakeFirst()
  if (row?.state !== 'funded') return
  const dueAt = dueAfterFinality(ctx, BigInt(row.amount_pt), row.requested_at)
  if (dueAt > ctx.now) {
    await ctx.emit(releaseDue({ tradeId, attempt }), { at: dueAt, key: `${tradeId}/${attempt}/${dueAt.toISOString()}` })
    return
  }
  const intentId = await ctx.intend({
    from: 'operator',
    contract: 'Escrow',
    functionName: 'release',
    args: [row.on_chain_id],
    salt: attempt === 1 ? '' : `attempt-${attempt}`,
    subject: `release/${tradeId}/${attempt}`,
  })
  await ctx.db
    .updateTable('escrow_payouts')
    .set({ intent_id: intentId, attempt })
    .where('trade_id', '=', tradeId)
    .where('verb', '=', 'release')
    .execute()
}
