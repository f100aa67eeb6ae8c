import type { QueryContext } from '../../module.ts'

/**
 * Deliveries whose committee said no, or came to no verdict in its last round, newest first: for the replay of a parameter, under
 * which they may look different. What a person ended (a challenge, a refusal by the chain) is not among them.
 */
export async function listFruitless(ctx: QueryContext, limit: number) {
  const rows = await ctx.db
    .selectFrom('cases as of')
    .innerJoin('case_rounds as round', (join) =>
      join.onRef('round.case_id', '=', 'of.id').onRef('round.round', '=', 'of.round'),
    )
    .select(['of.id', 'round.aggregated_at'])
    .where('of.subject_kind', '=', 'trade')
    .where('round.aggregated_at', 'is not', null)
    .where((on) =>
      on.or([
        on.and([on('of.state', '=', 'rejected'), on('round.state', '=', 'aggregated')]),
        on.and([on('of.state', 'in', ['enhancedReview', 'expired']), on('round.state', '=', 'escalated')]),
      ]),
    )
    .orderBy('round.aggregated_at', 'desc')
    .orderBy('of.id')
    .limit(limit)
    .execute()
  return rows.map(({ id, aggregated_at }) => ({ caseId: id, decidedAt: aggregated_at! }))
}
