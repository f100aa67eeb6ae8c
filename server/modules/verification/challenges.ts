/** What becomes of challenges once the chain has spoken, and how they are shown. */
import type { Selectable } from 'kysely'
import type { Static } from 'typebox'
import type { CaseChallenges } from '../../generated/rows.ts'
import type { CommandContext, QueryContext } from '../../module.ts'
import { findWallet } from '../parties/index.ts'
import type { CaseRow } from './caseRow.ts'
import { seatChallenge } from './escalateChallenge.ts'
import { challengeDue } from './events.ts'
import type { ChallengeView } from './schema.ts'

/**
 * The chain holds a challenge: the one that is open here, or one that somebody raised without us. Then ours, if there was one, came
 * too late.
 */
export async function holdChallenge(
  ctx: CommandContext,
  of: CaseRow,
  { reasonHash, challenger }: { readonly reasonHash: string; readonly challenger: string },
): Promise<void> {
  const partyId = (await findWallet(ctx.db, challenger.toLowerCase()))?.partyId ?? null
  const open = await ctx.db
    .selectFrom('case_challenges')
    .select(['id', 'reason_hash', 'challenger_party_id'])
    .where('case_id', '=', of.id)
    .where('upheld', 'is', null)
    .where('failure', 'is', null)
    .executeTakeFirst()
  if (open !== undefined && open.reason_hash === reasonHash && open.challenger_party_id === partyId) {
    await ctx.db.updateTable('case_challenges').set({ held_at: ctx.now }).where('id', '=', open.id).execute()
    await seatChallenge(ctx, of, open.id)
    return
  }
  if (open !== undefined) await failChallenge(ctx, open.id, 'another challenge was held by the chain')
  const id = ctx.newId()
  await ctx.db
    .insertInto('case_challenges')
    .values({
      id,
      case_id: of.id,
      round: of.round,
      challenger_party_id: partyId,
      reason: 'raised on chain; the reason is known by its hash only',
      reason_hash: reasonHash,
      raised_at: ctx.now,
      held_at: ctx.now,
    })
    .execute()
  await seatChallenge(ctx, of, id)
}

/** The chain never held it: it contests nothing any more, and another one may be raised. */
export async function failChallenge(ctx: CommandContext, challengeId: string, failure: string): Promise<void> {
  await ctx.db
    .updateTable('case_challenges')
    .set({ failure })
    .where('id', '=', challengeId)
    .where('held_at', 'is', null)
    .where('failure', 'is', null)
    .execute()
}

/** The chain did not take the decision: whoever decides looks again. */
export async function failResolution(ctx: CommandContext, challengeId: string, failure: string): Promise<void> {
  const open = await ctx.db
    .updateTable('case_challenges')
    .set({ decision: null, resolved_by: null, resolution: null, resolution_failure: failure })
    .where('id', '=', challengeId)
    .where('upheld', 'is', null)
    .returning(['case_id', 'body', 'decide_by'])
    .executeTakeFirst()
  if (open === undefined || open.body === null || open.decide_by === null || open.decide_by > ctx.now) return
  // Its time passed while the decision was on its way.
  await ctx.emit(challengeDue({ caseId: open.case_id, challengeId, body: open.body }))
}

/** What the chain did with the challenge it held; what was decided here and what it did are kept apart. */
export async function closeChallenge(ctx: CommandContext, of: CaseRow, upheld: boolean): Promise<void> {
  await ctx.db
    .updateTable('case_challenges')
    .set({ upheld, resolved_at: ctx.now })
    .where('case_id', '=', of.id)
    .where('held_at', 'is not', null)
    .where('upheld', 'is', null)
    .where('failure', 'is', null)
    .execute()
}

/** Every challenge of a case, oldest first. */
export async function challengesOf(ctx: QueryContext, caseId: string): Promise<Static<typeof ChallengeView>[]> {
  const rows = await ctx.db
    .selectFrom('case_challenges')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('raised_at')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    challengeId: row.id,
    round: row.round,
    state: stateOf(row),
    challengerPartyId: row.challenger_party_id,
    reason: row.reason,
    raisedAt: row.raised_at.toISOString(),
    decision: row.decision === null ? null : row.decision ? 'uphold' : 'dismiss',
    resolution: row.resolution,
    resolvedAt: row.resolved_at?.toISOString() ?? null,
    body: row.body as Static<typeof ChallengeView>['body'],
    decideBy: row.decide_by?.toISOString() ?? null,
    overdue: isOverdue(row, ctx.now),
    failure: row.failure ?? row.resolution_failure,
  }))
}

/** Also before the machine has noticed. */
function isOverdue(row: Selectable<CaseChallenges>, now: Date): boolean {
  if (row.upheld !== null || row.failure !== null) return false
  return row.overdue_since !== null || (row.decision === null && row.decide_by !== null && row.decide_by <= now)
}

function stateOf({ failure, upheld, held_at }: Selectable<CaseChallenges>): Static<typeof ChallengeView>['state'] {
  if (failure !== null) return 'failed'
  if (upheld !== null) return upheld ? 'upheld' : 'dismissed'
  return held_at === null ? 'sent' : 'held'
}
