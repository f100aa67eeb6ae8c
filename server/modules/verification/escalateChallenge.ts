/** What follows when nobody decides a challenge in time: it comes before the next body, visibly, and is never forgotten. */
import { firstSeat, nextSeat, type Seat } from '@assay/domain/policy/escalation.ts'
import { quantity } from '@assay/domain/quantity.ts'
import type { CommandContext } from '../../module.ts'
import { type CaseRow, factsOf, lockCase } from './caseRow.ts'
import { challengeDue, challengeOverdue } from './events.ts'
import type { StoredAllocationTerms } from './termsJson.ts'

/** A challenge that the chain holds comes before the body that what the case pays asks for. */
export async function seatChallenge(ctx: CommandContext, of: CaseRow, challengeId: string): Promise<void> {
  const paid = of.subject_kind === 'trade' ? BigInt((of.terms as StoredAllocationTerms).ptValue) : 0n
  await seat(ctx, of.id, challengeId, firstSeat(quantity(paid, 'PT'), ctx.now, ctx.parameters))
}

/**
 * The time of a body has passed. One that has decided is waited for: should the chain not take the decision, `failResolution` asks
 * again. Nothing is decided here by itself: no rule says for whom (domain.md 2.6).
 */
export async function escalateChallenge(
  ctx: CommandContext,
  due: { caseId: string; challengeId: string; body: string },
): Promise<void> {
  const of = await lockCase(ctx, due.caseId)
  const row = await ctx.db
    .selectFrom('case_challenges')
    .selectAll()
    .where('id', '=', due.challengeId)
    .executeTakeFirstOrThrow()
  if (row.decision !== null || row.upheld !== null || row.failure !== null || row.body !== due.body) return
  const late = { body: row.body as Seat['body'], decideBy: row.decide_by! }
  if (ctx.now < late.decideBy) return
  const next = nextSeat(late, ctx.parameters)
  const decideBy = next?.decideBy.toISOString() ?? null
  ctx.log.warn({ caseId: of.id, body: late.body, next: next?.body }, 'a challenge was not decided in time')
  await ctx.db
    .updateTable('case_challenges')
    .set({ overdue_since: row.overdue_since ?? late.decideBy })
    .where('id', '=', row.id)
    .execute()
  await ctx.emit(
    challengeOverdue({ ...factsOf(of), challengeId: row.id, body: late.body, nextBody: next?.body ?? null, decideBy }),
    { key: `${row.id}/${late.body}` },
  )
  if (next !== null) await seat(ctx, of.id, row.id, next)
}

async function seat(ctx: CommandContext, caseId: string, challengeId: string, { body, decideBy }: Seat): Promise<void> {
  await ctx.db.updateTable('case_challenges').set({ body, decide_by: decideBy }).where('id', '=', challengeId).execute()
  await ctx.emit(challengeDue({ caseId, challengeId, body }), { at: decideBy, key: `${challengeId}/${body}` })
}
