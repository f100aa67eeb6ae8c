import type { CommandContext } from '../../module.ts'
import { lockCase } from './caseRow.ts'
import { verificationErrors } from './errors.ts'

export interface ResolutionInput {
  readonly caseId: string
  readonly upheld: boolean
  readonly resolution: string
}

/**
 * Decides the challenge that the chain holds: dismissed, and the outcome stands; upheld, and the case ends without one. It is
 * decided once: the same decision again answers the same, another one is refused.
 * The reviewer is neither the challenger nor the maker of the case.
 * @throws CASE_NOT_FOUND CHALLENGE_NOT_FOUND MAKER_IS_CHECKER RESOLUTION_CONFLICT
 */
export async function resolveChallenge(ctx: CommandContext, input: ResolutionInput): Promise<{ challengeId: string }> {
  const of = await lockCase(ctx, input.caseId)
  const challenge = await ctx.db
    .selectFrom('case_challenges')
    .selectAll()
    .where('case_id', '=', of.id)
    .where('held_at', 'is not', null)
    .orderBy('held_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (challenge === undefined) throw verificationErrors.CHALLENGE_NOT_FOUND({ caseId: of.id })
  const { partyId } = ctx.actor
  if (
    (partyId !== null && partyId === challenge.challenger_party_id) ||
    partyId === of.submitted_by ||
    of.owner_party_ids.includes(partyId ?? '')
  ) {
    throw verificationErrors.MAKER_IS_CHECKER({ caseId: of.id })
  }
  const decided = challenge.decision ?? challenge.upheld
  if (decided !== null) {
    if (decided === input.upheld) return { challengeId: challenge.id }
    throw verificationErrors.RESOLUTION_CONFLICT({ challengeId: challenge.id, upheld: decided })
  }
  if (of.state !== 'disputed') throw verificationErrors.CHALLENGE_NOT_FOUND({ caseId: of.id })
  await ctx.db
    .updateTable('case_challenges')
    .set({ decision: input.upheld, resolved_by: partyId, resolution: input.resolution, resolution_failure: null })
    .where('id', '=', challenge.id)
    .execute()
  await ctx.intend({
    from: 'reviewer',
    contract: 'Verification',
    functionName: 'resolveChallenge',
    args: [of.on_chain_id, of.claim_key, input.upheld],
    // A decision that the chain did not take can be made again.
    salt: ctx.newId(),
    once: true,
    subject: `verification/${of.id}/resolution/${challenge.id}`,
  })
  return { challengeId: challenge.id }
}
