/** Averages of a price: by time (TWAP, domain.md 2.8) and by volume (VWAP, 2.10), 18 decimals, towards zero. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, roundDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { aboveZero, amount, fields, list, whole } from '../shapes.ts'

export const averageErrors = defineErrors({
  PRICES_INVALID: {
    status: 422,
    title: 'The prices do not give an average',
    remedy: 'Correct the value that `field` names: prices above zero, ascending times, at least one before the window.',
  },
})
const check = inputChecks(averageErrors.PRICES_INVALID)

/** The most prices one window may hold: a price a second for a month. */
const pricesMost = 2_678_400

/** A price that holds from its second until the next one's. */
export interface PriceAt {
  /** Seconds since 1970. */
  readonly atSeconds: number
  readonly price: Exact
}

const pricesShape = list(fields<PriceAt>({ atSeconds: whole(), price: aboveZero }), 1, pricesMost)

/** @throws PRICES_INVALID unless ascending in time, without repetition, and above zero. */
export function checkPrices(prices: readonly PriceAt[]): void {
  check.all({ prices }, { prices: pricesShape })
  let before = -1
  for (const [index, { atSeconds }] of prices.entries()) {
    check.whole(atSeconds, `prices/${index}/atSeconds`, before + 1)
    before = atSeconds
  }
}

/**
 * Mean price of [fromSeconds, toSeconds), each price weighted by the seconds it held. A price known only after the window
 * began would leave its beginning without one, so the first must not lie inside. @throws PRICES_INVALID
 */
export function timeWeightedAverageDown(prices: readonly PriceAt[], fromSeconds: number, toSeconds: number): Exact {
  checkPrices(prices)
  check.whole(fromSeconds, 'fromSeconds', prices[0]!.atSeconds)
  check.whole(toSeconds, 'toSeconds', fromSeconds + 1)
  let total = exact(0n)
  for (const [index, { atSeconds, price }] of prices.entries()) {
    const from = Math.max(atSeconds, fromSeconds)
    const to = Math.min(prices[index + 1]?.atSeconds ?? toSeconds, toSeconds)
    if (to > from) total = total.plus(price.times(to - from))
  }
  return roundDown(total.div(toSeconds - fromSeconds), 18)
}

export interface TradeAt {
  readonly price: Exact
  readonly volume: Quantity<'PT'>
}

const tradesShape = list(fields<TradeAt>({ price: aboveZero, volume: amount('PT') }), 1, pricesMost)

/** Mean price of trades, each weighted by its volume; the order has no influence. @throws PRICES_INVALID */
export function volumeWeightedAverageDown(trades: readonly TradeAt[]): Exact {
  check.all({ trades }, { trades: tradesShape })
  let value = exact(0n)
  let volume = exact(0n)
  for (const trade of trades) {
    value = value.plus(trade.price.times(toExact(trade.volume)))
    volume = volume.plus(toExact(trade.volume))
  }
  check.aboveZero(volume, 'trades')
  return roundDown(value.div(volume), 18)
}
