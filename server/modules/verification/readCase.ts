import type { CaseEvaluation } from '@assay/domain/policy/caseEvaluation.ts'
import type { UsedVersion } from '@assay/domain/recording.ts'
import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { decimalE4 } from '../oracles/index.ts'
import type { explain } from './aggregateRound.ts'
import { type CaseRow, loadCase, type RoundRow } from './caseRow.ts'
import { challengesOf } from './challenges.ts'
import { roundsOf } from './rounds.ts'
import type { CaseView } from './schema.ts'
import { showUnits, unitOf } from './units.ts'

type Verdict = Static<typeof CaseView>['verdict']
type Tally = ReturnType<typeof explain>

/** A case with every score that led to its state, all as decimal strings. @throws CASE_NOT_FOUND */
export async function readCase(ctx: QueryContext, caseId: string): Promise<Static<typeof CaseView>> {
  const of = await loadCase(ctx, caseId)
  const rounds = await roundsOf(ctx, caseId)
  const counts = await reportCounts(ctx, caseId)
  const challenges = await challengesOf(ctx, caseId)
  const onChain = await ctx.db
    .selectFrom('cases_on_chain')
    .selectAll()
    .where('on_chain_id', '=', of.on_chain_id)
    .executeTakeFirst()
  const outcome = (onChain === undefined || onChain.outcome === 'none' ? null : onChain.outcome) as Verdict
  // The chain keeps the outcome it closed over; nothing follows from it any more.
  const verdict = onChain?.state === 'closed' ? null : outcome
  return {
    ...scoresOf(of, rounds),
    ...identityOf(of),
    settled: of.settled_at !== null,
    verdict,
    overturnedVerdict: onChain?.state === 'closed' ? outcome : null,
    proposition: showUnits(of.subject_kind, rounds.at(-1)?.proposed_quantity ?? of.contracted_quantity),
    verifiedQuantity:
      onChain?.quantity == null || verdict === null || verdict === 'rejected'
        ? null
        : showUnits(of.subject_kind, onChain.quantity),
    challengeUntil: onChain?.challenge_until?.toISOString() ?? null,
    openedTransaction: onChain?.opened_transaction ?? null,
    concludedTransaction: onChain?.concluded_transaction ?? null,
    rounds: rounds.map((round) => ({
      round: round.round,
      state: round.state as Static<typeof CaseView>['rounds'][number]['state'],
      proposition: showUnits(of.subject_kind, round.proposed_quantity),
      openedAt: round.opened_at.toISOString(),
      reportsUntil: round.reports_until.toISOString(),
      reports: counts.get(round.round) ?? 0,
      tally: round.tally,
      reviewQuantity: (round.evaluation as CaseEvaluation | null)?.reviewTonnes ?? null,
    })),
    challenges,
    overdue: challenges.some(({ overdue }) => overdue),
  }
}

function identityOf(of: CaseRow) {
  return {
    caseId: of.id,
    onChainId: of.on_chain_id,
    subjectKind: of.subject_kind as 'trade' | 'quantification',
    reference: of.reference,
    state: of.state as Static<typeof CaseView>['state'],
    round: of.round,
    unit: unitOf(of.subject_kind),
    contractedQuantity: showUnits(of.subject_kind, of.contracted_quantity),
    tier: of.tier,
    committee: [...of.committee],
    claimKey: of.claim_key,
    evidenceRoot: of.evidence_root,
    termsHash: of.terms_hash,
    terms: of.terms,
    parametersAt: of.parameters_at.toISOString(),
    parameters: of.parameters_used as unknown as UsedVersion[],
    deadline: of.deadline.toISOString(),
    failure: of.failure,
  }
}

/** One stored before results named the versions they read names none. */
type StoredEvaluation = CaseEvaluation & { readonly parameters?: readonly UsedVersion[] }

/** The server's own evaluation of the present round explains the score; the tally of the newest round that has one, the verdict. */
function scoresOf(of: CaseRow, rounds: readonly RoundRow[]) {
  const evaluation = (rounds.at(-1)?.evaluation ?? null) as StoredEvaluation | null
  const tally = (rounds.findLast((round) => round.tally !== null)?.tally ?? null) as Tally | null
  return {
    verificationScore: evaluation?.score ?? (tally === null ? null : decimalE4(tally.scoreE4)),
    components: evaluation?.scores ?? null,
    committeeScore: tally === null ? null : decimalE4(tally.scoreE4),
    threshold: decimalE4(of.score_threshold_e4),
    consensus: tally?.consensus ?? null,
    consensusRequired: decimalE4(of.consensus_bps * 100),
    trust: evaluation?.trust.score ?? null,
    trustComponents: evaluation?.trust.components ?? null,
    trustBand: evaluation?.trust.band ?? null,
    surveyedQuantity: evaluation?.surveyedTonnes ?? null,
    explanation:
      evaluation === null
        ? null
        : { flags: evaluation.flags, steps: evaluation.steps, parameters: evaluation.parameters ?? [] },
  }
}

async function reportCounts(ctx: QueryContext, caseId: string): Promise<ReadonlyMap<number, number>> {
  const rows = await ctx.db
    .selectFrom('case_reports')
    .select(['round', (of) => of.fn.countAll<string>().as('count')])
    .where('case_id', '=', caseId)
    .groupBy('round')
    .execute()
  return new Map(rows.map(({ round, count }) => [round, Number(count)]))
}
