/** Twin: the library `Quorum.tally` and `decideRound` (domain.md 2.3), with weights, scores and policies of any kind. */
import { type CommitteeNode, decideRound, type NodeReport } from '@assay/domain/policy/consensus.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { TwinChain } from './chain.ts'
import type { Twin } from './differential.ts'
import type { Random } from './random.ts'
import { refusal, refusalName } from './refusals.ts'
import { padded } from './words.ts'

const mostVotes = 16
const inputWords = 7 + mostVotes * 3
export const participation = parametersAt([], new Date('2026-01-01T00:00:00Z')).get(fictra.verification.participation)

interface Vote {
  readonly scoreE4: number
  readonly weightE4: number
  /** 0 refuses, 1 agrees, 2 refuses for a critical failure. */
  readonly answer: number
}

interface Case {
  readonly votes: readonly Vote[]
  /** Weights of the nodes that did not report. */
  readonly missing: readonly number[]
  readonly consensusBps: number
  readonly approvalScoreE4: number
  readonly outlierE4: number
  readonly firstRound: boolean
}

export async function quorumTwin(chain: TwinChain): Promise<Twin<Case>> {
  const contract = await chain.deploy('QuorumTwin', [])
  return {
    name: 'consensus tally',
    batch: 360,
    generate,
    valid: ({ votes, consensusBps }) =>
      votes.length > 0 && consensusBps > 5000 && votes.every(({ weightE4, answer }) => weightE4 > 0 && answer <= 2),
    expected,
    run: (cases) => contract.run(cases.map(wordsOf), 4),
    kinds,
    label: (index) => ['answer', 'approved', 'score x 10^4', 'share in basis points'][index]!,
    show: (index, word) => (index === 0 ? refusalName(word) : word.toString()),
  }
}

function generate(random: Random): Case {
  const count = random.integer(1, mostVotes)
  const approvalScoreE4 = random.pick([850_000, 850_000, random.integer(500_000, 1_000_000)])
  const outlierE4 = random.pick([150_000, 150_000, 1, random.integer(1, 1_000_000)])
  const weight = weightsLike(random)
  const score = scoresLike(random, approvalScoreE4, outlierE4)
  const agreeing = random.pick([0, 0.2, 0.5, 0.8, 0.95, 1])
  const votes = Array.from({ length: count }, () => ({
    scoreE4: score(),
    weightE4: weight(),
    answer: random.chance(agreeing) ? 1 : random.pick([0, 2]),
  }))
  const absent = random.chance(0.4) ? 0 : random.integer(0, Math.ceil(count / random.integer(1, 3)))
  const missing = Array.from({ length: absent }, weight)
  const draft = { votes, missing, approvalScoreE4, outlierE4, firstRound: random.chance(0.5) }
  return { ...draft, consensusBps: random.chance(0.3) ? atTheShare(random, draft) : random.integer(5001, 10_000) }
}

/** Equal weights make ties of the median; none lies below what a node can be registered with. */
export function weightsLike(random: Random): () => number {
  const kind = random.integer(0, 2)
  if (kind === 0) return () => 10_000
  if (kind === 1) return () => random.pick([5000, 6000, 7000, 8000, 9000, 10_000])
  return () => random.integer(5000, 10_000)
}

/** Around the approval score, exactly at the outlier distance from one another and one beside it, or anywhere. */
export function scoresLike(random: Random, approvalScoreE4: number, outlierE4: number): () => number {
  const inRange = (score: number) => Math.min(1_000_000, Math.max(0, score))
  const centre = random.chance(0.7) ? approvalScoreE4 : random.integer(0, 1_000_000)
  const kind = random.integer(0, 3)
  if (kind === 0) return () => inRange(centre + random.integer(-2, 2))
  if (kind === 1) return () => inRange(centre + random.pick([-1, 0, 1]) * outlierE4 + random.integer(-1, 1))
  return kind === 2 ? () => inRange(centre + random.integer(-100_000, 100_000)) : () => random.integer(0, 1_000_000)
}

const sum = (weights: readonly number[]) => weights.reduce((total, weight) => total + weight, 0)

/** A tier exactly at, or one beside, the share that agrees or refuses. */
function atTheShare(random: Random, { votes, missing }: Pick<Case, 'votes' | 'missing'>): number {
  const weightOf = (some: readonly Vote[]) => some.reduce((total, { weightE4 }) => total + weightE4, 0)
  const counted = random.chance(0.5)
    ? votes.filter(({ answer }) => answer === 1)
    : votes.filter(({ answer }) => answer !== 1)
  const share = Math.floor((weightOf(counted) * 10_000) / (weightOf(votes) + sum(missing)))
  return Math.min(10_000, Math.max(5001, share + random.integer(0, 1)))
}

function expected(of: Case): bigint[] {
  const { votes, missing, consensusBps, approvalScoreE4, outlierE4, firstRound } = of
  const weights = [...votes.map(({ weightE4 }) => weightE4), ...missing]
  const committee: CommitteeNode[] = weights.map((reliabilityE4, nodeIndex) => ({ nodeIndex, reliabilityE4 }))
  const reports: NodeReport[] = votes.map(({ scoreE4, answer }, nodeIndex) => {
    return { nodeIndex, scoreE4, agrees: answer === 1, critical: answer === 2 }
  })
  const verdict = decideRound(
    {
      round: firstRound ? 1 : 2,
      committee,
      scoreThresholdE4: 0,
      consensusBps,
      minReports: 1,
      proposition: 1n,
      contracted: 1n,
    },
    reports,
    { participation, approvalScoreE4, outlierE4 },
  )
  if (verdict.outcome === null) return [refusal(verdict.reason), 0n, 0n, 0n]
  return [0n, verdict.outcome === 'approved' ? 1n : 0n, BigInt(verdict.scoreE4), BigInt(verdict.shareBps)]
}

/** The contract takes votes ascending by score; the rules take them in any order. */
function wordsOf({ votes, missing, consensusBps, approvalScoreE4, outlierE4, firstRound }: Case) {
  const ascending = votes.toSorted((a, b) => a.scoreE4 - b.scoreE4)
  const committeeE4 = votes.reduce((total, { weightE4 }) => total + weightE4, sum(missing))
  return padded(
    [
      votes.length + missing.length,
      committeeE4,
      consensusBps,
      approvalScoreE4,
      outlierE4,
      firstRound,
      votes.length,
      ...ascending.flatMap(({ scoreE4, weightE4, answer }) => [scoreE4, weightE4, answer]),
    ],
    inputWords,
  )
}

function kinds({ votes }: Case, [answer, approved]: readonly bigint[]): string[] {
  const verdict = answer !== 0n ? refusalName(answer!) : approved === 1n ? 'approved' : 'rejected'
  const scores = new Set(votes.map(({ scoreE4 }) => scoreE4))
  return [verdict, ...(scores.size < votes.length ? ['equal scores'] : [])]
}
