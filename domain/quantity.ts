/**
 * Quantities: whole base units (bigint) with a unit, never a JavaScript number. 1.5 PT is { value: 1500000000000000000n,
 * unit: 'PT' }. The number of decimals of a unit is fixed here once and equals the chain's.
 */
import { decimalErrors, describe, type Exact, exact } from './decimal.ts'
import { defineErrors } from './errors.ts'

export const quantityErrors = defineErrors({
  QUANTITY_INVALID: {
    status: 422,
    title: 'Value is not a quantity',
    remedy:
      'Send a decimal string such as "1250.5": digits, at most one point, no exponent, no sign unless negative values are allowed.',
  },
  QUANTITY_NEGATIVE: {
    status: 422,
    title: 'Quantity must not be negative',
    remedy: 'Send zero or a positive quantity.',
  },
  QUANTITY_TOO_PRECISE: {
    status: 422,
    title: 'Quantity has more decimals than its unit',
    remedy: 'Round the value in `field` to the number of decimals in `decimals`.',
  },
  QUANTITY_TOO_LARGE: {
    status: 422,
    title: 'Quantity does not fit 128 bits',
    remedy: 'Send a smaller quantity; base units must stay below 2^128.',
  },
  UNIT_MISMATCH: {
    status: 422,
    title: 'Quantities of different units cannot be combined',
    remedy: 'Convert one of the units in `left` and `right` to the other first.',
  },
  DIVISION_BY_ZERO: { status: 422, title: 'Division by zero', remedy: 'Send a denominator above zero.' },
})

/** Decimals of each unit: base units per unit = 10^decimals. */
export const unitDecimals = {
  PT: 18, // Payment Token
  FT: 18, // Foundation Token
  kgCO2e: 6, // carbon quantification; credits themselves are whole kilograms
  kgC: 6, // elemental carbon
  t: 3, // mass of a commodity; equals the thousandths a case carries on chain
  kg: 6, // mass of materials
  m3: 6,
  m2: 2,
  ha: 6,
} as const
export type Unit = keyof typeof unitDecimals

export interface Quantity<U extends Unit = Unit> {
  readonly value: bigint
  readonly unit: U
}

const pattern = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/
const maxCharacters = 96
const limit = 1n << 128n

/** A quantity from base units. @throws QUANTITY_TOO_LARGE */
export function quantity<U extends Unit>(value: bigint, unit: U, field: string = unit): Quantity<U> {
  if (value >= limit || value <= -limit) throw quantityErrors.QUANTITY_TOO_LARGE({ field, unit })
  return { value, unit }
}

export interface ParseOptions {
  /** Default false: a minus sign is refused. */
  readonly allowNegative?: boolean
}

/**
 * Parses a decimal string exactly. Numbers, NaN, exponents, blanks, thousands separators and too many decimals are refused.
 * @param field named in the error.
 * @throws QUANTITY_INVALID QUANTITY_NEGATIVE QUANTITY_TOO_PRECISE QUANTITY_TOO_LARGE
 */
export function parseQuantity<U extends Unit>(
  text: unknown,
  unit: U,
  field: string,
  options: ParseOptions = {},
): Quantity<U> {
  const match = typeof text === 'string' && text.length <= maxCharacters ? pattern.exec(text) : null
  if (match === null) throw quantityErrors.QUANTITY_INVALID({ field, unit, given: describe(text) })
  const [, sign = '', whole = '0', fraction = ''] = match
  const decimals = unitDecimals[unit]
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > decimals) {
    throw quantityErrors.QUANTITY_TOO_PRECISE({ field, unit, decimals, given: describe(text) })
  }
  const magnitude = BigInt(whole + significant.padEnd(decimals, '0'))
  if (sign === '-' && magnitude !== 0n && options.allowNegative !== true) {
    throw quantityErrors.QUANTITY_NEGATIVE({ field, unit, given: describe(text) })
  }
  return quantity(sign === '-' ? -magnitude : magnitude, unit, field)
}

/** Decimal string without trailing zeros; parses back to the same quantity. */
export function formatQuantity(of: Quantity): string {
  const decimals = unitDecimals[of.unit]
  const negative = of.value < 0n
  const digits = (negative ? -of.value : of.value).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}

/** As an exact decimal in the unit itself: 1 PT is 1. */
export function toExact(of: Quantity): Exact {
  return exact(of.value).div(exact(10n ** BigInt(unitDecimals[of.unit])))
}

/** The largest quantity not above `value`. @throws QUANTITY_TOO_LARGE */
export function fromExactDown<U extends Unit>(value: Exact, unit: U, field: string = unit): Quantity<U> {
  const scaled = value.times(exact(10n ** BigInt(unitDecimals[unit])))
  if (!scaled.isFinite()) throw decimalErrors.DECIMAL_INVALID({ field, given: describe(scaled.toString()) })
  return quantity(BigInt(scaled.floor().toFixed()), unit, field)
}

/** The smallest quantity not below `value`. @throws QUANTITY_TOO_LARGE */
export function fromExactUp<U extends Unit>(value: Exact, unit: U, field: string = unit): Quantity<U> {
  return quantity(-fromExactDown(value.negated(), unit, field).value, unit, field)
}

function sameUnit(a: Quantity, b: Quantity): void {
  if (a.unit !== b.unit) throw quantityErrors.UNIT_MISMATCH({ left: a.unit, right: b.unit })
}

/** @throws UNIT_MISMATCH QUANTITY_TOO_LARGE */
export function add<U extends Unit>(a: Quantity<U>, b: Quantity<NoInfer<U>>): Quantity<U> {
  sameUnit(a, b)
  return quantity(a.value + b.value, a.unit)
}

/** @throws UNIT_MISMATCH, QUANTITY_NEGATIVE when the result would be below zero */
export function subtract<U extends Unit>(a: Quantity<U>, b: Quantity<NoInfer<U>>, field: string = a.unit): Quantity<U> {
  sameUnit(a, b)
  if (b.value > a.value) throw quantityErrors.QUANTITY_NEGATIVE({ field, unit: a.unit })
  return quantity(a.value - b.value, a.unit)
}

/** -1, 0 or 1. @throws UNIT_MISMATCH */
export function compare<U extends Unit>(a: Quantity<U>, b: Quantity<NoInfer<U>>): -1 | 0 | 1 {
  sameUnit(a, b)
  if (a.value < b.value) return -1
  return a.value > b.value ? 1 : 0
}

export function min<U extends Unit>(a: Quantity<U>, b: Quantity<NoInfer<U>>): Quantity<U> {
  return compare(a, b) <= 0 ? a : b
}

/** floor(a x b / denominator), towards minus infinity. @throws DIVISION_BY_ZERO */
export function mulDivDown(a: bigint, b: bigint, denominator: bigint): bigint {
  if (denominator === 0n) throw quantityErrors.DIVISION_BY_ZERO()
  const product = a * b
  const quotient = product / denominator
  const exactly = quotient * denominator === product
  return exactly || product < 0n === denominator < 0n ? quotient : quotient - 1n
}

/** ceil(a x b / denominator), towards plus infinity. @throws DIVISION_BY_ZERO */
export function mulDivUp(a: bigint, b: bigint, denominator: bigint): bigint {
  return -mulDivDown(-a, b, denominator)
}

/** quantity x numerator / denominator, rounded down. */
export function scaleDown<U extends Unit>(of: Quantity<U>, numerator: bigint, denominator: bigint): Quantity<U> {
  return quantity(mulDivDown(of.value, numerator, denominator), of.unit)
}

/** quantity x numerator / denominator, rounded up. */
export function scaleUp<U extends Unit>(of: Quantity<U>, numerator: bigint, denominator: bigint): Quantity<U> {
  return quantity(mulDivUp(of.value, numerator, denominator), of.unit)
}
