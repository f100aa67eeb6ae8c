import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { CommandContext } from '../../module.ts'
import { queueDue } from './events.ts'

/** When what is queued may be tried next: never in the window that has just been used up. */
export function nextWindow(ctx: CommandContext): Date {
  return new Date(ctx.now.getTime() + ctx.parameters.get(fictra.allocation.queueRetrySeconds) * 1000)
}

/** Asks for what the growth limit lets through now, and again later until nothing is queued. */
export async function releaseQueue(ctx: CommandContext, due: { caseId: string; attempt: number }): Promise<void> {
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
  const attempt = due.attempt + 1
  await ctx.emit(queueDue({ caseId: due.caseId, attempt }), { at: nextWindow(ctx), key: `${due.caseId}/${attempt}` })
}
