/** Consensus tallies: the verdict on a round of reports (domain.md 2.3). */
import { type ConsensusPolicy, decideRound, type NodeReport, type Round } from '@assay/domain/policy/consensus.ts'
import { type Random, randomOf } from '../../e2e/twins/random.ts'
import { type Batch, collect, type Result, type Rule } from './batch.ts'

interface Case {
  readonly round: Round
  readonly reports: readonly NodeReport[]
}

const policy: ConsensusPolicy = {
  participation: { numerator: 2, denominator: 3 },
  approvalScoreE4: 850_000,
  outlierE4: 100_000,
}

export const tallies: Rule = {
  name: 'consensus tally',
  prepare(round, cases): Batch {
    const list = Array.from({ length: cases }, (_, index) => caseOf(randomOf(round, 'tally', index)))
    const bare = list.map(bareOf)
    return {
      rule: () => collect(list, ruleOf),
      bound: () => collect(bare, boundOf),
    }
  },
}

/** Committees of the tiers' sizes; mostly of one mind, as committees are. */
function caseOf(random: Random): Case {
  const committee = Array.from({ length: random.pick([7, 9, 13]) }, (_, nodeIndex) => ({
    nodeIndex,
    reliabilityE4: random.integer(5_000, 10_000),
  }))
  const agreeing = random.pick([0, 0.1, 0.8, 0.95, 1])
  // With the lower threshold a committee can agree on a score that no approval may have.
  const scoreThresholdE4 = random.pick([780_000, 892_500])
  const reports = committee
    .filter(() => random.chance(0.92))
    .map(({ nodeIndex }) => {
      const agrees = random.chance(agreeing)
      const scoreE4 = agrees ? random.integer(scoreThresholdE4, 1_000_000) : random.integer(0, 1_000_000)
      return { nodeIndex, scoreE4, agrees, critical: !agrees && random.chance(0.8) }
    })
  const contracted = random.bigint(1n, 10_000_000n)
  const round = {
    round: random.integer(1, 2),
    committee,
    scoreThresholdE4,
    consensusBps: random.pick([7_500, 8_000, 8_500]),
    minReports: random.pick([3, 5, 7]),
    contracted,
  }
  return { round: { ...round, proposition: round.round === 1 ? contracted : contracted - 1n }, reports }
}

function ruleOf({ round, reports }: Case, into: Result[]): void {
  const verdict = decideRound(round, reports, policy)
  const { scoreE4 } = verdict
  if (verdict.outcome === null) into.push(verdict.reason, scoreE4)
  else into.push(verdict.outcome, scoreE4, verdict.shareBps)
}

/** The same case as bigints, its reports ascending as the chain takes them, so that nothing has to be looked up or sorted. */
function bareOf({ round, reports }: Case) {
  const weightOf = (index: number) =>
    BigInt(round.committee.find(({ nodeIndex }) => nodeIndex === index)!.reliabilityE4)
  const ascending = reports.toSorted((a, b) => a.scoreE4 - b.scoreE4)
  return {
    committee: round.committee.map(({ reliabilityE4 }) => BigInt(reliabilityE4)),
    scores: ascending.map(({ scoreE4 }) => BigInt(scoreE4)),
    weights: ascending.map(({ nodeIndex }) => weightOf(nodeIndex)),
    agrees: ascending.map(({ agrees }) => agrees),
    critical: ascending.map(({ critical }) => critical),
    first: round.round === 1,
    whole: round.proposition === round.contracted,
    minReports: round.minReports,
    consensus: BigInt(round.consensusBps),
  }
}

function boundOf(of: ReturnType<typeof bareOf>, into: Result[]): unknown {
  const { scores, weights } = of
  let [committee, present, agree, critical] = [0n, 0n, 0n, 0n]
  for (const weight of of.committee) committee += weight
  for (let i = 0; i < scores.length; i++) {
    present += weights[i]!
    if (of.agrees[i]) agree += weights[i]!
    if (of.critical[i]) critical += weights[i]!
  }
  const score = scoreOf(scores, weights, present)
  if (scores.length === 0 || scores.length < of.minReports) return into.push('TooFewReports', score)
  if (scores.length * 3 < of.committee.length * 2) return into.push('ParticipationTooLow', score)
  const needed = of.consensus * committee
  if (agree * 10_000n >= needed) {
    if (score < 850_000n) return into.push('ScoreBelowApproval', score)
    return into.push(of.whole ? 'approved' : 'partial', score, (agree * 10_000n) / committee)
  }
  const refuse = present - agree
  if (refuse * 10_000n < needed) return into.push('NoQuorum', score)
  if (of.first && critical * 10_000n < needed) return into.push('RefusalNeedsReview', score)
  return into.push('rejected', score, (refuse * 10_000n) / committee)
}

/** Mean of the scores near the weighted median. */
function scoreOf(scores: readonly bigint[], weights: readonly bigint[], present: bigint): bigint {
  let [passed, median] = [0n, 0n]
  for (let i = 0; i < scores.length; i++) {
    passed += weights[i]!
    if (passed * 2n < present) continue
    median = scores[i]!
    break
  }
  let [total, kept] = [0n, 0n]
  for (let i = 0; i < scores.length; i++) {
    const distance = scores[i]! - median
    if (distance > 100_000n || distance < -100_000n) continue
    total += scores[i]! * weights[i]!
    kept += weights[i]!
  }
  return kept === 0n ? 0n : total / kept
}
