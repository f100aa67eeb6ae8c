import type { CommandContext } from '../../module.ts'
import { assertNotMaker, type CaseRow, lockCase } from './caseRow.ts'
import { finalTime, lookAgainAt } from './chainTime.ts'
import { verificationErrors } from './errors.ts'
import { deadlineDue } from './events.ts'
import { reasonHashOf } from './reasonHash.ts'

export interface CloseCaseInput {
  readonly caseId: string
  readonly reason: string
}

/**
 * Ends an open case that found no quorum: its buyer can be paid back and its claim made anew. A reviewer who is not the maker.
 * @throws CASE_NOT_FOUND MAKER_IS_CHECKER CASE_STATE_CONFLICT
 */
export async function closeCase(ctx: CommandContext, input: CloseCaseInput): Promise<void> {
  const of = await lockCase(ctx, input.caseId)
  assertNotMaker(ctx, of)
  if (of.state !== 'enhancedReview' && of.state !== 'expired') {
    throw verificationErrors.CASE_STATE_CONFLICT({ caseId: of.id, state: of.state })
  }
  await intendClosing(ctx, of, 'reviewer', input.reason)
}

/**
 * Ends a case whose deadline has passed without a result. The contract lets anyone do it, so nobody's money waits for a person.
 * The chain's own clock decides, so it is asked for; while a result is on its way the chain decides which comes first.
 */
export async function expireCase(ctx: CommandContext, input: { caseId: string; attempt: number }): Promise<void> {
  const of = await lockCase(ctx, input.caseId)
  if (of.state !== 'inProgress' && of.state !== 'enhancedReview') return
  if ((await finalTime(ctx)) < of.deadline) {
    const attempt = input.attempt + 1
    await ctx.emit(deadlineDue({ caseId: of.id, attempt }), {
      at: lookAgainAt(ctx, input.attempt),
      key: `${of.id}/${ctx.now.getTime()}/${attempt}`,
    })
    return
  }
  await intendClosing(ctx, of, 'operator', 'deadline passed')
}

async function intendClosing(
  ctx: CommandContext,
  of: CaseRow,
  from: 'operator' | 'reviewer',
  reason: string,
): Promise<void> {
  await ctx.intend({
    from,
    contract: 'Verification',
    functionName: 'closeCase',
    args: [of.on_chain_id, reasonHashOf(of.id, reason)],
    subject: `verification/${of.id}/closing`,
  })
}
