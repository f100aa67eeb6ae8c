/** Foundation Token allocations: the formula, then the safety order (domain.md 2.1). */
import { type AllocationLimits, applyLimits, type SupplyState } from '@assay/domain/policy/allocationLimits.ts'
import { type AllocationInputs, rawAllocationDown, type Seven } from '@assay/domain/policy/ftAllocation.ts'
import { type Random, randomOf } from '../../e2e/twins/random.ts'
import { type Batch, collect, type Result, type Rule } from './batch.ts'

interface Case {
  readonly inputs: AllocationInputs
  readonly quantity: bigint
  readonly contracted: bigint
  readonly state: SupplyState
}

const ft = 10n ** 18n
const limits: AllocationLimits = {
  supplyFloor: 1_000_000_000n * ft,
  singleCapBps: 500,
  sovereignCapBps: 1_000,
  growthBps: 2_000,
  deviationBps: 3_500,
}
const weightsE4: Seven<number> = [1_500, 2_000, 1_000, 2_500, 1_500, 1_000, 500]

export const allocations: Rule = {
  name: 'allocation',
  prepare(round, cases): Batch {
    const list = Array.from({ length: cases }, (_, index) => caseOf(randomOf(round, 'allocation', index)))
    const bare = list.map(bareOf)
    return {
      rule: () => collect(list, ruleOf),
      bound: () => collect(bare, boundOf),
    }
  },
}

function caseOf(random: Random): Case {
  const ptValue = random.bigint(1n, 50_000_000n) * ft
  const baseMultiplierE4 = random.integer(10_000, 20_000)
  const factor = () => random.integer(-500, 3_000)
  const contracted = random.bigint(1_000n, 1_000_000_000n)
  const supply = random.bigint(0n, 4_000_000_000n) * ft
  return {
    inputs: {
      ptValue,
      baseMultiplierE4,
      factorsE4: [factor(), factor(), factor(), factor(), factor(), factor(), factor()],
      weightsE4,
      modifierE4: random.integer(5_000, 10_000),
      eligibilityBps: random.pick([8_000, 9_000, 10_000]),
      expected: (ptValue * BigInt(baseMultiplierE4)) / 10_000n,
    },
    quantity: random.chance(0.7) ? contracted : random.bigint(0n, contracted),
    contracted,
    state: {
      supply,
      sovereignHeld: random.bigint(0n, supply / 8n),
      trailingSum: random.bigint(0n, supply / 3n),
      trailingDays: 30,
      mintedToday: random.bigint(0n, supply / 100n),
      ownMintedToday: 0n,
    },
  }
}

function ruleOf({ inputs, quantity, contracted, state }: Case, into: Result[]): void {
  const raw = rawAllocationDown(inputs, quantity, contracted).value
  const verdict = applyLimits(raw, inputs.expected, { quantity, contracted }, state, limits)
  into.push(verdict.minted, verdict.queued)
}

/** The same case with every number a bigint. */
function bareOf({ inputs, quantity, contracted, state }: Case) {
  return {
    ptValue: inputs.ptValue,
    base: BigInt(inputs.baseMultiplierE4),
    factors: inputs.factorsE4.map(BigInt),
    weights: inputs.weightsE4.map(BigInt),
    modifier: BigInt(inputs.modifierE4),
    eligibility: BigInt(inputs.eligibilityBps),
    expected: inputs.expected,
    quantity,
    contracted,
    ...state,
  }
}

const denominator = 10n ** 20n
const one = 10n ** 8n

function boundOf(of: ReturnType<typeof bareOf>, into: Result[]): unknown {
  let sum = one
  for (let i = 0; i < 7; i++) sum += of.factors[i]! * of.weights[i]!
  const raw = (of.ptValue * of.base * sum * of.modifier * of.eligibility * of.quantity) / (of.contracted * denominator)
  const share = (of.expected * of.quantity) / of.contracted
  const deviation = raw > share ? raw - share : share - raw
  if (deviation * 10_000n > share * 3_500n) return into.push(0n, 0n)
  if (of.supply < limits.supplyFloor) return into.push(raw, 0n)
  const single = (of.supply * 500n) / 10_000n
  const perDay = of.trailingSum === 0n ? single : (of.trailingSum * 12_000n) / 300_000n
  let room = single - of.ownMintedToday
  const sovereign = (of.supply * 1_000n) / 10_000n - of.sovereignHeld
  if (sovereign < room) room = sovereign
  const growth = perDay - of.mintedToday
  if (growth < room) room = growth
  if (room < 0n) room = 0n
  const minted = raw < room ? raw : room
  return into.push(minted, raw - minted)
}
