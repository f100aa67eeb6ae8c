/**
 * Checks of inputs that rules share: each refuses with the rule's own error and names the field. A type says what a caller
 * means; these say what it may not send: another unit, less than nothing, NaN, a number JavaScript does not count exactly.
 */
import { describe, Exact, exact, formatExact } from './decimal.ts'
import type { AssayError, ErrorDetails } from './errors.ts'
import { formatQuantity, type Quantity, type Unit } from './quantity.ts'

export interface InputChecks {
  /** A count, an index or seconds: a whole number within [least, most]. */
  whole(value: number, field: string, least?: number, most?: number): void
  /** A quantity of this unit, not negative. */
  amount(of: Quantity, unit: Unit, field: string): void
  /** A quantity of this unit, above zero. */
  positive(of: Quantity, unit: Unit, field: string): void
  /** A finite decimal, not below `min` and, when given, not above `max`. */
  decimal(value: Exact, field: string, min: Exact, max?: Exact): void
  /** A decimal above zero: a price, a rate, a divisor. */
  aboveZero(value: Exact, field: string): void
  /** A decimal within [0, 1]. */
  share(value: Exact, field: string): void
  /** Anything else that must hold. */
  that(holds: boolean, field: string, reason: string): void
}

const zero = exact(0n)
const one = exact(1n)

export function inputChecks(refuse: (details: ErrorDetails) => AssayError): InputChecks {
  const that = (holds: boolean, field: string, reason: string): void => {
    if (!holds) throw refuse({ field, reason })
  }
  const finite = (value: Exact, field: string): void =>
    that(Exact.isDecimal(value) && value.isFinite(), field, `${describe(value)} is not a decimal`)
  const checks: InputChecks = {
    that,
    whole(value, field, least = 0, most = Number.MAX_SAFE_INTEGER) {
      that(Number.isSafeInteger(value), field, `${describe(value)} is not a whole number`)
      that(value >= least && value <= most, field, `${value} is outside ${least} to ${most}`)
    },
    amount(of, unit, field) {
      that(of.unit === unit, field, `the unit is ${of.unit}, not ${unit}`)
      that(of.value >= 0n, field, `${formatQuantity(of)} is below zero`)
    },
    positive(of, unit, field) {
      checks.amount(of, unit, field)
      that(of.value > 0n, field, 'it must be above zero')
    },
    decimal(value, field, min, max) {
      finite(value, field)
      that(value.greaterThanOrEqualTo(min), field, `${formatExact(value)} is below ${formatExact(min)}`)
      if (max === undefined) return
      that(value.lessThanOrEqualTo(max), field, `${formatExact(value)} is above ${formatExact(max)}`)
    },
    aboveZero(value, field) {
      finite(value, field)
      that(value.greaterThan(zero), field, `${formatExact(value)} is not above zero`)
    },
    share: (value, field) => checks.decimal(value, field, zero, one),
  }
  return checks
}
