import type { CommandContext } from '../../module.ts'
import { lockFor } from '../ledger/index.ts'
import { findCase } from '../verification/index.ts'
import { escrowErrors } from './errors.ts'
import { readEscrow } from './queries.ts'
import type { Escrow } from './schema.ts'

/** States of a case in which a paying outcome stands or is contested: then no time passed makes the escrow refundable. */
const paying = new Set(['verified', 'partiallyVerified', 'disputed'])

/**
 * Pays the buyer back: after a settled rejection, a closed case, or the timeout without a paying outcome (IEscrow.refund, which
 * decides). Asking again while a refund is on its way changes nothing. Errors: ESCROW_NOT_FOUND, ESCROW_NOT_REFUNDABLE.
 */
export async function refundEscrow(ctx: CommandContext, { tradeId }: { tradeId: string }): Promise<Escrow> {
  await lockFor(ctx, `escrow/${tradeId}`)
  const escrow = await readEscrow(ctx, tradeId)
  if (escrow.state === 'refunded') return escrow
  const reason = escrow.state === 'funded' ? await refundReason(ctx, escrow) : null
  if (reason === null) {
    throw escrowErrors.ESCROW_NOT_REFUNDABLE({ tradeId, state: escrow.state, timeoutAt: escrow.timeoutAt })
  }
  await sendRefund(ctx, escrow, reason)
  return readEscrow(ctx, tradeId)
}

/** Why the escrow may be paid back now, or null. */
export async function refundReason(ctx: CommandContext, escrow: Escrow): Promise<string | null> {
  const of = await findCase(ctx, escrow.tradeId)
  if (of?.state === 'closed') return 'closed'
  if (of?.state === 'rejected' && of.settledAt !== null) return 'rejected'
  const over = ctx.now >= new Date(escrow.timeoutAt)
  return over && !paying.has(of?.state ?? '') ? 'timeout' : null
}

/** Records and sends one refund; while one is on its way no other is sent. */
export async function sendRefund(ctx: CommandContext, escrow: Escrow, reason: string): Promise<void> {
  const { tradeId } = escrow
  const earlier = await ctx.db
    .selectFrom('escrow_payouts')
    .select(['attempt', 'failure'])
    .where('trade_id', '=', tradeId)
    .where('verb', '=', 'refund')
    .forUpdate()
    .executeTakeFirst()
  if (earlier !== undefined && earlier.failure === null) return
  const attempt = (earlier?.attempt ?? 0) + 1
  const intentId = await ctx.intend({
    from: 'operator',
    contract: 'Escrow',
    functionName: 'refund',
    args: [escrow.onChainId],
    salt: attempt === 1 ? '' : `attempt-${attempt}`,
    subject: `refund/${tradeId}/${attempt}`,
  })
  const values = { reason, due_at: ctx.now, intent_id: intentId, attempt, failure: null, requested_at: ctx.now }
  await ctx.db
    .insertInto('escrow_payouts')
    .values({ trade_id: tradeId, verb: 'refund', case_id: tradeId, ...values })
    .onConflict((conflict) => conflict.columns(['trade_id', 'verb']).doUpdateSet(values))
    .execute()
}
