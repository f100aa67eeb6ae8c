/**
 * Types of parameter values: JSON that is stored and shown on one side, exact values that rules read on the other. A codec
 * refuses what does not fit with a JSON pointer and a reason.
 */
import { parseHsCode } from './assetClasses.ts'
import { type Exact, formatExact, parseExact } from './decimal.ts'
import { AssayError } from './errors.ts'
import { parameterErrors } from './parameterErrors.ts'
import { type ParameterUnit, type ParameterUnits, unitOfMembers } from './parameterUnits.ts'
import { formatQuantity, parseQuantity, type Quantity, type Unit } from './quantity.ts'

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

export interface Codec<T> {
  /** Of the numbers in the value; one for each member where they differ. */
  readonly unit: ParameterUnits
  /** What the value is, for people: `decimal 0 to 1`. */
  readonly describes: string
  /** @param pointer JSON pointer of `value` inside the parameter. @throws PARAMETER_INVALID */
  decode(value: unknown, pointer: string, key: string): T
}

function refuse(key: string, pointer: string, reason: string): never {
  throw parameterErrors.PARAMETER_INVALID({ key, pointer, reason })
}

/** Runs a parser of ours and turns its refusal into one of this parameter. */
function attempt<T>(key: string, pointer: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return refuse(key, pointer, error.message)
  }
}

/** A decimal string within [min, max] with at most `decimals` places. */
export function decimal(unit: ParameterUnit, min: `${number}`, max: `${number}`, decimals = 6): Codec<Exact> {
  const lower = parseExact(min, 'min')
  const upper = parseExact(max, 'max')
  return {
    unit,
    describes: `decimal ${min} to ${max}, at most ${decimals} places`,
    decode(value, pointer, key) {
      const decoded = attempt(key, pointer, () => parseExact(value, pointer))
      if (decoded.lessThan(lower) || decoded.greaterThan(upper)) {
        return refuse(key, pointer, `${formatExact(decoded)} is outside ${min} to ${max}`)
      }
      if (decoded.decimalPlaces() > decimals) return refuse(key, pointer, `more than ${decimals} decimal places`)
      return decoded
    },
  }
}

/** A whole number within [min, max]: counts, days, seconds. */
export function integer(unit: ParameterUnit, min: number, max: number): Codec<number> {
  return {
    unit,
    describes: `integer ${min} to ${max}`,
    decode(value, pointer, key) {
      if (typeof value !== 'number' || !Number.isSafeInteger(value)) return refuse(key, pointer, 'not a whole number')
      if (value < min || value > max) return refuse(key, pointer, `${value} is outside ${min} to ${max}`)
      return value
    },
  }
}

/** A quantity within [min, max], as a decimal string in its unit. */
export function amount<U extends Unit>(unit: U, min: string, max: string): Codec<Quantity<U>> {
  const lower = parseQuantity(min, unit, 'min')
  const upper = parseQuantity(max, unit, 'max')
  return {
    unit,
    describes: `${unit} ${min} to ${max}`,
    decode(value, pointer, key) {
      const decoded = attempt(key, pointer, () => parseQuantity(value, unit, pointer))
      if (decoded.value < lower.value || decoded.value > upper.value) {
        return refuse(key, pointer, `${formatQuantity(decoded)} is outside ${min} to ${max}`)
      }
      return decoded
    },
  }
}

export const flag: Codec<boolean> = {
  unit: 'none',
  describes: 'true or false',
  decode(value, pointer, key) {
    return typeof value === 'boolean' ? value : refuse(key, pointer, 'not true or false')
  },
}

export const semanticVersion: Codec<string> = {
  unit: 'none',
  describes: 'semantic version',
  decode(value, pointer, key) {
    const matches = typeof value === 'string' && /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/.test(value)
    return matches ? value : refuse(key, pointer, 'not a semantic version such as 1.0.0')
  },
}

/** A heading of the Harmonized System: four digits, the level at which goods are traded and priced. */
export const hsHeading: Codec<string> = {
  unit: 'none',
  describes: 'heading of the Harmonized System, four digits',
  decode(value, pointer, key) {
    const heading = attempt(key, pointer, () => parseHsCode(value, pointer))
    return heading === value && heading.length === 4 ? heading : refuse(key, pointer, 'not a heading of four digits')
  },
}

/** A subheading of the Harmonized System, of any edition: six digits, the part that is the same in every country. */
export const hsSubheading: Codec<string> = {
  unit: 'none',
  describes: 'subheading of the Harmonized System, six digits',
  decode(value, pointer, key) {
    const code = attempt(key, pointer, () => parseHsCode(value, pointer))
    return code === value && code.length === 6 ? code : refuse(key, pointer, 'not a subheading of six digits')
  },
}

/** UN/LOCODE (Recommendation 16): two letters of a country, three letters or digits of a place, without the space between. */
export const locode: Codec<string> = {
  unit: 'none',
  describes: 'UN/LOCODE, five characters',
  decode(value, pointer, key) {
    const matches = typeof value === 'string' && /^[A-Z]{2}[A-Z2-9]{3}$/.test(value)
    return matches ? value : refuse(key, pointer, 'not a UN/LOCODE such as NLRTM')
  },
}

export function choice<const C extends readonly string[]>(choices: C): Codec<C[number]> {
  return {
    unit: 'none',
    describes: `one of ${choices.join(', ')}`,
    decode(value, pointer, key) {
      if (typeof value === 'string' && choices.includes(value)) return value
      return refuse(key, pointer, `not one of ${choices.join(', ')}`)
    },
  }
}

/** An object with exactly the named members. */
export function record<const S extends Readonly<Record<string, Codec<unknown>>>>(
  shape: S,
  check?: (value: { readonly [K in keyof S]: ReturnType<S[K]['decode']> }) => string | null,
): Codec<{ readonly [K in keyof S]: ReturnType<S[K]['decode']> }> {
  const names = Object.keys(shape)
  return {
    unit: unitOfMembers(names.map((name) => [name, shape[name]!.unit])),
    describes: `{ ${names.map((name) => `${name}: ${shape[name]!.describes}`).join('; ')} }`,
    decode(value, pointer, key) {
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        return refuse(key, pointer, 'not an object')
      for (const name of Object.keys(value)) {
        if (!names.includes(name)) return refuse(key, `${pointer}/${name}`, 'unknown member')
      }
      const members = value as Readonly<Record<string, unknown>>
      const decoded = Object.fromEntries(
        names.map((name) => {
          if (!Object.hasOwn(members, name)) return refuse(key, `${pointer}/${name}`, 'member is missing')
          return [name, shape[name]!.decode(members[name], `${pointer}/${name}`, key)]
        }),
      ) as { readonly [K in keyof S]: ReturnType<S[K]['decode']> }
      const reason = check?.(decoded) ?? null
      return reason === null ? Object.freeze(decoded) : refuse(key, pointer, reason)
    },
  }
}

/** The same type under each of some names. */
export function tableOf<const N extends readonly string[], T>(
  names: N,
  codec: Codec<T>,
  check?: (value: Readonly<Record<N[number], T>>) => string | null,
): Codec<Readonly<Record<N[number], T>>> {
  const shape = Object.fromEntries(names.map((name) => [name, codec]))
  return record(shape, check as never) as unknown as Codec<Readonly<Record<N[number], T>>>
}

/** A list of rows. `check` sees them all and gives a reason to refuse. */
export function rows<T>(
  codec: Codec<T>,
  limit: number,
  check?: (rows: readonly T[]) => string | null,
  least = 1,
): Codec<readonly T[]> {
  return {
    unit: codec.unit,
    describes: `${least} to ${limit} rows of ${codec.describes}`,
    decode(value, pointer, key) {
      if (!Array.isArray(value) || value.length < least || value.length > limit) {
        return refuse(key, pointer, `not a list of ${least} to ${limit} rows`)
      }
      const decoded = value.map((row, index) => codec.decode(row, `${pointer}/${index}`, key))
      const reason = check?.(decoded) ?? null
      return reason === null ? Object.freeze(decoded) : refuse(key, pointer, reason)
    },
  }
}

export interface Band<T> {
  /** Inclusive lower bound; the band ends where the next begins. */
  readonly from: Exact
  readonly value: T
}

/** Half-open bands in ascending order of what `unit` measures; the first begins at `start`. */
export function bands<T>(
  unit: ParameterUnit,
  start: `${number}`,
  max: `${number}`,
  codec: Codec<T>,
  limit = 16,
): Codec<readonly Band<T>[]> {
  return rows(record({ from: decimal(unit, start, max), value: codec }), limit, (list) => {
    if (!list[0]!.from.equals(parseExact(start, 'start'))) return `the first band must begin at ${start}`
    const unordered = list.findIndex((band, index) => index > 0 && !band.from.greaterThan(list[index - 1]!.from))
    return unordered === -1 ? null : `band ${unordered} does not begin after the one before it`
  }) as Codec<readonly Band<T>[]>
}

/** The band a value falls into: lower bound inclusive, upper exclusive. */
export function bandOf<T>(list: readonly Band<T>[], value: Exact): T {
  return (list.findLast((band) => value.greaterThanOrEqualTo(band.from)) ?? list[0]!).value
}

/** The band of a value where the source says "above": a value on a boundary belongs to the band below it. */
export function bandAbove<T>(list: readonly Band<T>[], value: Exact): T {
  return (list.findLast((band) => value.greaterThan(band.from)) ?? list[0]!).value
}
