import { fictra } from '@assay/domain/programmes/fictra.ts'
import { type CommandContext, intentFailed, type Reaction, reaction } from '../../module.ts'
import { caseSettled } from '../verification/index.ts'
import { allocationDue, creditsReversed, issuanceDue, queueDue } from './events.ts'
import { publishReversal } from './publishReversal.ts'
import { requestAllocation, sendAllocation } from './requestAllocation.ts'
import { requestIssuance, sendIssuance } from './requestIssuance.ts'
import { nextAttemptAt, sendAttemptsMost } from './retry.ts'

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

/** Asks for what the growth limit lets through now, and again later until nothing is queued. */
async function releaseQueue(ctx: CommandContext, due: { caseId: string; attempt: number }): Promise<void> {
  const allocation = await ctx.db
    .selectFrom('allocation_requests as r')
    .innerJoin('allocations_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select(['c.on_chain_id', 'c.state'])
    .where('r.case_id', '=', due.caseId)
    .executeTakeFirst()
  if (allocation?.state !== 'queued') return
  await ctx.intend({
    from: 'operator',
    contract: 'Allocation',
    functionName: 'releaseQueued',
    args: [allocation.on_chain_id],
    salt: `attempt-${due.attempt}`,
    subject: `queue/${due.caseId}/${due.attempt}`,
  })
  const seconds = ctx.parameters.get(fictra.allocation.queueRetrySeconds)
  const next = due.attempt + 1
  await ctx.emit(queueDue({ caseId: due.caseId, attempt: next }), {
    at: new Date(ctx.now.getTime() + seconds * 1000),
    key: `${due.caseId}/${next}`,
  })
}

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
      if (attempt < sendAttemptsMost) await ctx.emit(allocationDue(again), how)
      return
    case 'issuance':
      await db.updateTable('issuance_requests').set({ failure: error }).where('case_id', '=', id).execute()
      if (attempt < sendAttemptsMost) await ctx.emit(issuanceDue(again), how)
      return
    case 'hold':
      await db.updateTable('allocation_hold_resolutions').set({ failure: error }).where('case_id', '=', id).execute()
      return
    case 'reversal':
      await db.updateTable('reversals').set({ failure: error }).where('reversal_id', '=', id).execute()
      return
  }
}
