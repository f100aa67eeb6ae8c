/** The market of the first days (domain.md 2.10 [R]): what market makers owe, and what the reserve may use. */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraCorridor } from '../programmes/fictraCorridor.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { aboveZero, amount, decimal, fields, list, whole } from '../shapes.ts'
import { corridorErrors } from './corridor.ts'

const check = inputChecks(corridorErrors.CORRIDOR_INPUT_INVALID)

/** An offer to buy or sell at a distance from the launch price, share of it. */
export interface LaunchOffer {
  readonly distance: Exact
  readonly amountPt: Quantity<'PT'>
}

export interface LaunchDuties {
  /** Each depth that is missing, by the distance it is owed within. */
  readonly missing: readonly { readonly within: Exact; readonly missingPt: Quantity<'PT'> }[]
  readonly poolMissingPt: Quantity<'PT'>
  /** True when the price left the range of the day. */
  readonly outsideRange: boolean
}

const dutiesShape = {
  day: whole(),
  price: aboveZero,
  offers: list(fields<LaunchOffer>({ distance: decimal(), amountPt: amount('PT') })),
  poolPt: amount('PT'),
}

/**
 * What market makers still owe on a day of the launch: depth, pool, and whether the price left the range of the day.
 * @param day since launch, from 0.
 * @param price over the launch price.
 * @throws CORRIDOR_INPUT_INVALID
 */
export function launchDuties(
  day: number,
  price: Exact,
  offers: readonly LaunchOffer[],
  poolPt: Quantity<'PT'>,
  parameters: ParameterSet,
): LaunchDuties {
  check.all({ day, price, offers, poolPt }, dutiesShape)
  const rule = parameters.get(fictraCorridor.launchQuotes)
  const missing = rule.depths.flatMap(({ within, leastPt }) => {
    const depth = offers
      .filter(({ distance }) => distance.lessThanOrEqualTo(within))
      .reduce((sum, { amountPt }) => sum + amountPt.value, 0n)
    return depth >= leastPt.value ? [] : [{ within, missingPt: quantity(leastPt.value - depth, 'PT') }]
  })
  const poolMissing = rule.poolLeastPt.value - poolPt.value
  return {
    missing,
    poolMissingPt: quantity(poolMissing > 0n ? poolMissing : 0n, 'PT'),
    outsideRange: price
      .minus(1)
      .abs()
      .greaterThan(bandOf(rule.range, exact(BigInt(day)))),
  }
}

/** What of the reserve may be used by the end of a day since launch, from 0; the rest is strategic. @throws CORRIDOR_INPUT_INVALID */
export function launchReserveDown(reservePt: Quantity<'PT'>, day: number, parameters: ParameterSet): Quantity<'PT'> {
  check.amount(reservePt, 'PT', 'reservePt')
  check.whole(day, 'day')
  const { firstDay, perDay, days } = parameters.get(fictraCorridor.launchReserve)
  const share = firstDay.plus(perDay.times(Math.min(day, days)))
  return quantity(mulDivDown(reservePt.value, scaledDown(share, 6), 10n ** 6n), 'PT')
}
