/**
 * Exact decimals. One configuration of decimal.js for the whole product: every node, the server and the offline verifier
 * must arrive at the same digits.
 */
import { Decimal } from 'decimal.js'
import { defineErrors } from './errors.ts'

export const decimalErrors = defineErrors({
  DECIMAL_INVALID: {
    status: 422,
    title: 'Value is not a plain decimal number',
    remedy:
      'Send a string of digits with an optional minus sign and decimal point in `field`: no exponent, no NaN, no spaces, at most 96 characters.',
  },
  DECIMAL_INEXACT: {
    status: 422,
    title: 'Value has more decimals than its unit allows',
    remedy: 'Round the value in `field` to the number of decimals in `decimals`.',
  },
})

/**
 * Sums and products of values up to 10^30 with 18 decimals and a dozen four-decimal factors stay below 120 digits and are
 * exact. Quotients are cut off after 120 digits (towards zero), so that a later floor of a positive value is the true floor.
 */
export const Exact = Decimal.clone({
  precision: 120,
  rounding: Decimal.ROUND_DOWN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  minE: -9e15,
  maxE: 9e15,
  modulo: Decimal.ROUND_DOWN,
  crypto: false,
})
export type Exact = Decimal

const plainDecimal = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/
const maxCharacters = 96

/**
 * Reads a plain decimal string.
 * @param field named in the error, e.g. `quantityTonnes` or a JSON pointer.
 * @throws DECIMAL_INVALID
 */
export function parseExact(text: unknown, field: string): Exact {
  if (typeof text !== 'string' || text.length > maxCharacters || !plainDecimal.test(text)) {
    throw decimalErrors.DECIMAL_INVALID({ field, given: describe(text) })
  }
  return new Exact(text)
}

/** A constant or a bigint as an exact decimal; never a JavaScript fraction. */
export function exact(value: bigint | `${number}`): Exact {
  return new Exact(value.toString())
}

/** Plain notation, no exponent, no trailing zeros. */
export function formatExact(value: Exact): string {
  return value.isZero() ? '0' : value.toFixed()
}

/** floor(value x 10^decimals), towards minus infinity. */
export function scaledDown(value: Exact, decimals: number): bigint {
  return BigInt(value.times(Exact.pow(10, decimals)).toDecimalPlaces(0, Decimal.ROUND_FLOOR).toFixed())
}

/** ceil(value x 10^decimals), towards plus infinity. */
export function scaledUp(value: Exact, decimals: number): bigint {
  return BigInt(value.times(Exact.pow(10, decimals)).toDecimalPlaces(0, Decimal.ROUND_CEIL).toFixed())
}

/** value x 10^decimals, which must be whole. @throws DECIMAL_INEXACT */
export function scaledExactly(value: Exact, decimals: number, field: string): bigint {
  const scaled = value.times(Exact.pow(10, decimals))
  if (!scaled.isInteger()) throw decimalErrors.DECIMAL_INEXACT({ field, given: formatExact(value), decimals })
  return BigInt(scaled.toFixed())
}

/** Rounds down (towards minus infinity) to `decimals` places. */
export function roundDown(value: Exact, decimals: number): Exact {
  return value.toDecimalPlaces(decimals, Decimal.ROUND_FLOOR)
}

/** Rounds half up, for display only. */
export function roundForDisplay(value: Exact, decimals: number): string {
  return formatExact(value.toDecimalPlaces(decimals, Decimal.ROUND_HALF_UP))
}

export interface Bounded {
  readonly value: Exact
  /** The bound that held the value back. */
  readonly boundBy: 'min' | 'max' | null
}

/** A value held between two bounds. That it was held back is part of what comes out: a rule says so in its result. */
export function bounded(value: Exact, min: Exact, max: Exact): Bounded {
  if (value.lessThan(min)) return { value: min, boundBy: 'min' }
  return value.greaterThan(max) ? { value: max, boundBy: 'max' } : { value, boundBy: null }
}

export function sum(values: readonly Exact[]): Exact {
  return values.reduce((total, value) => total.plus(value), exact(0n))
}

/** What was given, short enough for an error message. */
export function describe(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : `${typeof value} ${String(value)}`
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
