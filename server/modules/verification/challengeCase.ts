import type { CommandContext } from '../../module.ts'
import { lockCase } from './caseRow.ts'
import { challengerWallet } from './challengerWallet.ts'
import { verificationErrors } from './errors.ts'
import { reasonHashOf } from './reasonHash.ts'

export interface ChallengeInput {
  readonly caseId: string
  readonly reason: string
}

/**
 * Contests a concluded case inside its window. Nothing is paid or issued until a reviewer has resolved it. One challenge is open
 * at a time, by a unique index, as on chain: what two parties send at once, one of them is told.
 * @throws CASE_NOT_FOUND CASE_STATE_CONFLICT CHALLENGE_OPEN CHALLENGE_WINDOW_PASSED WALLET_REQUIRED
 */
export async function challengeCase(ctx: CommandContext, input: ChallengeInput): Promise<{ challengeId: string }> {
  const of = await lockCase(ctx, input.caseId)
  const onChain = await ctx.db
    .selectFrom('cases_on_chain')
    .select(['state', 'challenge_until'])
    .where('on_chain_id', '=', of.on_chain_id)
    .executeTakeFirst()
  if (of.settled_at !== null || (onChain?.challenge_until != null && onChain.challenge_until <= ctx.now)) {
    throw verificationErrors.CHALLENGE_WINDOW_PASSED({ caseId: of.id })
  }
  if (onChain?.state === 'challenged') throw verificationErrors.CHALLENGE_OPEN({ caseId: of.id })
  if (onChain?.state !== 'concluded') {
    throw verificationErrors.CASE_STATE_CONFLICT({ caseId: of.id, state: onChain?.state ?? of.state })
  }
  const wallet = await challengerWallet(ctx)
  const challengeId = ctx.newId()
  const reasonHash = reasonHashOf(of.id, input.reason)
  const stored = await ctx.db
    .insertInto('case_challenges')
    .values({
      id: challengeId,
      case_id: of.id,
      round: of.round,
      challenger_party_id: ctx.actor.partyId,
      reason: input.reason,
      reason_hash: reasonHash,
      raised_at: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (stored === undefined) throw verificationErrors.CHALLENGE_OPEN({ caseId: of.id })
  await ctx.intend({
    from: wallet,
    contract: 'Verification',
    functionName: 'challenge',
    args: [of.on_chain_id, reasonHash],
    salt: challengeId,
    once: true,
    subject: `verification/${of.id}/challenge/${challengeId}`,
  })
  return { challengeId }
}
