import { type CommandContext, intentFailed, type Reaction, reaction } from '../../module.ts'
import { nextAttemptAt } from '../issuance/index.ts'
import { caseRejected, caseSettled } from '../verification/index.ts'
import { advanceTrade } from './advanceTrade.ts'
import { escrowFunded, escrowRefunded, escrowReleased, releaseDue, timeoutDue } from './events.ts'
import { readEscrow } from './queries.ts'
import { refundReason, sendRefund } from './refundEscrow.ts'
import { requestRelease, sendRelease } from './releaseEscrow.ts'

export const reactions: readonly Reaction[] = [
  reaction('settlement.afterSettled', caseSettled, async (ctx, { subjectKind, subjectId, caseId, outcome }) => {
    if (subjectKind !== 'trade') return
    await advanceTrade(ctx, subjectId, ['ship', outcome === 'approved' ? 'verify' : 'verifyPartly'])
    await requestRelease(ctx, { tradeId: subjectId, caseId })
  }),
  reaction('settlement.afterRejected', caseRejected, async (ctx, { subjectKind, subjectId }) => {
    if (subjectKind === 'trade') await advanceTrade(ctx, subjectId, ['ship', 'reject'])
  }),
  reaction('settlement.afterFunded', escrowFunded, async (ctx, { tradeId }) => {
    await advanceTrade(ctx, tradeId, ['fund'])
    await sendRelease(ctx, { tradeId, attempt: 1 })
  }),
  // An escrow pays out for a settled case only: whoever released it, and whatever of this was heard before.
  reaction('settlement.afterReleased', escrowReleased, (ctx, { tradeId, toBuyerPt }) =>
    advanceTrade(ctx, tradeId, ['ship', toBuyerPt === '0' ? 'verify' : 'verifyPartly', 'complete']),
  ),
  reaction('settlement.afterRefunded', escrowRefunded, (ctx, { tradeId }) => advanceTrade(ctx, tradeId, ['refund'])),
  reaction('settlement.release', releaseDue, sendRelease),
  reaction('settlement.timeout', timeoutDue, refundAfterTimeout),
  reaction('settlement.afterFailure', intentFailed, async (ctx, { subject, error }) => {
    const [kind, id, attempt] = subject.split('/')
    if (kind !== undefined && id !== undefined) await afterFailure(ctx, { kind, id, attempt: Number(attempt), error })
  }),
]

/** States of an escrow in which money is in it, or may turn out to be: one thought failed, of a trade since cancelled, is seen a block later. */
const unsettled = new Set(['submitted', 'failed', 'funded'])

/** Anybody may put a timed-out escrow in order; we do, and look again while a paying outcome is still contested. */
async function refundAfterTimeout(
  ctx: CommandContext,
  { tradeId, funding, attempt }: { tradeId: string; funding: number; attempt: number },
): Promise<void> {
  const escrow = await readEscrow(ctx, tradeId)
  if (!unsettled.has(escrow.state)) return
  if (escrow.state === 'funded') {
    const reason = await refundReason(ctx, escrow)
    if (reason !== null) await sendRefund(ctx, escrow, reason)
  }
  const next = attempt + 1
  await ctx.emit(timeoutDue({ tradeId, funding, attempt: next }), {
    at: nextAttemptAt(ctx.now, attempt),
    key: `${tradeId}/${funding}/${next}`,
  })
}

interface Failure {
  readonly kind: string
  readonly id: string
  readonly attempt: number
  readonly error: string
}

/** A release is owed and tried again; what a party asked for is marked as failed and may be asked for anew. */
async function afterFailure(ctx: CommandContext, { kind, id, attempt, error }: Failure): Promise<void> {
  const { db } = ctx
  if (kind === 'funding') {
    await db
      .updateTable('escrow_fundings')
      .set({ failure: error })
      .where('trade_id', '=', id)
      .where('attempt', '=', attempt)
      .execute()
  } else if (kind === 'release' || kind === 'refund') {
    await db
      .updateTable('escrow_payouts')
      .set({ failure: error })
      .where('trade_id', '=', id)
      .where('verb', '=', kind)
      .execute()
    if (kind === 'refund') return
    const next = attempt + 1
    await ctx.emit(releaseDue({ tradeId: id, attempt: next }), {
      at: nextAttemptAt(ctx.now, attempt),
      key: `${id}/${next}`,
    })
  } else if (kind === 'conversion') {
    await db.updateTable('conversions').set({ failure: error }).where('conversion_id', '=', id).execute()
  }
}
