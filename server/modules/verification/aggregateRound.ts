import { formatExact, roundForDisplay } from '@assay/domain/decimal.ts'
import {
  type CommitteeNode,
  consensusPercent,
  consensusPolicy,
  decideRound,
  type RoundVerdict,
} from '@assay/domain/policy/consensus.ts'
import { committeeBitmap, signedReport } from '@assay/protocol/signedReport.ts'
import type { Hex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { weightsOfNodes } from '../oracles/index.ts'
import { type CaseRow, lockCase, lockRound, mayMove, moveCase, type RoundRow } from './caseRow.ts'
import { reportsOf, type StoredReport, toWire } from './reports.ts'
import { messageOf } from './submitReport.ts'

/**
 * Ends a round that every assigned node has answered, or whose time is over: with a quorum the reports go to the chain, which
 * tallies them again; without one a reviewer is asked. Whoever calls it twice, or from two workers at once, changes nothing.
 */
export async function aggregateRound(ctx: CommandContext, input: { caseId: string; round: number }): Promise<void> {
  const of = await lockCase(ctx, input.caseId)
  const round = await lockRound(ctx, of.id, input.round)
  if (round.state !== 'open' || of.round !== round.round) return
  const reports = await reportsOf(ctx, of.id, round.round)
  if (reports.length < of.committee.length && ctx.now < round.reports_until) return
  const committee = await weightsOfNodes(ctx, of.committee)
  const verdict = decide(of, round, committee, reports, await ctx.parametersAt(of.parameters_at))
  await ctx.db
    .updateTable('case_rounds')
    .set({
      state: verdict.outcome === null ? 'escalated' : 'aggregated',
      // With what it was decided by, so that the verdict can be repeated.
      tally: JSON.stringify({ ...explain(verdict), parameters: ctx.parametersUsed() }),
      aggregated_at: ctx.now,
    })
    .where('case_id', '=', of.id)
    .where('round', '=', round.round)
    .execute()
  if (verdict.outcome === null) await escalate(ctx, of)
  else await submit(ctx, of, round, reports)
}

/** The verdict of a round on these of its reports. */
export function decide(
  of: CaseRow,
  round: RoundRow,
  committee: readonly CommitteeNode[],
  reports: readonly StoredReport[],
  parameters: CommandContext['parameters'],
): RoundVerdict {
  return decideRound(
    {
      round: round.round,
      committee,
      scoreThresholdE4: of.score_threshold_e4,
      consensusBps: of.consensus_bps,
      minReports: of.min_reports,
      proposition: BigInt(round.proposed_quantity),
      contracted: BigInt(of.contracted_quantity),
    },
    reports.map((report) => ({
      nodeIndex: report.node_index,
      scoreE4: report.score_e4,
      agrees: report.agrees,
      critical: report.critical,
    })),
    consensusPolicy(parameters),
  )
}

/** Without a quorum nobody can conclude the case; a person has to look at it before its deadline. */
async function escalate(ctx: CommandContext, of: CaseRow): Promise<void> {
  // A case whose opening is not final yet is moved when it is: its round already says that a reviewer is needed.
  if (mayMove(of, 'review')) await moveCase(ctx, of, 'review')
}

/** Ascending by score, then by node, so that two workers form the same transaction. */
export function inOrder(reports: readonly StoredReport[]): readonly StoredReport[] {
  return reports.toSorted((a, b) => a.score_e4 - b.score_e4 || a.node_index - b.node_index)
}

async function submit(
  ctx: CommandContext,
  of: CaseRow,
  round: RoundRow,
  reports: readonly StoredReport[],
): Promise<void> {
  const ascending = inOrder(reports)
  await ctx.intend({
    from: 'operator',
    contract: 'Verification',
    functionName: 'submitResult',
    args: [
      of.on_chain_id,
      { claimKey: of.claim_key, evidenceRoot: of.evidence_root, committee: committeeBitmap(of.committee) },
      ascending.map((report) =>
        signedReport(report.node_index, messageOf(toWire(of, report)), report.signature as Hex),
      ),
    ],
    subject: `verification/${of.id}/result/${round.round}`,
  })
}

/** What the case shows of a tally: shares in percent, scores in points. */
export function explain(verdict: RoundVerdict) {
  return {
    outcome: verdict.outcome,
    reason: verdict.outcome === null ? verdict.reason : null,
    consensus: roundForDisplay(consensusPercent(verdict), 4),
    consensusExact: formatExact(consensusPercent(verdict)),
    scoreE4: verdict.scoreE4,
    committeeE4: verdict.committeeE4,
    presentE4: verdict.presentE4,
    agreeE4: verdict.agreeE4,
    refuseE4: verdict.refuseE4,
    criticalE4: verdict.criticalE4,
    outliers: [...verdict.outliers],
  }
}
