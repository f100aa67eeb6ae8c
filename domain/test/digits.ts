/**
 * Results of many rules on inputs drawn from a seed, one to a line: run in two places, the texts must be equal, digit by digit.
 * Rules with logarithms, powers, roots and draws are in it on purpose.
 */
import { exact, formatExact } from '../decimal.ts'
import { quantifyHempLime } from '../methodology/hempLime.ts'
import { methodologyOf } from '../methodology/methodologies.ts'
import { allocationFactorsDown, modifierOf } from '../policy/allocationFactors.ts'
import { evaluateCase } from '../policy/caseEvaluation.ts'
import { decideRound } from '../policy/consensus.ts'
import { councilSeats } from '../policy/councilSeats.ts'
import { type AllocationInputs, rawAllocationDown } from '../policy/ftAllocation.ts'
import { assignCommittee } from '../policy/oracleAssignment.ts'
import { sovereignWeights } from '../policy/sovereignWeights.ts'
import { oracleTypes } from '../programmes/fictraOracles.ts'
import { parseQuantity, quantity } from '../quantity.ts'
import { normal, type RandomBits, splitMix64, uniform } from '../random.ts'
import { exponential, logarithm, power } from '../transcendental.ts'
import { cottageStatements, fewDraws, field, hill, plotOf, samples, tree } from './methodologyInputs.ts'
import { initial } from './parameters.ts'
import { node, wheat } from './wheat.ts'

/** JSON with big integers and exact decimals as text; keys in the order they were made. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? member.toString() : member))
}

const below = (bits: RandomBits, limit: bigint): bigint => (bits() * limit) >> 64n
const small = (bits: RandomBits, limit: number): number => Number(below(bits, BigInt(limit)))
const share = (bits: RandomBits): `${number}` => `${small(bits, 10_000) / 10_000}`

function allocation(bits: RandomBits): string {
  const seven = (of: () => number) => [of(), of(), of(), of(), of(), of(), of()] as const
  const inputs: AllocationInputs = {
    ptValue: below(bits, 10n ** 30n),
    baseMultiplierE4: 1 + small(bits, 100_000),
    factorsE4: seven(() => small(bits, 20_001) - 10_000),
    weightsE4: [1_500, 2_000, 1_000, 2_500, 1_500, 1_000, 500],
    modifierE4: small(bits, 10_001),
    eligibilityBps: small(bits, 10_001),
    expected: 1n,
  }
  const contracted = 1n + below(bits, 10n ** 9n)
  return text(rawAllocationDown(inputs, below(bits, contracted + 1n), contracted))
}

function factors(bits: RandomBits): string {
  const metrics = {
    volatilityRatio: share(bits),
    sustainabilityScore: share(bits),
    worldTradeShare: share(bits),
    humanDevelopmentIndex: share(bits),
    strategicValue: share(bits),
    carbonRatio: share(bits),
    processingLevel: 'processed',
  } as const
  const market = { priceRatio: `1${share(bits).slice(1)}`, supplyFall: share(bits), ftVelocity: share(bits) }
  return text([allocationFactorsDown(metrics, initial), modifierOf(market, initial)])
}

function tally(bits: RandomBits): string {
  const committee = Array.from({ length: 13 }, (_, nodeIndex) => ({
    nodeIndex,
    reliabilityE4: 5_000 + small(bits, 5_001),
  }))
  const reports = committee.map(({ nodeIndex }) => {
    const scoreE4 = small(bits, 1_000_001)
    return { nodeIndex, scoreE4, agrees: scoreE4 >= 700_000, critical: scoreE4 < 100_000 }
  })
  const round = {
    round: 1,
    committee,
    scoreThresholdE4: 700_000,
    consensusBps: 7_500,
    minReports: 3,
    proposition: 1n,
    contracted: 1n,
  }
  const policy = { participation: { numerator: 2, denominator: 3 }, approvalScoreE4: 850_000, outlierE4: 200_000 }
  return text(decideRound(round, reports, policy))
}

function votes(bits: RandomBits): string {
  const standings = Array.from({ length: 12 }, (_, index) => ({
    sovereign: `N${index}`,
    volumePt: below(bits, 10n ** 27n),
    holdingFt: below(bits, 10n ** 27n),
  }))
  const nations = standings.map((standing, index) => ({ ...standing, region: `R${index % 3}` }))
  return text([sovereignWeights(standings, initial), councilSeats(nations, initial)])
}

function committee(bits: RandomBits): string {
  const nodes = Array.from({ length: 30 }, (_, index) => ({
    nodeId: `N${index}`,
    entity: `E${index}`,
    country: `C${index % 11}`,
    jurisdiction: `J${index % 3}`,
    type: oracleTypes[index % 5]!,
    source: `S${index % 9}`,
    specialties: [],
    reputation: exact(share(bits)).times(100),
    stakePt: parseQuantity('100000', 'PT', 'stakePt'),
    available: true,
  }))
  const request = {
    size: 9,
    seed: bits(),
    valuePt: quantity(1n, 'PT'),
    specialty: 'wheat',
    specialists: 0,
    interested: new Set<string>(),
  }
  return assignCommittee(nodes, request, initial)
    .map(({ nodeId }) => nodeId)
    .join()
}

function mathematics(bits: RandomBits): string {
  const value = uniform(bits()).plus('0.001')
  return [normal(bits()), logarithm(value), power(value, uniform(bits())), exponential(value.negated()), value.sqrt()]
    .map(formatExact)
    .join()
}

function cottage(bits: RandomBits): string {
  const run = quantifyHempLime(
    {
      methodologyVersion: '1.1.0',
      billOfMaterials: [
        { name: 'hurd', material: 'hurd', massKg: `${1 + small(bits, 10_000)}` },
        { name: 'lime', material: 'binder', massKg: `${1 + small(bits, 100)}` },
      ],
      ...cottageStatements,
      relativeErrors: [{ source: 'scale', of: 'hurd', share: share(bits) }],
      carryInKg: share(bits),
    },
    initial,
  )
  return text(run)
}

function forest(bits: RandomBits): string {
  const plots = ['A', 'B', 'C'].map((plot) => {
    const trees = Array.from({ length: 4 }, (_, place) => {
      const diameterCm = `${10 + small(bits, 100)}.${small(bits, 10)}`
      return tree(`${place}`, diameterCm, `${5 + small(bits, 40)}`, `0.${3 + small(bits, 6)}`)
    })
    return plotOf(plot, ...trees)
  })
  const earlier = { stocks: [{ stratum: 'hill', biomassTPerHa: '5', share: '0.1' }] }
  const inputs = { ...hill, stockDifference: { earlier, later: { plots } }, seed: `${small(bits, 1_000_000)}` }
  return text(methodologyOf('forestInventory').quantify(inputs, fewDraws))
}

function soil(bits: RandomBits): string {
  const [stratum] = field.strata
  const points = stratum!.points.map((point) => ({
    ...point,
    after: point.after.map((layer) => ({
      ...layer,
      organicCarbonPercent: `${1 + small(bits, 2)}.${small(bits, 1_000)}`,
    })),
  }))
  return text(methodologyOf('croplandSoil').quantify({ ...field, strata: [{ ...stratum!, points }] }, fewDraws))
}

/** Lines of results; the same seed gives the same text everywhere. */
export function digits(seed: bigint): string {
  const bits = splitMix64(seed)
  const rules = [allocation, factors, tally, votes, committee, mathematics, cottage, forest, soil]
  const lines = rules.flatMap((rule) => Array.from({ length: 50 }, () => `${rule.name} ${rule(bits)}`))
  const quantified = samples.map(({ methodology, inputs }) =>
    text(methodologyOf(methodology).quantify(inputs, fewDraws)),
  )
  return [...lines, ...quantified, text(evaluateCase(wheat(), node(0), initial))].join('\n')
}
