/** Volatility of prices, domain.md 2.1 "VOL": standard deviation of daily returns over the trailing window. */
import { Decimal } from 'decimal.js'
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import { aboveZero, fields, isoDate, list, whole } from '../shapes.ts'

export const volatilityErrors = defineErrors({
  VOLATILITY_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the volatility are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  TOO_FEW_RETURNS: {
    status: 422,
    title: 'The price series is too short for a volatility',
    remedy: 'Send a daily series; `returns` were found in the window and `needed` are needed.',
  },
})

export interface PricePoint {
  /** ISO date. */
  readonly date: string
  /** Above zero. */
  readonly price: Exact
}

export interface Volatility {
  /** Last day of the window. */
  readonly asOf: string
  readonly returns: number
  /** Sample standard deviation of simple returns, 18 decimals. */
  readonly sigma: Exact
  /** Over the reference, four decimals like every factor on chain. */
  readonly ratioHalfUp: Exact
}

const check = inputChecks(volatilityErrors.VOLATILITY_INPUT_INVALID)
const inputsShape = {
  series: list(fields<PricePoint>({ date: isoDate, price: aboveZero })),
  of: fields({ windowDays: whole(1, 36_500), returnsLeast: whole(), reference: aboveZero }),
}

/**
 * Volatility of a series over its reference. A return is the price over the one before it, less one, whatever the days
 * between: markets close on weekends. The window ends with the last price.
 * @param series ascending by date, prices above zero.
 * @throws TOO_FEW_RETURNS VOLATILITY_INPUT_INVALID
 */
export function volatilityOf(
  series: readonly PricePoint[],
  of: { readonly windowDays: number; readonly returnsLeast: number; readonly reference: Exact },
): Volatility {
  check.all({ series, of }, inputsShape)
  const asOf = series.at(-1)?.date ?? ''
  const from = dayBefore(asOf, of.windowDays)
  const window = series.filter(({ date }) => date >= from)
  const returns = window.slice(1).map(({ price }, index) => price.div(window[index]!.price).minus(1))
  if (returns.length < of.returnsLeast || returns.length < 2) {
    throw volatilityErrors.TOO_FEW_RETURNS({ returns: returns.length, needed: of.returnsLeast, asOf })
  }
  const count = exact(BigInt(returns.length))
  const mean = returns.reduce((sum, value) => sum.plus(value), exact(0n)).div(count)
  const squares = returns.reduce((sum, value) => sum.plus(value.minus(mean).pow(2)), exact(0n))
  const sigma = squares.div(count.minus(1)).sqrt().toDecimalPlaces(18, Decimal.ROUND_HALF_UP)
  return {
    asOf,
    returns: returns.length,
    sigma,
    ratioHalfUp: sigma.div(of.reference).toDecimalPlaces(4, Decimal.ROUND_HALF_UP),
  }
}

function dayBefore(date: string, days: number): string {
  if (date === '') return ''
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}
