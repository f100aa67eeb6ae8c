import type { CommandContext } from '../../module.ts'
import { intentFailed, reaction } from '../../module.ts'
import { aggregateRound } from './aggregateRound.ts'
import { lockCase, mayMove, moveCase } from './caseRow.ts'
import { failChallenge, failResolution } from './challenges.ts'
import { expireCase } from './closeCase.ts'
import { escalateChallenge } from './escalateChallenge.ts'
import { challengeDue, deadlineDue, roundDue, windowDue } from './events.ts'
import { settleCase } from './settleCase.ts'

/** What the chain refused is told to whoever looks at the case, and the case goes where a person can act on it. */
async function afterIntentFailed(
  ctx: CommandContext,
  failed: { subject: string; error: string; functionName: string },
): Promise<void> {
  const [module, caseId, what, which] = failed.subject.split('/')
  if (module !== 'verification' || caseId === undefined || what === undefined) return
  const of = await lockCase(ctx, caseId)
  await ctx.db
    .updateTable('cases')
    .set({ failure: failed.error, changed_at: ctx.now })
    .where('id', '=', of.id)
    .execute()
  if (what === 'challenge' && which !== undefined) await failChallenge(ctx, which, failed.error)
  if (what === 'resolution' && which !== undefined) await failResolution(ctx, which, failed.error)
  if (what === 'opening' && mayMove(of, 'refuse')) await moveCase(ctx, of, 'refuse')
  if (what === 'result' || what === 'review') {
    await ctx.db
      .updateTable('case_rounds')
      .set({ state: 'escalated' })
      .where('case_id', '=', of.id)
      .where('round', '=', of.round)
      .where('state', 'in', ['open', 'aggregated'])
      .execute()
    if (mayMove(of, 'review')) await moveCase(ctx, of, 'review')
  }
}

export const reactions = [
  reaction('verification.aggregate', roundDue, aggregateRound),
  reaction('verification.settle', windowDue, settleCase),
  reaction('verification.expire', deadlineDue, expireCase),
  reaction('verification.escalate', challengeDue, escalateChallenge),
  reaction('verification.noteFailure', intentFailed, afterIntentFailed),
]
