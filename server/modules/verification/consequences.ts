/** What follows from a final fact of the Verification contract. Each runs once, as a command, with the case locked. */
import { canMove } from '@assay/domain/lifecycle.ts'
import { tradeLifecycle } from '@assay/domain/lifecycles.ts'
import { zeroHash } from 'viem'
import type { CommandContext } from '../../module.ts'
import { findTrade, moveTrade } from '../assets/index.ts'
import { type CaseMove, type CaseRow, factsOf, mayMove, moveCase } from './caseRow.ts'
import { closeChallenge, holdChallenge } from './challenges.ts'
import { caseChallenged, caseClosed, caseConcluded, caseOpened, windowDue } from './events.ts'
import { finaliseRound } from './finaliseRound.ts'

export interface Conclusion {
  readonly outcome: 'approved' | 'partial' | 'rejected'
  /** In the case's whole units, decimal digits. */
  readonly quantity: string
  readonly challengeUntil: Date
  readonly reportsHash: string
}

const moveOfOutcome: Readonly<Record<Conclusion['outcome'], CaseMove>> = {
  approved: 'approve',
  partial: 'approvePartly',
  rejected: 'reject',
}

export async function afterOpened(ctx: CommandContext, of: CaseRow): Promise<void> {
  const state = await moveCase(ctx, of, 'open')
  await followRound(ctx, { ...of, state })
  await ctx.emit(caseOpened(factsOf(of)), { key: of.id })
}

export async function afterReviewOpened(ctx: CommandContext, of: CaseRow, round: number): Promise<void> {
  if (round !== of.round || !mayMove(of, 'openRound')) return
  const state = await moveCase(ctx, of, 'openRound')
  await followRound(ctx, { ...of, state })
}

/** Nodes answer as soon as the chain shows a round, so it can have ended without a quorum before its opening is final. */
async function followRound(ctx: CommandContext, of: CaseRow): Promise<void> {
  const round = await ctx.db
    .selectFrom('case_rounds')
    .select('state')
    .where('case_id', '=', of.id)
    .where('round', '=', of.round)
    .executeTakeFirstOrThrow()
  if (round.state === 'escalated' && mayMove(of, 'review')) await moveCase(ctx, of, 'review')
}

/** Also when the reports were brought by somebody else: the round the outcome belongs to is final either way. */
export async function afterConcluded(ctx: CommandContext, of: CaseRow, conclusion: Conclusion): Promise<void> {
  const round = await finaliseRound(ctx, of, conclusion.reportsHash)
  await moveCase(ctx, of, moveOfOutcome[conclusion.outcome])
  const { outcome, quantity, challengeUntil } = conclusion
  await ctx.emit(
    caseConcluded({ ...factsOf(of), outcome, quantity, round, challengeUntil: challengeUntil.toISOString() }),
    { key: of.id },
  )
  await ctx.emit(windowDue({ caseId: of.id, attempt: 1 }), { at: challengeUntil, key: `${of.id}/window/1` })
}

/** Told before the conclusion it contests, which a failed job can bring about, it is refused, and so told again later. */
export async function afterChallenge(
  ctx: CommandContext,
  of: CaseRow,
  raised: { readonly reasonHash: string; readonly challenger: string },
): Promise<void> {
  await moveCase(ctx, of, 'challenge')
  await holdChallenge(ctx, of, raised)
  await disputeTrade(ctx, of)
  await ctx.emit(caseChallenged({ ...factsOf(of), reasonHash: raised.reasonHash }), {
    key: `${of.id}/${ctx.now.toISOString()}`,
  })
}

/** Settlement moves a trade on when its case settles; until then a contested delivery is in dispute. */
async function disputeTrade(ctx: CommandContext, of: CaseRow): Promise<void> {
  const trade = of.subject_kind === 'trade' ? await findTrade(ctx.db, of.id) : null
  if (trade !== null && canMove(tradeLifecycle, trade.state, 'dispute')) await moveTrade(ctx, of.id, 'dispute')
}

/** Dismissed: the outcome stands again, and the window that ran on meanwhile is looked at anew. Upheld: the case is over. */
export async function afterResolved(ctx: CommandContext, of: CaseRow, upheld: boolean): Promise<void> {
  await closeChallenge(ctx, of, upheld)
  if (upheld) {
    await afterClosed(ctx, of, zeroHash)
    return
  }
  const { outcome } = await ctx.db
    .selectFrom('cases_on_chain')
    .select('outcome')
    .where('on_chain_id', '=', of.on_chain_id)
    .executeTakeFirstOrThrow()
  await moveCase(ctx, of, moveOfOutcome[outcome as Conclusion['outcome']])
  await ctx.emit(windowDue({ caseId: of.id, attempt: 1 }), { key: `${of.id}/window/${ctx.now.toISOString()}` })
}

/** Told before the opening it is refused, and told again later. */
export async function afterClosed(ctx: CommandContext, of: CaseRow, reasonHash: string): Promise<void> {
  if (of.state === 'closed') return
  await ctx.db
    .updateTable('case_rounds')
    .set({ state: 'escalated' })
    .where('case_id', '=', of.id)
    .where('state', 'in', ['open', 'aggregated'])
    .execute()
  await moveCase(ctx, of, 'close')
  await ctx.emit(caseClosed({ ...factsOf(of), reasonHash }), { key: of.id })
}
