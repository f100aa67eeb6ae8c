/**
 * Checks of inputs that rules share: each refuses with the rule's own error and names the field. A type says what a caller
 * means; these say what it may not send: another unit, less than nothing, NaN, a number JavaScript does not count exactly.
 */
import type { Exact } from './decimal.ts'
import type { AssayError, ErrorDetails } from './errors.ts'
import type { Quantity, Unit } from './quantity.ts'
import { aboveZero, amount, type Check, decimal, membersFault, positive, type Shape, share, whole } from './shapes.ts'

export interface InputChecks {
  /** Every value by its name, with the check of that name. */
  all<T extends object>(values: T, shape: Shape<T>): void
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

export function inputChecks(refuse: (details: ErrorDetails) => AssayError): InputChecks {
  const pass = <T>(check: Check<T>, value: T, name: string): void => {
    const fault = check(value)
    if (fault !== null) throw refuse({ ...fault, field: name })
  }
  return {
    all(values, shape) {
      const fault = membersFault(values, shape)
      if (fault !== null) throw refuse({ ...fault })
    },
    whole: (value, field, least, most) => pass(whole(least, most), value, field),
    amount: (of, unit, field) => pass(amount(unit), of, field),
    positive: (of, unit, field) => pass(positive(unit), of, field),
    decimal: (value, field, min, max) => pass(decimal(min, max), value, field),
    aboveZero: (value, field) => pass(aboveZero, value, field),
    share: (value, field) => pass(share, value, field),
    that(holds, field, reason) {
      if (!holds) throw refuse({ field, reason })
    },
  }
}
