/** Reading the JSON of a methodology's inputs: every number is a decimal string, every refusal names its field by a JSON pointer. */
import { type Exact, exact, formatExact, parseExact } from '../decimal.ts'
import { methodologyErrors } from './measure.ts'

export const listMost = 100_000
const textMost = 500
const zero = exact(0n)
const one = exact(1n)
const hundred = exact(100n)

/** @throws METHODOLOGY_INPUT_INVALID */
export function refuse(field: string, reason: string): never {
  throw methodologyErrors.METHODOLOGY_INPUT_INVALID({ field, reason })
}

/** An object with none but the known members: a misspelt deduction must not vanish. */
export function readObject(value: unknown, field: string, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, 'not an object')
  for (const name of Object.keys(value)) if (!known.includes(name)) refuse(`${field}/${name}`, 'unknown member')
  return value as Readonly<Record<string, unknown>>
}

export function readList<T>(
  value: unknown,
  field: string,
  read: (entry: unknown, field: string) => T,
  least = 0,
): readonly T[] {
  if (!Array.isArray(value)) return refuse(field, 'not a list')
  if (value.length < least) refuse(field, least === 1 ? 'no entry' : `fewer than ${least} entries`)
  if (value.length > listMost) refuse(field, `more than ${listMost} entries`)
  return value.map((entry, index) => read(entry, `${field}/${index}`))
}

export function readText(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '' || value.length > textMost) {
    return refuse(field, `not a text of 1 to ${textMost}`)
  }
  return value
}

export function readCount(value: unknown, field: string): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : refuse(field, 'not a count')
}

export function readChoice<const C extends readonly string[]>(value: unknown, field: string, choices: C): C[number] {
  return choices.find((choice) => choice === value) ?? refuse(field, `not one of ${choices.join(', ')}`)
}

/** A decimal that is not negative and, when given, not above `max`. @throws DECIMAL_INVALID METHODOLOGY_INPUT_INVALID */
export function readDecimal(given: unknown, field: string, max?: Exact): Exact {
  const value = parseExact(given, field)
  if (value.lessThan(zero)) return refuse(field, 'negative')
  return max !== undefined && value.greaterThan(max) ? refuse(field, `above ${formatExact(max)}`) : value
}

/** A decimal of either sign. @throws DECIMAL_INVALID */
export function readSigned(given: unknown, field: string): Exact {
  return parseExact(given, field)
}

export function readAboveZero(given: unknown, field: string, max?: Exact): Exact {
  const value = readDecimal(given, field, max)
  return value.isZero() ? refuse(field, 'not above zero') : value
}

export function readShare(given: unknown, field: string): Exact {
  return readDecimal(given, field, one)
}

/** Percent, read as a share. */
export function readPercent(given: unknown, field: string): Exact {
  return readDecimal(given, field, hundred).div(hundred)
}

export function optional<T>(given: unknown, field: string, read: (given: unknown, field: string) => T): T | null {
  return given === undefined ? null : read(given, field)
}

/** Seed of a simulation: a whole number below 2^64. */
export function readSeed(given: unknown, field: string): bigint {
  if (typeof given !== 'string' || !/^(0|[1-9][0-9]{0,19})$/.test(given)) return refuse(field, 'not a whole number')
  const seed = BigInt(given)
  return seed < 1n << 64n ? seed : refuse(field, 'not below 2^64')
}

export interface RelativeError {
  readonly source: string
  readonly share: Exact
}

/** Stated relative errors of independent sources. */
export function readRelativeErrors(given: unknown, field = '/relativeErrors'): readonly RelativeError[] {
  return readList(given ?? [], field, (entry, pointer) => {
    const { source, share } = readObject(entry, pointer, ['source', 'share'])
    return { source: readText(source, `${pointer}/source`), share: readShare(share, `${pointer}/share`) }
  })
}

/** What a project carries is less than a kilogram. */
export function readCarry(given: unknown, field: string): Exact {
  const value = readDecimal(given, field)
  return value.lessThan(one) ? value : refuse(field, 'not below 1')
}

/** Entries of a list whose names must differ. */
export function assertDistinct(names: readonly string[], field: (index: number) => string): void {
  const seen = new Set<string>()
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) refuse(field(index), 'named twice')
    seen.add(name)
  }
}
