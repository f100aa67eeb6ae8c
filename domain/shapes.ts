/**
 * Shapes of inputs: what each member of an object must be, so that a rule checks an input in one line (`InputChecks.all`) and the
 * compiler refuses a shape that forgets a member. A check finds what is wrong with a value; which error that is, the rule says.
 */
import { describe, Exact, exact, formatExact, parseExact } from './decimal.ts'
import { AssayError } from './errors.ts'
import { formatQuantity, type Quantity, type Unit } from './quantity.ts'

export interface Fault {
  /** Empty: the value itself. A member is named by itself, an entry of a list after the list and its position. */
  readonly field: string
  readonly reason: string
}

export type Check<T> = (value: T) => Fault | null
/** A check for every member, the optional ones too. */
export type Shape<T> = { readonly [K in keyof T]-?: Check<T[K]> }

const none = exact(0n)
const one = exact(1n)
/** Counts and times stay so far below what a number counts exactly that sums of them are exact too. */
const wholeMost = 2 ** 51

const fault = (reason: string): Fault => ({ field: '', reason })
const not = (value: unknown, what: string): Fault => fault(`${describe(value)} is not ${what}`)

/** A finite decimal of either sign. */
export const finite: Check<Exact> = (value) =>
  Exact.isDecimal(value) && value.isFinite() ? null : not(value, 'a decimal')

/** A finite decimal within [min, max]. */
export function decimal(min: Exact = none, max?: Exact): Check<Exact> {
  return (value) => {
    if (!Exact.isDecimal(value) || !value.isFinite()) return not(value, 'a decimal')
    if (value.lessThan(min)) return fault(`${formatExact(value)} is below ${formatExact(min)}`)
    if (max === undefined || !value.greaterThan(max)) return null
    return fault(`${formatExact(value)} is above ${formatExact(max)}`)
  }
}

/** A decimal above zero: a price, a rate, a divisor. */
export const aboveZero: Check<Exact> = (value) =>
  finite(value) ?? (value.greaterThan(none) ? null : fault(`${formatExact(value)} is not above zero`))

/** A decimal within [0, 1]. */
export const share: Check<Exact> = decimal(none, one)

/** A decimal that is not negative, as text. */
export const decimalText: Check<string> = (value) => {
  try {
    return decimal()(parseExact(value, ''))
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return not(value, 'a plain decimal')
  }
}

/** A count, an index or seconds: a whole number within [least, most]. */
export function whole(least = 0, most: number = wholeMost): Check<number> {
  return (value) => {
    if (!Number.isSafeInteger(value)) return not(value, 'a whole number')
    return value >= least && value <= most ? null : fault(`${value} is outside ${least} to ${most}`)
  }
}

/** Base units, kilograms, seeds: a whole number of any size, not below `least`. */
export function units(least = 0n): Check<bigint> {
  return (value) => {
    if (typeof value !== 'bigint') return not(value, 'a whole number of base units')
    return value >= least ? null : fault(`${value} is below ${least}`)
  }
}

/** A quantity of this unit, not negative. */
export function amount<U extends Unit>(unit: U): Check<Quantity<U>> {
  return (of) => {
    if (!isObject(of) || typeof of.value !== 'bigint') return not(of, 'a quantity')
    if (of.unit !== unit) return fault(`the unit is ${of.unit}, not ${unit}`)
    return of.value >= 0n ? null : fault(`${formatQuantity(of)} is below zero`)
  }
}

/** A quantity of this unit, above zero. */
export function positive<U extends Unit>(unit: U): Check<Quantity<U>> {
  return (of) => amount(unit)(of) ?? (of.value > 0n ? null : fault('it must be above zero'))
}

/** A name or an identifier: any text but an empty one. */
export const text: Check<string> = (value) => (typeof value === 'string' && value !== '' ? null : not(value, 'a text'))

/** Evidence as it was read: any text, an empty one too. */
export const evidence: Check<string> = (value) => (typeof value === 'string' ? null : not(value, 'a text'))

/** ISO date. */
export const isoDate: Check<string> = (value) => {
  const sound = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
  return sound ? null : not(value, 'a date such as 2026-03-02')
}

export const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? null : not(value, 'true or false'))

const earliest = Date.UTC(-1, 0)
const latest = Date.UTC(10_000, 0)

/** An instant before the year 10000, so that what is added to it stays one. */
export const instant: Check<Date> = (value) =>
  value instanceof Date && value.getTime() >= earliest && value.getTime() < latest ? null : not(value, 'an instant')

/** One of the listed values. */
export function oneOf<const T extends string | number>(values: readonly T[]): Check<string | number> {
  return (value) => (values.includes(value as T) ? null : not(value, `one of ${values.join(', ')}`))
}

export function orNull<T>(check: Check<T>): Check<T | null> {
  return (value) => (value === null ? null : check(value))
}

export function optional<T>(check: Check<T>): Check<T | undefined> {
  return (value) => (value === undefined ? null : check(value))
}

/** A list with so many entries. */
export function list<T>(check: Check<T>, least = 0, most = 10_000_000): Check<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return not(value, 'a list')
    if (value.length < least) return fault(`it has ${value.length} entries, fewer than ${least}`)
    if (value.length > most) return fault(`it has ${value.length} entries, more than ${most}`)
    for (let index = 0; index < value.length; index++) {
      const found = check(value[index])
      if (found !== null) return { ...found, field: found.field === '' ? `${index}` : `${index}/${found.field}` }
    }
    return null
  }
}

export function setOf<T>(check: Check<T>): Check<ReadonlySet<T>> {
  return (value) => (value instanceof Set ? list(check)([...value]) : not(value, 'a set'))
}

/** By names; a value is named like the entry of a list. */
export function mapOf<T>(check: Check<T>): Check<ReadonlyMap<string, T>> {
  return (value) => {
    if (!(value instanceof Map)) return not(value, 'a map')
    return list(text)([...value.keys()]) ?? list(check)([...value.values()])
  }
}

/** An object whose members fit. */
export function fields<T extends object>(shape: Shape<T>): Check<T> {
  return (value) => (isObject(value) ? membersFault(value, shape) : not(value, 'an object'))
}

/** What is wrong with the first member that does not fit. */
export function membersFault<T extends object>(value: T, shape: Shape<T>): Fault | null {
  for (const name in shape) {
    const found = shape[name](value[name])
    if (found !== null) return { ...found, field: named(name, found.field) }
  }
  return null
}

/** The same check for each of some names. */
export function each<N extends string, T>(names: readonly N[], check: Check<T>): Check<Readonly<Record<N, T>>> {
  return fields(Object.fromEntries(names.map((name) => [name, check])) as unknown as Shape<Readonly<Record<N, T>>>)
}

/** The same check for those of some names that are there, and no other name. */
export function some<N extends string, T>(
  names: readonly N[],
  check: Check<T>,
): Check<Readonly<Partial<Record<N, T>>>> {
  const members = each(names, optional(check))
  return (value) => {
    const found = members(value as Readonly<Record<N, T | undefined>>)
    if (found !== null) return found
    const strange = Object.keys(value).find((name) => !names.includes(name as N))
    return strange === undefined ? null : { field: strange, reason: `there is no ${strange}` }
  }
}

/** The same check for every member, whatever its name. */
export function record<T>(check: Check<T>): Check<Readonly<Record<string, T>>> {
  return (value) => (isObject(value) ? each(Object.keys(value), check)(value) : not(value, 'an object'))
}

/** Objects that one member tells apart. */
export function variants<K extends string, T extends Readonly<Record<K, string>>>(
  by: K,
  checks: { readonly [V in T[K]]: Check<Extract<T, Readonly<Record<K, V>>>> },
): Check<T> {
  return (value) => {
    if (!isObject(value)) return not(value, 'an object')
    const unknown = oneOf(Object.keys(checks))(value[by])
    if (unknown !== null) return { ...unknown, field: by }
    const check: Check<never> = checks[value[by]]
    return check(value as never)
  }
}

/** Within a list the whole way counts, elsewhere the name of the member alone. */
function named(name: string, inner: string): string {
  if (inner === '') return name
  return /^\d/.test(inner) ? `${name}/${inner}` : inner
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
