import type { CommandContext } from '../../module.ts'
import { assertNotMaker, type CaseRow, lockCase } from './caseRow.ts'
import { verificationErrors } from './errors.ts'
import { openRound } from './openRound.ts'
import { reasonHashOf } from './reasonHash.ts'
import { wholeUnits } from './units.ts'

export interface OpenReviewInput {
  readonly caseId: string
  /** In the case's unit, a decimal string: tonnes for a trade, kg CO2e for a quantification. */
  readonly proposedQuantity: string
  readonly reason: string
}

/**
 * Opens a review round: the committee is asked whether a smaller quantity, which the surveys agree on, was delivered, or
 * asked again after a round without a quorum.
 * The reviewer neither submitted the case nor owns its subject, and decides nothing: the nodes report again.
 * @throws CASE_NOT_FOUND MAKER_IS_CHECKER CASE_STATE_CONFLICT REVIEW_QUANTITY_INVALID
 */
export async function openReview(ctx: CommandContext, input: OpenReviewInput): Promise<{ round: number }> {
  const of = await lockCase(ctx, input.caseId)
  assertNotMaker(ctx, of)
  if (of.state !== 'enhancedReview' || ctx.now >= of.deadline) {
    throw verificationErrors.CASE_STATE_CONFLICT({
      caseId: of.id,
      state: of.state,
      deadline: of.deadline.toISOString(),
    })
  }
  await assertRoundEnded(ctx, of)
  const proposed = wholeUnits(of.subject_kind, input.proposedQuantity, 'proposedQuantity')
  if (proposed <= 0n || proposed > BigInt(of.contracted_quantity)) {
    throw verificationErrors.REVIEW_QUANTITY_INVALID({ proposedQuantity: input.proposedQuantity })
  }
  const round = of.round + 1
  await ctx.db.updateTable('cases').set({ round, changed_at: ctx.now }).where('id', '=', of.id).execute()
  await openRound(ctx, { ...of, round }, { proposedQuantity: proposed, reason: input.reason })
  await ctx.intend({
    from: 'reviewer',
    contract: 'Verification',
    functionName: 'openReview',
    args: [of.on_chain_id, proposed, reasonHashOf(of.id, input.reason)],
    salt: `round ${round}`,
    subject: `verification/${of.id}/review/${round}`,
  })
  return { round }
}

/** A round still being answered or tallied on chain is not overtaken by another. */
async function assertRoundEnded(ctx: CommandContext, of: CaseRow): Promise<void> {
  const { state } = await ctx.db
    .selectFrom('case_rounds')
    .select('state')
    .where('case_id', '=', of.id)
    .where('round', '=', of.round)
    .executeTakeFirstOrThrow()
  if (state === 'open' || state === 'aggregated')
    throw verificationErrors.CASE_STATE_CONFLICT({ round: of.round, state })
}
