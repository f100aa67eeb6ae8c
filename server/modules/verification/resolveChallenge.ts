import type { CommandContext } from '../../module.ts'
import { lockCase } from './caseRow.ts'
import { verificationErrors } from './errors.ts'
import { reviewerWallet } from './wallets.ts'

export interface ResolutionInput {
  readonly caseId: string
  readonly upheld: boolean
  readonly resolution: string
}

/**
 * Decides an open challenge: dismissed, and the outcome stands; upheld, and the case ends without one.
 * The reviewer is neither the challenger nor the maker of the case.
 * @throws CASE_NOT_FOUND CHALLENGE_NOT_FOUND MAKER_IS_CHECKER
 */
export async function resolveChallenge(ctx: CommandContext, input: ResolutionInput): Promise<{ challengeId: string }> {
  const of = await lockCase(ctx, input.caseId)
  const challenge = await ctx.db
    .selectFrom('case_challenges')
    .selectAll()
    .where('case_id', '=', of.id)
    .where('resolution', 'is', null)
    .orderBy('raised_at')
    .forUpdate()
    .executeTakeFirst()
  if (challenge === undefined || of.state !== 'disputed')
    throw verificationErrors.CHALLENGE_NOT_FOUND({ caseId: of.id })
  const { partyId } = ctx.actor
  if (
    partyId === challenge.challenger_party_id ||
    partyId === of.submitted_by ||
    of.owner_party_ids.includes(partyId ?? '')
  ) {
    throw verificationErrors.MAKER_IS_CHECKER({ caseId: of.id })
  }
  await ctx.db
    .updateTable('case_challenges')
    .set({ resolved_by: partyId, resolution: input.resolution })
    .where('id', '=', challenge.id)
    .execute()
  await ctx.intend({
    from: await reviewerWallet(ctx),
    contract: 'Verification',
    functionName: 'resolveChallenge',
    args: [of.on_chain_id, of.claim_key, input.upheld],
    salt: challenge.id,
    subject: `verification/${of.id}/resolution/${challenge.id}`,
  })
  return { challengeId: challenge.id }
}
