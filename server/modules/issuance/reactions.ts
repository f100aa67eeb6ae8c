import { type CommandContext, intentFailed, type Reaction, reaction } from '../../module.ts'
import { caseSettled } from '../verification/index.ts'
import { allocationDue, creditsReversed, issuanceDue, queueDue } from './events.ts'
import { publishReversal } from './publishReversal.ts'
import { releaseQueue } from './releaseQueue.ts'
import { requestAllocation, sendAllocation } from './requestAllocation.ts'
import { requestIssuance, sendIssuance } from './requestIssuance.ts'
import { nextAttemptAt } from './retry.ts'

export const reactions: readonly Reaction[] = [
  reaction('issuance.request', caseSettled, async (ctx, settled) => {
    if (settled.subjectKind === 'trade') await requestAllocation(ctx, settled)
    else await requestIssuance(ctx, settled)
  }),
  reaction('issuance.sendAllocation', allocationDue, sendAllocation),
  reaction('issuance.sendIssuance', issuanceDue, sendIssuance),
  reaction('issuance.releaseQueue', queueDue, releaseQueue),
  reaction('issuance.publishReversal', creditsReversed, publishReversal),
  reaction('issuance.afterFailure', intentFailed, async (ctx, { subject, error }) => {
    const [kind, id, attempt] = subject.split('/')
    if (kind !== undefined && id !== undefined) await afterFailure(ctx, { kind, id, attempt: Number(attempt), error })
  }),
]

interface Failure {
  readonly kind: string
  readonly id: string
  readonly attempt: number
  readonly error: string
}

/** What was owed is tried again; what somebody asked for is marked as failed. */
async function afterFailure(ctx: CommandContext, { kind, id, attempt, error }: Failure): Promise<void> {
  const { db } = ctx
  const again = { caseId: id, attempt: attempt + 1 }
  const how = { at: nextAttemptAt(ctx.now, attempt), key: `${id}/${attempt + 1}` }
  switch (kind) {
    case 'allocation':
      await db.updateTable('allocation_requests').set({ failure: error }).where('case_id', '=', id).execute()
      await ctx.emit(allocationDue(again), how)
      return
    case 'issuance':
      await db.updateTable('issuance_requests').set({ failure: error }).where('case_id', '=', id).execute()
      await ctx.emit(issuanceDue(again), how)
      return
    case 'hold':
      await db.updateTable('allocation_hold_resolutions').set({ failure: error }).where('case_id', '=', id).execute()
      return
    case 'reversal':
      await db.updateTable('reversals').set({ failure: error }).where('reversal_id', '=', id).execute()
      return
  }
}
