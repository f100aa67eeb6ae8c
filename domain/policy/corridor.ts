/**
 * The price corridor (domain.md 2.10): a middle, a width by phase, and where a price stands in it. The triggers go by position:
 * fixed shares of the boundaries would overlap in a narrow corridor [R].
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, roundDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraCorridor } from '../programmes/fictraCorridor.ts'
import { type MarketPhase, marketPhases } from '../programmes/fictraMarket.ts'
import { aboveZero, decimal, fields, oneOf } from '../shapes.ts'
import { marketPhaseAt, yearsSinceLaunch } from './programmeTime.ts'

export const corridorErrors = defineErrors({
  CORRIDOR_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the corridor are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})
const check = inputChecks(corridorErrors.CORRIDOR_INPUT_INVALID)
const one = exact(1n)

/** Prices in PT's unit of account, 18 decimals, rounded down. */
export interface Corridor {
  readonly phase: MarketPhase
  readonly mid: Exact
  readonly upper: Exact
  readonly lower: Exact
}

/**
 * mid = (1 - w) x VWAP30 x (1 + trend x t) + w x launch price x (1 + its trend x t), t in years since launch. With w = 0 it is the
 * source's formula; the average already holds its own trend, so that trend is zero until decided [R].
 * @param vwap volume-weighted mean price of 30 days.
 * @throws CORRIDOR_INPUT_INVALID PROGRAMME_TIME_INVALID
 */
export function corridorAt(vwap: Exact, secondsSinceLaunch: number, parameters: ParameterSet): Corridor {
  check.aboveZero(vwap, 'vwap')
  const phase = marketPhaseAt(secondsSinceLaunch, parameters)
  const years = yearsSinceLaunch(secondsSinceLaunch, parameters)
  const { width, trajectory } = parameters.get(fictraCorridor.phases)[phase]
  const anchor = parameters.get(fictraCorridor.anchor)
  const grown = (price: Exact, trend: Exact) => price.times(one.plus(trend.times(years)))
  const mid = roundDown(
    one
      .minus(anchor.launchWeight)
      .times(grown(vwap, trajectory))
      .plus(anchor.launchWeight.times(grown(anchor.launchMid, anchor.trajectory))),
    18,
  )
  return {
    phase,
    mid,
    upper: roundDown(mid.times(one.plus(width)), 18),
    lower: roundDown(mid.times(one.minus(width)), 18),
  }
}

export const deviationBands = ['none', 'monitoring', 'soft', 'hard', 'emergency'] as const
export type DeviationBand = (typeof deviationBands)[number]
export const boundaries = ['upper', 'lower'] as const
export type Boundary = (typeof boundaries)[number]

export interface Standing {
  /** 0 in the middle, 1 at the upper and -1 at the lower boundary; beyond them further. */
  readonly position: Exact
  /** Distance from the middle, share of it. */
  readonly deviation: Exact
  readonly band: DeviationBand
  /** The boundary whose actions are on. */
  readonly boundary: Boundary | null
}

const corridorShape = fields<Corridor>({
  phase: oneOf(marketPhases),
  mid: aboveZero,
  upper: aboveZero,
  lower: decimal(),
})

/** Where a price stands. Bands and triggers begin at their bound. @throws CORRIDOR_INPUT_INVALID */
export function standingOf(price: Exact, corridor: Corridor, parameters: ParameterSet): Standing {
  check.all({ price, corridor }, { price: aboveZero, corridor: corridorShape })
  check.that(corridor.upper.greaterThan(corridor.mid), 'upper', 'it is not above the middle')
  const { monitoring, soft, hard, emergency } = parameters.get(fictraCorridor.phases)[corridor.phase]
  const triggers = parameters.get(fictraCorridor.triggers)
  const position = price.minus(corridor.mid).div(corridor.upper.minus(corridor.mid))
  const deviation = price.minus(corridor.mid).abs().div(corridor.mid)
  const reached = [monitoring, soft, hard, emergency].filter((bound) => deviation.greaterThanOrEqualTo(bound)).length
  return {
    position,
    deviation,
    band: deviationBands[reached]!,
    boundary: boundaryAt(position, triggers),
  }
}

function boundaryAt(position: Exact, triggers: { readonly upper: Exact; readonly lower: Exact }): Boundary | null {
  if (position.greaterThanOrEqualTo(triggers.upper)) return 'upper'
  return position.lessThanOrEqualTo(triggers.lower.negated()) ? 'lower' : null
}
