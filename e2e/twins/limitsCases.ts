/** Random sequences of allocations, holds, queues, changed limits and burns in time. */
import type { AllocationLimits } from '@assay/domain/policy/allocationLimits.ts'
import { type AllocationInputs, rawAllocationDown } from '@assay/domain/policy/ftAllocation.ts'
import type { Random } from './random.ts'

const mostSteps = 9
export const daySeconds = 86_400
/** Buyers of one request share all Payment Token there can be, so one escrow has to be small. */
const mostPt = 10n ** 23n

export interface Allocate {
  readonly kind: 'allocate'
  readonly sovereign: number
  readonly ptValue: bigint
  readonly baseMultiplierE4: number
  readonly factorE4: number
  readonly modifierE4: number
  readonly eligibilityBps: number
  readonly expected: bigint
  readonly quantity: bigint
  readonly contracted: bigint
}

export type Action =
  | Allocate
  | { readonly kind: 'resolve'; readonly allocation: number; readonly approved: boolean }
  | { readonly kind: 'release'; readonly allocation: number }
  | { readonly kind: 'limits'; readonly limits: AllocationLimits }
  | { readonly kind: 'burn'; readonly sovereign: number; readonly shareE4: number }

interface Step {
  /** Seconds after the beginning. */
  readonly at: number
  readonly action: Action
}

export interface LimitsCase {
  readonly steps: readonly Step[]
}

export function generateLimits(random: Random): LimitsCase {
  const size = random.pick([40n, 10n ** 6n, 10n ** 18n, mostPt])
  const steps: Step[] = [{ at: 0, action: { kind: 'limits', limits: limitsOf(random, size) } }]
  const allocations: Allocate[] = []
  let at = 0
  for (let left = random.integer(2, mostSteps - 1); left > 0; left--) {
    at += pauseOf(random)
    const kind = allocations.length < 2 ? 0 : random.integer(0, 11)
    const allocation = random.integer(0, Math.max(0, allocations.length - 1))
    if (kind < 5) {
      const action = allocateOf(random, size)
      allocations.push(action)
      steps.push({ at, action })
    } else if (kind < 9) steps.push({ at, action: { kind: 'release', allocation } })
    else if (kind < 10) steps.push({ at, action: { kind: 'resolve', allocation, approved: random.chance(0.8) } })
    else if (kind < 11) steps.push({ at, action: { kind: 'limits', limits: limitsOf(random, size) } })
    else
      steps.push({ at, action: { kind: 'burn', sovereign: random.integer(0, 1), shareE4: random.integer(0, 10_000) } })
  }
  return { steps }
}

/** To the same moment, the last second of a day, midnight, within the window, exactly at its end, or past it. */
function pauseOf(random: Random): number {
  const days = random.pick([0, 0, 1, 1, 2, 7, 29, 30, 31, 32, random.integer(0, 70)])
  return days * daySeconds + random.pick([0, 0, daySeconds - 1, 1, daySeconds / 2])
}

function limitsOf(random: Random, size: bigint): AllocationLimits {
  const bps = () => random.pick([500, 1000, 2500, 10_000, random.integer(1, 10_000)])
  return {
    supplyFloor: random.pick([0n, size, size, 3n * size, random.magnitude(0n, size * 10n)]),
    singleCapBps: bps(),
    sovereignCapBps: random.pick([10_000, 10_000, bps()]),
    growthBps: random.pick([2000, 0, 10_000, random.integer(0, 10_000)]),
    deviationBps: random.pick([3500, 3500, 10_000, random.integer(1, 10_000)]),
  }
}

function allocateOf(random: Random, size: bigint): Allocate {
  const contracted = random.magnitude(1n, (1n << 64n) - 1n)
  const draft = {
    kind: 'allocate' as const,
    sovereign: random.integer(0, 1),
    ptValue: random.bigint(1n, size),
    baseMultiplierE4: random.chance(0.8) ? random.integer(9000, 22_000) : random.integer(1, 100_000),
    factorE4: random.chance(0.5) ? 0 : random.integer(-5000, 5000),
    modifierE4: random.chance(0.7) ? 10_000 : random.integer(0, 10_000),
    eligibilityBps: random.pick([10_000, 10_000, 9000, 0]),
    expected: 0n,
    quantity: random.chance(0.7) ? contracted : random.bigint(1n, contracted),
    contracted,
  }
  return { ...draft, expected: expectedOf(random, draft) }
}

/** Close to the whole amount, or at the distance of 35 % where an anomaly begins. */
function expectedOf(random: Random, draft: Allocate): bigint {
  const whole = rawOf({ ...draft, quantity: draft.contracted })
  const kind = random.integer(0, 9)
  if (kind < 6) return whole
  if (kind === 6) return random.magnitude(0n, 1n << 90n)
  const edge = kind === 7 ? (whole * 10_000n) / 13_500n : (whole * 10_000n) / 6500n
  const expected = edge + BigInt(random.integer(-1, 1))
  return expected < 0n ? 0n : expected
}

export function validLimits({ steps }: LimitsCase): boolean {
  return steps.every(({ at, action }, index) => {
    if (at < (steps[index - 1]?.at ?? 0)) return false
    if (action.kind === 'limits') {
      const { singleCapBps, sovereignCapBps, deviationBps } = action.limits
      return singleCapBps > 0 && sovereignCapBps > 0 && deviationBps > 0
    }
    if (action.kind !== 'allocate') return true
    return (
      action.ptValue > 0n && action.baseMultiplierE4 > 0 && action.quantity > 0n && action.quantity <= action.contracted
    )
  })
}

/** Base units of FT by the formula; one factor stands for all seven. */
export function rawOf(action: Allocate): bigint {
  const { ptValue, baseMultiplierE4, factorE4, modifierE4, eligibilityBps, expected } = action
  const inputs: AllocationInputs = {
    ptValue,
    baseMultiplierE4,
    factorsE4: [factorE4, 0, 0, 0, 0, 0, 0],
    weightsE4: [10_000, 0, 0, 0, 0, 0, 0],
    modifierE4,
    eligibilityBps,
    expected,
  }
  return rawAllocationDown(inputs, action.quantity, action.contracted).value
}
