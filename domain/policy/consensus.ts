/**
 * The committee's answer to a round (domain.md 2.3), integer twin of `IVerification.submitResult` and `Quorum.tally`.
 * Reliabilities and scores are integers x 10^4. The share divides by the reliability of the whole assigned committee, so a
 * missing report weighs like a refusal.
 */

import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledExactly } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraVerification, leastReliability } from '../programmes/fictraVerification.ts'
import { fields, flag, list, units, whole } from '../shapes.ts'

export const consensusErrors = defineErrors({
  CONSENSUS_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the consensus are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  REPORT_NOT_IN_COMMITTEE: {
    status: 422,
    title: 'A report comes from a node outside the committee',
    remedy: 'Bring only reports of the nodes assigned to the case.',
  },
  REPORT_DUPLICATE: { status: 422, title: 'A node reports twice', remedy: 'Bring one report per node.' },
  REPORT_CONTRADICTORY: {
    status: 422,
    title: 'A report contradicts itself',
    remedy: 'A report that agrees has a score at or above the threshold and no critical failure; scores are 0 to 100.',
  },
})

export interface CommitteeNode {
  readonly nodeIndex: number
  /** 5000 to 10000. */
  readonly reliabilityE4: number
}

export interface NodeReport {
  readonly nodeIndex: number
  /** 0 to 1,000,000. */
  readonly scoreE4: number
  readonly agrees: boolean
  /** The node finds a ground for rejection. */
  readonly critical: boolean
}

export interface Round {
  /** 1 for the first. */
  readonly round: number
  readonly committee: readonly CommitteeNode[]
  readonly scoreThresholdE4: number
  readonly consensusBps: number
  readonly minReports: number
  /** Base units of the contract's quantity. */
  readonly proposition: bigint
  readonly contracted: bigint
}

export interface ConsensusPolicy {
  /** Share of the committee's nodes, whatever they weigh, that must have reported. */
  readonly participation: { readonly numerator: number; readonly denominator: number }
  readonly approvalScoreE4: number
  readonly outlierE4: number
}

/**
 * Why a round gives no outcome: the contract reverts with the error of the same name. After the last two a reviewer decides: the
 * committee agrees with a score below approval, or refuses in the first round without a quorum for a ground of rejection, whatever
 * its score (readings 28 and 30).
 */
export type NoOutcome =
  | 'TooFewReports'
  | 'ParticipationTooLow'
  | 'NoQuorum'
  | 'ScoreBelowApproval'
  | 'RefusalNeedsReview'

export interface Tally {
  readonly committeeE4: number
  readonly presentE4: number
  readonly agreeE4: number
  readonly refuseE4: number
  readonly criticalE4: number
  /** Reliability-weighted mean of the scores kept, floored; 0 without reports. */
  readonly scoreE4: number
  /** Nodes whose score was too far from the median to count in `scoreE4`. */
  readonly outliers: readonly number[]
}

export type RoundVerdict = Tally &
  (
    | { readonly outcome: 'approved' | 'partial' | 'rejected'; readonly shareBps: number }
    | { readonly outcome: null; readonly reason: NoOutcome }
  )

const check = inputChecks(consensusErrors.CONSENSUS_INPUT_INVALID)
const scoreE4 = whole(0, 1_000_000)
const bps = whole(0, 10_000)
const leastReliabilityE4 = Number(scaledExactly(exact(leastReliability), 4, 'leastReliability'))
const roundShape = fields<Round>({
  round: whole(1),
  committee: list(
    fields<CommitteeNode>({ nodeIndex: whole(), reliabilityE4: whole(leastReliabilityE4, 10_000) }),
    1,
    1_000,
  ),
  scoreThresholdE4: scoreE4,
  consensusBps: bps,
  minReports: whole(),
  proposition: units(),
  contracted: units(),
})
/** What a report says of its score is for the report to contradict. */
const reportsShape = list(fields<NodeReport>({ nodeIndex: whole(), scoreE4: () => null, agrees: flag, critical: flag }))
const policyShape = fields<ConsensusPolicy>({
  participation: fields({ numerator: whole(0, 1_000_000), denominator: whole(1, 1_000_000) }),
  approvalScoreE4: scoreE4,
  outlierE4: scoreE4,
})
const decideShape = { round: roundShape, reports: reportsShape, policy: policyShape }
const tallyShape = fields({ agreeE4: whole(), committeeE4: whole(1) })

/** The governed numbers of a verdict in the integers of the contract. */
export function consensusPolicy(parameters: ParameterSet): ConsensusPolicy {
  return {
    participation: parameters.get(fictraVerification.participation),
    approvalScoreE4: parameters.get(fictraVerification.outcomeScores).approveFrom.times(10_000).toNumber(),
    outlierE4: parameters.get(fictraVerification.outlierPoints).times(10_000).toNumber(),
  }
}

/**
 * The verdict on a round. An agreeing quorum with a score S at or above the policy's approves (partial when the proposition
 * is below the contract); a refusing quorum rejects when a quorum finds a critical failure, or in a review round. Otherwise
 * the round waits for more reports or for a reviewer.
 * @param reports in any order. @throws CONSENSUS_INPUT_INVALID REPORT_NOT_IN_COMMITTEE REPORT_DUPLICATE REPORT_CONTRADICTORY
 */
export function decideRound(round: Round, reports: readonly NodeReport[], policy: ConsensusPolicy): RoundVerdict {
  check.all({ round, reports, policy }, decideShape)
  const tally = tallyOf(round, reports, policy.outlierE4)
  const { committeeE4, agreeE4, refuseE4, criticalE4, scoreE4 } = tally
  const reaches = (weightE4: number) => weightE4 * 10_000 >= round.consensusBps * committeeE4
  const shareBpsDown = (weightE4: number) => Math.floor((weightE4 * 10_000) / committeeE4)
  const none = (reason: NoOutcome): RoundVerdict => ({ ...tally, outcome: null, reason })

  if (reports.length === 0 || reports.length < round.minReports) return none('TooFewReports')
  const { numerator, denominator } = policy.participation
  if (reports.length * denominator < round.committee.length * numerator) return none('ParticipationTooLow')
  if (reaches(agreeE4)) {
    if (scoreE4 < policy.approvalScoreE4) return none('ScoreBelowApproval')
    const outcome = round.proposition === round.contracted ? 'approved' : 'partial'
    return { ...tally, outcome, shareBps: shareBpsDown(agreeE4) }
  }
  if (!reaches(refuseE4)) return none('NoQuorum')
  if (round.round === 1 && !reaches(criticalE4)) return none('RefusalNeedsReview')
  return { ...tally, outcome: 'rejected', shareBps: shareBpsDown(refuseE4) }
}

/** Share of the whole committee that agrees, in percent and exact: 87.719298... @throws CONSENSUS_INPUT_INVALID */
export function consensusPercent(tally: Pick<Tally, 'agreeE4' | 'committeeE4'>): Exact {
  check.all({ tally }, { tally: tallyShape })
  return exact(BigInt(tally.agreeE4))
    .times(100)
    .div(exact(BigInt(tally.committeeE4)))
}

function tallyOf(round: Round, reports: readonly NodeReport[], outlierE4: number): Tally {
  const weights = new Map(round.committee.map(({ nodeIndex, reliabilityE4 }) => [nodeIndex, reliabilityE4]))
  check.that(weights.size === round.committee.length, 'committee', 'a node sits in it twice')
  const weighed = reports.map((report) => {
    const weightE4 = weights.get(report.nodeIndex)
    if (weightE4 === undefined)
      throw consensusErrors.REPORT_NOT_IN_COMMITTEE({ field: 'nodeIndex', nodeIndex: report.nodeIndex })
    checkReport(report, round.scoreThresholdE4)
    return { ...report, weightE4 }
  })
  const seen = new Set<number>()
  for (const { nodeIndex } of reports) {
    if (seen.has(nodeIndex)) throw consensusErrors.REPORT_DUPLICATE({ nodeIndex })
    seen.add(nodeIndex)
  }
  const weightOf = (some: readonly { weightE4: number }[]) => some.reduce((total, { weightE4 }) => total + weightE4, 0)
  const presentE4 = weightOf(weighed)
  const agreeE4 = weightOf(weighed.filter(({ agrees }) => agrees))
  const medianE4 = weightedMedianE4(weighed, presentE4)
  const kept = weighed.filter(({ scoreE4 }) => Math.abs(scoreE4 - medianE4) <= outlierE4)
  const total = kept.reduce((sum, { scoreE4, weightE4 }) => sum + scoreE4 * weightE4, 0)
  return {
    committeeE4: weightOf(round.committee.map(({ reliabilityE4 }) => ({ weightE4: reliabilityE4 }))),
    presentE4,
    agreeE4,
    refuseE4: presentE4 - agreeE4,
    criticalE4: weightOf(weighed.filter(({ critical }) => critical)),
    scoreE4: kept.length === 0 ? 0 : Math.floor(total / weightOf(kept)),
    outliers: weighed.filter((report) => !kept.includes(report)).map(({ nodeIndex }) => nodeIndex),
  }
}

/** The first score, ascending, at which half of the weight present is reached. */
function weightedMedianE4(weighed: readonly { scoreE4: number; weightE4: number }[], presentE4: number): number {
  let passed = 0
  for (const { scoreE4, weightE4 } of weighed.toSorted((a, b) => a.scoreE4 - b.scoreE4)) {
    passed += weightE4
    if (passed * 2 >= presentE4) return scoreE4
  }
  return 0
}

function checkReport({ nodeIndex, scoreE4, agrees, critical }: NodeReport, thresholdE4: number): void {
  const inRange = Number.isInteger(scoreE4) && scoreE4 >= 0 && scoreE4 <= 1_000_000
  if (inRange && !(agrees && (critical || scoreE4 < thresholdE4))) return
  throw consensusErrors.REPORT_CONTRADICTORY({ field: 'scoreE4', nodeIndex, scoreE4, agrees, critical, thresholdE4 })
}
