/** Extreme volatility (domain.md 2.11) and the fee multiplier that holds while it lasts (2.12 [R]). */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraBreakers } from '../programmes/fictraBreakers.ts'
import { fictraFees } from '../programmes/fictraFees.ts'
import { checkPrices, type PriceAt } from './averages.ts'
import { largestMove } from './breakers.ts'

const one = exact(1n)

export interface ExtremeVolatility {
  readonly move: Exact
  readonly extreme: boolean
  /** Of fees: one unless extreme, then in proportion to the move up to the governed most. */
  readonly feeMultiplier: Exact
}

/**
 * Whether the price moves so much that fees rise, and by which multiplier.
 * @param prices ascending in time; the last is the price of this moment.
 * @throws PRICES_INVALID
 */
export function extremeVolatility(prices: readonly PriceAt[], parameters: ParameterSet): ExtremeVolatility {
  checkPrices(prices)
  const { above, windowSeconds, fullAt } = parameters.get(fictraBreakers.extreme)
  const most = parameters.get(fictraFees.volatilityMultiplierMax)
  const move = largestMove(prices, prices.at(-1)!.atSeconds - windowSeconds)
  if (!move.greaterThan(above)) return { move, extreme: false, feeMultiplier: one }
  if (!move.lessThan(fullAt)) return { move, extreme: true, feeMultiplier: most }
  const way = move.minus(above).div(fullAt.minus(above))
  return { move, extreme: true, feeMultiplier: one.plus(most.minus(one).times(way)) }
}
