/**
 * Share of fees that is burned (domain.md 2.14): by the volume of the month, in the first days by price, and more or less of it
 * near a boundary of the price corridor.
 */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact, scaledDown, scaledExactly } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraBurning } from '../programmes/fictraBurning.ts'
import { fictraCorridor } from '../programmes/fictraCorridor.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { mulDivDown, type Quantity, quantity, toExact } from '../quantity.ts'
import { aboveZero, amount, fields, finite, oneOf, orNull, whole } from '../shapes.ts'
import { boundaries, type Standing } from './corridor.ts'

export const burnErrors = defineErrors({
  BURN_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the burn are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})
const check = inputChecks(burnErrors.BURN_INPUT_INVALID)
const one = exact(1n)

/**
 * Basis points by volume alone. The tier of the whole month's volume applies to all of its fees (whole-volume tiers [R]).
 * @throws BURN_INPUT_INVALID
 */
export function feeBurnBps(monthlyVolume: Quantity<'PT'>, parameters: ParameterSet): number {
  check.amount(monthlyVolume, 'PT', 'monthlyVolume')
  const share = bandOf(parameters.get(fictraSettlement.feeBurn), toExact(monthlyVolume))
  return Number(scaledExactly(share, 4, 'feeBurn'))
}

/** What of fees is burned at the volume of their month, rounded down. @throws BURN_INPUT_INVALID */
export function feeBurnDown(
  fees: Quantity<'PT'>,
  monthlyVolume: Quantity<'PT'>,
  parameters: ParameterSet,
): Quantity<'PT'> {
  check.amount(fees, 'PT', 'fees')
  return quantity(mulDivDown(fees.value, BigInt(feeBurnBps(monthlyVolume, parameters)), 10_000n), 'PT')
}

export interface BurnMarket {
  /** Day since launch, from 0. */
  readonly day: number
  /** Over the launch price. */
  readonly priceRatio: Exact
  readonly monthlyVolume: Quantity<'PT'>
  readonly standing: Pick<Standing, 'position' | 'boundary'>
}

const standingShape = fields<BurnMarket['standing']>({ position: finite, boundary: orNull(oneOf(boundaries)) })
const marketShape = fields<BurnMarket>({
  day: whole(),
  priceRatio: aboveZero,
  monthlyVolume: amount('PT'),
  standing: standingShape,
})

export interface BurnNow {
  readonly bps: number
  /** The position beyond its boundary, from which it counts no further, and the whole of the fees. */
  readonly boundBy: readonly ('position' | 'all')[]
}

/** Basis points with everything that moves them; never more than all. @throws BURN_INPUT_INVALID */
export function feeBurnBpsNow(market: BurnMarket, parameters: ParameterSet): BurnNow {
  check.all({ market }, { market: marketShape })
  const launch = parameters.get(fictraBurning.launch)
  const share =
    market.day < launch.days
      ? bandOf(launch.byPrice, market.priceRatio)
      : exact(BigInt(feeBurnBps(market.monthlyVolume, parameters))).div(10_000)
  const { factor, boundBy } = boundaryBurnFactor(market.standing, parameters)
  const burned = share.times(factor)
  const beyond = boundBy === null ? [] : [boundBy]
  if (burned.greaterThan(one)) return { bps: 10_000, boundBy: [...beyond, 'all'] }
  return { bps: Number(scaledDown(burned, 4)), boundBy: beyond }
}

export interface BoundaryFactor {
  readonly factor: Exact
  /** Where the price lies beyond its boundary. */
  readonly boundBy: 'position' | null
}

/** Of every burn of PT: more near the upper boundary, less near the lower one, from the trigger on. @throws BURN_INPUT_INVALID */
export function boundaryBurnFactor(
  standing: Pick<Standing, 'position' | 'boundary'>,
  parameters: ParameterSet,
): BoundaryFactor {
  check.all({ standing }, { standing: standingShape })
  const { position, boundary } = standing
  if (boundary === null) return { factor: one, boundBy: null }
  const trigger = parameters.get(fictraCorridor.triggers)[boundary]
  const { least, most } = parameters.get(fictraBurning.boundary)
  const distance = position.abs()
  check.that(distance.greaterThanOrEqualTo(trigger), 'position', `it has not reached the ${boundary} trigger`)
  const beyond = distance.greaterThan(one)
  // A trigger that is the boundary itself leaves no way between them.
  const way = beyond || trigger.equals(one) ? one : distance.minus(trigger).div(one.minus(trigger))
  const change = least.plus(most.minus(least).times(way))
  return { factor: boundary === 'upper' ? one.plus(change) : one.minus(change), boundBy: beyond ? 'position' : null }
}
