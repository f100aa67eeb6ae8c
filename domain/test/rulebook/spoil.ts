/** Every way to spoil one field of an example: the arguments with it, and what was done. */
import { Exact, exact } from '../../decimal.ts'
import type { Odd } from './rule.ts'

export interface Spoiled {
  /** Of the field, entries of a list as `*`. */
  readonly path: string
  /** How a refusal must name it: itself, or the list it is an entry of. */
  readonly name: string
  readonly what: string
  /** Whether another text was put in the place of a text. */
  readonly text: boolean
  /** Null: never right. `any`: right or refused, but never a broken result. */
  readonly odd: Odd | 'any' | null
  readonly args: readonly unknown[]
}

type Spoil = readonly [what: string, odd: Odd | 'any' | null, value: unknown]

const numeric = /^-?\d+(\.\d+)?$/

/** @param names of the arguments */
export function spoiledArgs(args: readonly unknown[], names: readonly string[]): readonly Spoiled[] {
  return args.flatMap((arg, index) =>
    isParameterSet(arg)
      ? []
      : spoiledAt(arg, String(index), names[index]!).map((one) => ({
          ...one,
          args: args.with(index, one.value),
        })),
  )
}

type At = Omit<Spoiled, 'args'> & { readonly value: unknown }

function spoiledAt(value: unknown, path: string, name: string): readonly At[] {
  const own = spoilsOf(value).map(([what, odd, spoiled]) => ({
    path,
    name,
    what,
    odd,
    text: typeof value === 'string' && typeof spoiled === 'string',
    value: spoiled,
  }))
  return [...own, ...inside(value, path, name)]
}

/** The same, one level down: the first entry of a list, set or map stands for all. */
function inside(value: unknown, path: string, name: string): readonly At[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return []
    return spoiledAt(value[0], `${path}.*`, name).map((one) => ({ ...one, value: value.with(0, one.value) }))
  }
  if (value instanceof Set) {
    const [first, ...rest] = value
    return spoiledAt(first, `${path}.*`, name).map((one) => ({ ...one, value: new Set([one.value, ...rest]) }))
  }
  if (value instanceof Map) {
    const [[key, first] = [], ...rest] = value
    if (key === undefined) return []
    return spoiledAt(first, `${path}.*`, name).map((one) => ({ ...one, value: new Map([[key, one.value], ...rest]) }))
  }
  if (!isPlain(value) || isQuantity(value)) return []
  return Object.entries(value).flatMap(([member, of]) =>
    spoiledAt(of, `${path}.${member}`, member).map((one) => ({
      ...one,
      value: { ...value, [member]: one.value },
    })),
  )
}

function spoilsOf(value: unknown): readonly Spoil[] {
  const missing: Spoil = ['missing', 'missing', undefined]
  return value === null ? [missing] : [missing, ['null', 'null', null], ...byType(value)]
}

function byType(value: unknown): readonly Spoil[] {
  if (Exact.isDecimal(value)) {
    return [
      ['a number', null, 0.5],
      ['NaN', null, Number.NaN],
      ['text', null, '0.5'],
      ['a bigint', null, 5n],
      ['decimal NaN', null, new Exact(Number.NaN)],
      ['decimal infinity', null, new Exact(Infinity)],
      ['decimal -infinity', null, new Exact(-Infinity)],
      ['-1', 'negative', exact(-1n)],
      ['-10^30', 'negative', exact(-(10n ** 30n))],
      ['0', 'any', exact(0n)],
      ['10^12', 'any', exact(10n ** 12n)],
    ]
  }
  if (isQuantity(value)) {
    const other = value.unit === 'kgC' ? 'PT' : 'kgC'
    return [
      ['another unit', null, { ...value, unit: other }],
      ['no unit', null, { value: value.value }],
      ['a number inside', null, { ...value, value: 5 }],
      ['NaN inside', null, { ...value, value: Number.NaN }],
      ['text', null, '1'],
      ['a bigint', null, 5n],
      ['-1', 'negative', { ...value, value: -1n }],
      ['0', 'any', { ...value, value: 0n }],
      ['10^30', 'any', { ...value, value: 10n ** 30n }],
    ]
  }
  switch (typeof value) {
    case 'number':
      return [
        ['NaN', null, Number.NaN],
        ['infinity', null, Infinity],
        ['an unsafe integer', null, 2 ** 53],
        ['text', null, '1'],
        ['a bigint', null, 1n],
        ['a fraction', 'fraction', 1.5],
        ['-1', 'negative', -1],
        ['0', 'any', 0],
        ['the largest integer', 'any', Number.MAX_SAFE_INTEGER],
      ]
    case 'bigint':
      return [
        ['a number', null, 5],
        ['NaN', null, Number.NaN],
        ['text', null, '5'],
        ['-1', 'negative', -1n],
        ['0', 'any', 0n],
        ['10^30', 'any', 10n ** 30n],
      ]
    case 'boolean':
      return [
        ['a number', null, 1],
        ['text', null, 'true'],
      ]
    case 'function':
      return [['a number', null, 5]]
    case 'string':
      return [
        ['a number', null, 5],
        ['NaN', null, Number.NaN],
        ['an object', null, {}],
        ['empty', 'empty', ''],
        ['other text', 'text', 'no such thing'],
        ...(numeric.test(value) ? ([['-1', 'negative', '-1']] as const) : []),
      ]
    default:
      return byContainer(value)
  }
}

function byContainer(value: unknown): readonly Spoil[] {
  if (value instanceof Date) {
    return [
      ['no instant', null, new Date(Number.NaN)],
      ['text', null, '2026-01-01'],
      ['a number', null, 5],
      ['the last instant', 'any', new Date(8.64e15)],
      ['the first instant', 'any', new Date(-8.64e15)],
    ]
  }
  const wrong: readonly Spoil[] = [
    ['text', null, 'no such thing'],
    ['a number', null, 5],
  ]
  if (Array.isArray(value)) return [...wrong, ['an object', null, {}], ['an empty list', 'any', []]]
  if (value instanceof Set) return [...wrong, ['a list', null, []], ['an empty set', 'any', new Set()]]
  if (value instanceof Map) return [...wrong, ['an object', null, {}], ['an empty map', 'any', new Map()]]
  return value === null || value === undefined ? [] : [...wrong, ['a list', null, []]]
}

export function isParameterSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'versions' in value && 'asOf' in value
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Exact.isDecimal(value) || isParameterSet(value)) return false
  return !(value instanceof Date)
}

function isQuantity(value: unknown): value is { readonly value: bigint; readonly unit: string } {
  return isPlain(value) && typeof value.value === 'bigint' && typeof value.unit === 'string'
}
