/**
 * Powers, logarithms and roots at one stated precision: 34 significant digits, rounded half to even (what IEEE 754-2019 calls
 * decimal128). Sums and products stay exact at the 120 digits of `decimal.ts`; a logarithm has no exact value, and 34 digits cost
 * a tenth of 120. The library computes with integers, so every runtime has the same digits; `Math` has no part in a result.
 */
import { Decimal } from 'decimal.js'
import { describe, Exact } from './decimal.ts'
import { defineErrors } from './errors.ts'

export const transcendentalErrors = defineErrors({
  DECIMAL_UNDEFINED: {
    status: 422,
    title: 'A calculation has no value for its inputs',
    remedy: 'Correct the inputs: a logarithm or power of what is not above zero, or a division by zero, has no value.',
  },
})

export const workingDigits = 34

const Working = Decimal.clone({
  precision: workingDigits,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
  minE: -9e15,
  maxE: 9e15,
  crypto: false,
})

/** base^exponent for a base above zero. @throws DECIMAL_UNDEFINED */
export function power(base: Exact, exponent: Exact): Exact {
  return new Exact(new Working(aboveZero(base, 'power')).pow(exponent))
}

/** Natural logarithm of a value above zero. @throws DECIMAL_UNDEFINED */
export function logarithm(value: Exact): Exact {
  return new Exact(new Working(aboveZero(value, 'logarithm')).ln())
}

/** e^value. */
export function exponential(value: Exact): Exact {
  return new Exact(new Working(value).exp())
}

/** Square root of a value not below zero. @throws DECIMAL_UNDEFINED */
export function squareRoot(value: Exact): Exact {
  if (!value.isFinite() || value.lessThan(0)) throw undefinedOf(value, 'squareRoot')
  return new Exact(new Working(value).sqrt())
}

function aboveZero(value: Exact, of: string): Exact {
  if (!value.isFinite() || !value.greaterThan(0)) throw undefinedOf(value, of)
  return value
}

function undefinedOf(value: Exact, of: string) {
  return transcendentalErrors.DECIMAL_UNDEFINED({ field: of, given: describe(value.toString()) })
}
