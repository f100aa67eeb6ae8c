/** Twin: `Verification.submitResult` with signed reports of registered nodes, and `decideRound` (domain.md 2.3). */
import { decideRound, type NodeReport, type RoundVerdict } from '@assay/domain/policy/consensus.ts'
import { bookOf } from './book.ts'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import { participation, scoresLike } from './quorum.ts'
import { type Random, randomOf } from './random.ts'
import { codeOf, refusal, refusalName } from './refusals.ts'
import { padded } from './words.ts'

const roundWords = 32
const inputWords = 8 + 2 * roundWords
const nodes = 40
const outcomes = ['approved', 'partial', 'rejected'] as const
/** The lowest floor a tier can have; the rule itself has none. */
const leastThresholdE4 = 500_000

interface Answered {
  readonly nodeIndex: number
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
}

interface Case {
  readonly committee: readonly number[]
  readonly contracted: bigint
  readonly scoreThresholdE4: number
  readonly consensusBps: number
  readonly minReports: number
  readonly approvalScoreE4: number
  readonly outlierE4: number
  readonly rounds: readonly { readonly proposition: bigint; readonly reports: readonly Answered[] }[]
}

/** Many alike, so that medians tie. */
const reliabilitiesE4 = Array.from({ length: nodes }, (_, index) => {
  const random = randomOf(0, 'reliabilities', index)
  return random.chance(0.7) ? random.integer(5, 10) * 1000 : random.integer(5000, 10_000)
})

export async function roundTwin(chain: TwinChain): Promise<Twin<Case>> {
  const contract = await chain.deploy('RoundTwin', [bookOf(chain)], { admin: true })
  await contract.send('begin', [reliabilitiesE4])
  return {
    name: 'consensus rounds',
    batch: 256,
    generate,
    valid,
    expected,
    run: (cases) => contract.run(cases.map(wordsOf), 8),
    kinds,
    label: (index) =>
      `round ${Math.floor(index / 4) + 1}, ${['answer', 'outcome', 'score x 10^4', 'share'][index % 4]}`,
    show: (index, word) => (index % 4 === 0 ? refusalName(word) : word.toString()),
  }
}

function generate(random: Random): Case {
  const committee: number[] = []
  for (const size = random.integer(1, 9); committee.length < size; ) {
    const node = random.integer(0, nodes - 1)
    if (!committee.includes(node)) committee.push(node)
  }
  const approvalScoreE4 = random.pick([850_000, random.integer(500_000, 1_000_000)])
  const outlierE4 = random.pick([150_000, random.integer(1, 1_000_000)])
  const scoreThresholdE4 = random.pick([
    leastThresholdE4,
    765_000,
    892_500,
    990_000,
    random.integer(leastThresholdE4, 990_000),
  ])
  const contracted = random.magnitude(1n, (1n << 64n) - 1n)
  const minReports = random.integer(1, Math.min(3, committee.length))
  const setting = { committee, approvalScoreE4, outlierE4, scoreThresholdE4, minReports }
  const rounds = Array.from({ length: 2 }, (_, round) => ({
    proposition: round === 0 || random.chance(0.2) ? contracted : random.bigint(1n, contracted),
    reports: answers(random, setting),
  }))
  const consensusBps = random.pick([5001, 6667, 7500, 10_000, random.integer(5001, 10_000)])
  return { ...setting, contracted, consensusBps, rounds }
}

function answers(
  random: Random,
  of: Pick<Case, 'committee' | 'approvalScoreE4' | 'outlierE4' | 'scoreThresholdE4' | 'minReports'>,
): Answered[] {
  const score = scoresLike(random, of.approvalScoreE4, of.outlierE4)
  const agreeing = random.pick([0, 0.6, 0.9, 1])
  const present = of.committee.filter(() => random.chance(0.92))
  const reports = present.map((nodeIndex) => {
    const scoreE4 = score()
    const agrees = scoreE4 >= of.scoreThresholdE4 && random.chance(agreeing)
    return { nodeIndex, scoreE4, agrees, critical: !agrees && random.chance(0.6) }
  })
  if (reports.length >= of.minReports && random.chance(0.06)) spoil(random, reports, of)
  return reports.sort((a, b) => a.scoreE4 - b.scoreE4 || a.nodeIndex - b.nodeIndex)
}

/** One thing that no report may be. */
function spoil(random: Random, reports: Answered[], of: Pick<Case, 'committee' | 'scoreThresholdE4'>): void {
  const kind = random.integer(0, 3)
  const last = reports.length - 1
  const report = reports[last]!
  if (kind === 0) reports[last] = { ...report, nodeIndex: (Math.max(...of.committee) + 1) % (nodes + 10) }
  else if (kind === 1) reports.push({ ...report })
  else if (kind === 2) reports[last] = { ...report, scoreE4: 1_000_000, agrees: true, critical: true }
  else {
    reports[last] = { ...report, scoreE4: of.scoreThresholdE4 - 1, agrees: true, critical: false }
  }
}

function valid(of: Case): boolean {
  const { committee, contracted, rounds, minReports, consensusBps, approvalScoreE4, outlierE4 } = of
  const sane = rounds.every(
    ({ proposition, reports }, index) =>
      proposition > 0n &&
      proposition <= contracted &&
      (index > 0 || proposition === contracted) &&
      reports.length <= roundWords - 2 &&
      reports.every(({ scoreE4 }, i) => scoreE4 >= (reports[i - 1]?.scoreE4 ?? 0)),
  )
  const policy =
    approvalScoreE4 >= 500_000 && outlierE4 > 0 && consensusBps > 5000 && of.scoreThresholdE4 >= leastThresholdE4
  return (
    sane && policy && new Set(committee).size === committee.length && minReports > 0 && minReports <= committee.length
  )
}

function expected(of: Case): bigint[] {
  const words: bigint[] = []
  for (const [index, { proposition, reports }] of of.rounds.entries()) {
    const answer = decide(of, index, proposition, reports)
    words.push(...answer)
    if (answer[0] === 0n) break
  }
  return padded(words, 8).map(BigInt)
}

function decide(of: Case, index: number, proposition: bigint, reports: readonly NodeReport[]): bigint[] {
  const { contracted, scoreThresholdE4, consensusBps, minReports, approvalScoreE4, outlierE4 } = of
  const committee = of.committee.map((nodeIndex) => ({ nodeIndex, reliabilityE4: reliabilitiesE4[nodeIndex]! }))
  let verdict: RoundVerdict
  try {
    const round = { round: index + 1, committee, scoreThresholdE4, consensusBps, minReports, proposition, contracted }
    verdict = decideRound(round, reports, { participation, approvalScoreE4, outlierE4 })
  } catch (error) {
    // The contract counts the reports before it reads them.
    if (reports.length < minReports) return [refusal('TooFewReports'), 0n, 0n, 0n]
    return [refusalOf(codeOf(error), reports), 0n, 0n, 0n]
  }
  if (verdict.outcome === null) return [refusal(verdict.reason), 0n, 0n, 0n]
  return [0n, BigInt(outcomes.indexOf(verdict.outcome) + 1), BigInt(verdict.scoreE4), BigInt(verdict.shareBps)]
}

function refusalOf(code: string, reports: readonly NodeReport[]): bigint {
  if (code === 'REPORT_NOT_IN_COMMITTEE') return refusal('NotInCommittee')
  if (code === 'REPORT_DUPLICATE') return refusal('DuplicateReport')
  const both = reports.some(({ agrees, critical, scoreE4 }) => (agrees && critical) || scoreE4 > 1_000_000)
  return refusal(both ? 'BadReport' : 'AgreesBelowThreshold')
}

function wordsOf(of: Case) {
  const committee = of.committee.reduce((bits, node) => bits | (1n << BigInt(node)), 0n)
  const head = [
    committee,
    of.contracted,
    of.scoreThresholdE4,
    of.consensusBps,
    of.minReports,
    of.approvalScoreE4,
    of.outlierE4,
    of.rounds.length,
  ]
  const rounds = of.rounds.flatMap(({ proposition, reports }) =>
    padded([proposition, reports.length, ...reports.map(packed)], roundWords),
  )
  return padded([...head, ...rounds], inputWords)
}

function packed({ nodeIndex, scoreE4, agrees, critical }: Answered): number {
  return scoreE4 * 65_536 + nodeIndex * 256 + (agrees ? 1 : 0) + (critical ? 2 : 0)
}

function kinds(_: Case, answer: readonly bigint[]): string[] {
  const rounds = [answer.slice(0, 4), answer.slice(4)]
  const concluded = rounds.findIndex(([refused, outcome]) => refused === 0n && outcome !== 0n)
  const refused = rounds.map(([word]) => word!).filter((word) => word !== 0n)
  const verdict = concluded === -1 ? [] : [`${outcomes[Number(rounds[concluded]![1]) - 1]} in round ${concluded + 1}`]
  return [...verdict, ...refused.map(refusalName)]
}
