/**
 * Weight of each sovereign in a vote (domain.md 2.17 [R]): an equal part shared by all, a part by trade volume, a part by
 * Foundation Token; capped where a cap can be met, floored, and summing to exactly one.
 */

import { inputChecks } from '../checks.ts'
import { bounded, type Exact, exact, scaledDown, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraGovernance } from '../programmes/fictraGovernance.ts'
import { fields, list, text, units } from '../shapes.ts'

export const weightErrors = defineErrors({
  SOVEREIGN_INVALID: {
    status: 422,
    title: 'A sovereign cannot be weighed',
    remedy: 'Name each sovereign once, with a volume and a holding of zero or more.',
  },
  SOVEREIGN_FLOOR_UNSATISFIABLE: {
    status: 422,
    title: 'There are too many sovereigns for the least weight of each',
    remedy: 'Have the governed floor lowered.',
  },
})

export interface SovereignStanding {
  readonly sovereign: string
  /** Base units of PT traded in the period. */
  readonly volumePt: bigint
  /** Base units of FT held. */
  readonly holdingFt: bigint
}

/** Parts of 10^9; all together exactly 10^9. */
export interface SovereignWeight {
  readonly sovereign: string
  readonly weightE9: bigint
  /** What holds the weight away from its share. */
  readonly boundBy: 'floor' | 'cap' | null
}

const check = inputChecks(weightErrors.SOVEREIGN_INVALID)
const standingsShape = list(fields<SovereignStanding>({ sovereign: text, volumePt: units(), holdingFt: units() }))
const whole = 10n ** 9n
const one = exact(1n)

/** Weights in the order given; the order has no influence on them. @throws SOVEREIGN_INVALID SOVEREIGN_FLOOR_UNSATISFIABLE */
export function sovereignWeights(
  standings: readonly SovereignStanding[],
  parameters: ParameterSet,
): readonly SovereignWeight[] {
  const raw = rawWeights(standings, parameters)
  if (standings.length === 0) return []
  const { cap, floor, capFromMembers } = parameters.get(fictraGovernance.sovereignWeight)
  if (floor.times(standings.length).greaterThan(one)) {
    throw weightErrors.SOVEREIGN_FLOOR_UNSATISFIABLE({ members: standings.length, floor: floor.toFixed() })
  }
  const most = standings.length >= capFromMembers ? cap : one
  const weights = within(raw, floor, most)
  return rounded(standings, weights).map((of, index) => {
    const weight = weights[index]!
    if (weight.equals(floor)) return { ...of, boundBy: 'floor' }
    return { ...of, boundBy: weight.equals(most) && most !== one ? 'cap' : null }
  })
}

/** Before cap and floor, in the order given. A part that nobody earned, such as the volume of a first year, is shared equally. @throws SOVEREIGN_INVALID */
export function rawWeights(standings: readonly SovereignStanding[], parameters: ParameterSet): readonly Exact[] {
  check.all({ standings }, { standings: standingsShape })
  const names = new Set(standings.map(({ sovereign }) => sovereign))
  check.that(names.size === standings.length, 'sovereign', 'it is named twice')
  const parts = parameters.get(fictraGovernance.sovereignWeight)
  const members = exact(BigInt(standings.length))
  const volume = standings.reduce((total, { volumePt }) => total + volumePt, 0n)
  const holding = standings.reduce((total, { holdingFt }) => total + holdingFt, 0n)
  const partOf = (part: Exact, earned: bigint, all: bigint) =>
    all === 0n ? part.div(members) : part.times(exact(earned)).div(exact(all))
  return standings.map(({ volumePt, holdingFt }) =>
    parts.equal
      .div(members)
      .plus(partOf(parts.volume, volumePt, volume))
      .plus(partOf(parts.holding, holdingFt, holding)),
  )
}

/**
 * The weights times one scale, each held between floor and cap, so that they sum to one: all that no bound holds keep their
 * proportions. Where even the caps of all who earned something leave a rest, those who earned nothing share it equally.
 */
function within(weights: readonly Exact[], floor: Exact, cap: Exact): readonly Exact[] {
  const earned = weights.filter((weight) => !weight.isZero())
  // Where a growing scale frees a weight from its floor, or brings it to its cap; between two of them the sum is a straight line.
  const turns = earned.flatMap((weight) => [floor.div(weight), cap.div(weight)]).toSorted((a, b) => a.comparedTo(b))
  const reaches = (turn: Exact) =>
    !sum(weights.map((weight) => bounded(weight.times(turn), floor, cap).value)).lessThan(one)
  const turn = firstThat(turns, reaches)
  // Without others the caps sum to one, up to the last digit of a quotient.
  if (turn === null) {
    const others = weights.length - earned.length
    const rest = others === 0 ? cap : one.minus(cap.times(earned.length)).div(others)
    return weights.map((weight) => (weight.isZero() ? rest : cap))
  }
  const bound = weights.map((weight) => {
    if (weight.isZero() || !floor.div(weight).lessThan(turn)) return floor
    return cap.div(weight).lessThan(turn) ? cap : null
  })
  const rest = one.minus(sum(bound.flatMap((at) => at ?? [])))
  const free = sum(weights.filter((_, index) => bound[index] === null))
  return weights.map((weight, index) => bound[index] ?? weight.times(rest).div(free))
}

/** The first of ascending values that passes a test which all after it pass too. */
function firstThat(values: readonly Exact[], passes: (value: Exact) => boolean): Exact | null {
  let [from, until] = [0, values.length]
  while (from < until) {
    const middle = Math.floor((from + until) / 2)
    if (passes(values[middle]!)) until = middle
    else from = middle + 1
  }
  return values[from] ?? null
}

/** Parts of 10^9 rounded down; what is left goes, one part each, to the largest remainders, on a tie to the smaller name. */
function rounded(
  standings: readonly SovereignStanding[],
  weights: readonly Exact[],
): readonly Omit<SovereignWeight, 'boundBy'>[] {
  const parts = weights.map((weight) => scaledDown(weight, 9))
  const left = Number(whole - parts.reduce((total, part) => total + part, 0n))
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: weight.times(exact(whole)).minus(exact(parts[index]!)) }))
    .toSorted(
      (a, b) =>
        b.remainder.comparedTo(a.remainder) || (standings[a.index]!.sovereign < standings[b.index]!.sovereign ? -1 : 1),
    )
  for (const { index } of byRemainder.slice(0, left)) parts[index] = parts[index]! + 1n
  return standings.map(({ sovereign }, index) => ({ sovereign, weightE9: parts[index]! }))
}
