/** Every rule of the rulebook under every value its parameters may be given, not only the initial ones: a typed refusal or a sound result. */
import { expect, test } from 'vitest'
import type { JsonValue } from '../domain/codecs.ts'
import { parseExact } from '../domain/decimal.ts'
import { AssayError } from '../domain/errors.ts'
import type { ParameterSet } from '../domain/parameters.ts'
import { parameterOf } from '../domain/programmes/catalogue.ts'
import { initial } from '../domain/test/parameters.ts'
import { brokenAt, call, parametersRead } from '../domain/test/rulebook/judge.ts'
import type { RuleExample } from '../domain/test/rulebook/rule.ts'
import { rulebook } from '../domain/test/rulebook/rulebook.ts'
import { isParameterSet } from '../domain/test/rulebook/spoil.ts'

const decimals = '0 0.000001 0.0001 0.01 0.1 0.5 0.99 1 2 10 100 1000000 -0.5 -1'.split(' ')
const wholes = [0, 1, 2, 3, 10, 100, 1_000, 1_000_000]

/** The value with one of its numbers changed, a row left out, or one member's number added to another's, as where they sum to one. */
function* variants(value: JsonValue): Generator<JsonValue> {
  if (typeof value === 'string' && isDecimal(value)) yield* decimals
  if (typeof value === 'number') yield* wholes
  if (typeof value === 'boolean') yield !value
  if (Array.isArray(value)) {
    yield* [value.slice(0, 1), value.slice(0, -1), value.slice(1)]
    for (const [index, member] of value.entries()) {
      for (const next of variants(member)) yield value.with(index, next)
    }
  } else if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Readonly<Record<string, JsonValue>>)
    for (const [name, member] of members) for (const next of variants(member)) yield { ...value, [name]: next }
    for (const [from, less] of members) {
      for (const [to, more] of members) {
        if (from === to || !isDecimal(less) || !isDecimal(more)) continue
        yield { ...value, [from]: '0', [to]: parseExact(less, from).plus(parseExact(more, to)).toFixed() }
      }
    }
  }
}

function isDecimal(value: unknown): boolean {
  return typeof value === 'string' && /^-?[0-9]+(\.[0-9]+)?$/.test(value)
}

/** What went wrong with a rule under one changed parameter; null when nothing did. */
function faultOf(rule: RuleExample, set: ParameterSet): string | null {
  try {
    const args = rule.args.map((arg) => (isParameterSet(arg) ? set : arg))
    return brokenAt(call(rule, args), 'result')
  } catch (error) {
    return error instanceof AssayError ? null : String(error)
  }
}

// A methodology repeats itself thousands of times in its simulation: its parameters are walked by its own tests.
const rules = rulebook.flatMap((section) => section.rules).filter(({ file }) => file.startsWith('policy/'))

test('under every allowed parameter a rule refuses by a typed error or gives a finite result', () => {
  const faults: string[] = []
  let tried = 0
  for (const rule of rules) {
    for (const key of parametersRead(rule)) {
      const { codec, initial: value } = parameterOf(key)
      for (const variant of variants(value)) {
        let decoded: unknown
        try {
          decoded = codec.decode(variant, '', key)
        } catch {
          continue // outside the range of the parameter
        }
        const set: ParameterSet = { ...initial, get: (of) => (of.key === key ? (decoded as never) : initial.get(of)) }
        const fault = faultOf(rule, set)
        tried += 1
        if (fault !== null) faults.push(`${rule.name}, ${key} = ${JSON.stringify(variant)}: ${fault}`)
      }
    }
  }
  expect(faults).toEqual([])
  expect(tried).toBeGreaterThan(10_000)
}, 300_000)
