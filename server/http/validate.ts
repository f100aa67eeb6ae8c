/**
 * Validation of what comes from outside. Objects are closed: a property that the schema does not name is refused, not
 * ignored, so that a misspelt field never passes silently.
 */
import { escapePointer, findUnfit, unfitWords } from '@assay/protocol/findUnfit.ts'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Settings } from 'typebox/system'
import { Value } from 'typebox/value'
import { plainText, plainTextWords } from '../fields.ts'
import { httpErrors } from './errors.ts'

/** One thing that is wrong, with a JSON pointer (RFC 6901) into the part of the request it was found in. */
export interface FieldError {
  readonly in: 'body' | 'query' | 'params'
  readonly pointer: string
  readonly message: string
}

/** A caller sees this many field errors at most; more would help nobody and cost us. */
const fieldErrorsMax = 32
Settings.Set({ maxErrors: fieldErrorsMax })

type JsonSchema = Record<string, unknown>

/** The same schema with every object closed that does not say otherwise (`additionalProperties`). Inside `allOf` the parts
 *  stay open and the whole is closed, as JSON Schema 2020-12 section 11.3 prescribes. */
export function closed<S extends TSchema>(schema: S): S {
  return close(schema as unknown as JsonSchema, false) as unknown as S
}

function close(schema: unknown, open: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((item) => close(item, open))
  if (schema === null || typeof schema !== 'object') return schema
  const source = schema as JsonSchema
  const target: JsonSchema = { ...source }
  for (const key of ['items', 'anyOf', 'oneOf', 'not', 'prefixItems']) {
    if (key in source) target[key] = close(source[key], open)
  }
  for (const key of ['properties', 'patternProperties']) {
    if (!(key in source)) continue
    target[key] = Object.fromEntries(
      Object.entries(source[key] as JsonSchema).map(([name, of]) => [name, close(of, false)]),
    )
  }
  if ('allOf' in source) {
    target.allOf = close(source.allOf, true)
    if (!open && !('unevaluatedProperties' in source)) target.unevaluatedProperties = false
  } else if (source.type === 'object' && 'properties' in source && !open && !('additionalProperties' in source)) {
    target.additionalProperties = false
  }
  return target
}

/** Compiles a check for one part of a request. What cannot be stored or is nested without end is refused whatever the schema says.
 *  The check returns the value with defaults filled in, and throws REQUEST_INVALID with every field error otherwise. Query and path values arrive as text; whole numbers and booleans are read from it. */
export function compileInput(schema: TSchema, where: FieldError['in']): (value: unknown) => unknown {
  const strict = closed(schema)
  const check = Compile(strict)
  return (given) => {
    const unfit = findUnfit(given)
    if (unfit !== null) {
      const error: FieldError = { in: where, pointer: unfit.pointer, message: unfitWords[unfit.why] }
      throw httpErrors.REQUEST_INVALID({ errors: [error] })
    }
    const text = where === 'body' ? given : fromText(strict as unknown as JsonSchema, given)
    const value = text === undefined ? undefined : Value.Default(strict, text)
    if (check.Check(value)) return value
    throw httpErrors.REQUEST_INVALID({ errors: fieldErrors(check.Errors(value), where) })
  }
}

/** Compiles a check for an answer of ours: it says what is wrong, or null. */
export function compileAnswer(schema: TSchema): (value: unknown) => string | null {
  const check = Compile(closed(schema))
  return (value) => {
    if (check.Check(value)) return null
    const [first] = fieldErrors(check.Errors(value), 'body')
    return first === undefined ? 'does not fit' : `${first.pointer || '/'} ${first.message}`
  }
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly params: object
  readonly message: string
}

function fieldErrors(errors: readonly SchemaError[], where: FieldError['in']): readonly FieldError[] {
  const found = new Map<string, FieldError>()
  const add = (pointer: string, message: string) => {
    // One message per field: the first is the most specific one.
    if (!found.has(pointer)) found.set(pointer, { in: where, pointer, message })
  }
  for (const error of errors) {
    if (error.keyword === 'required') {
      const { requiredProperties } = error.params as { requiredProperties: readonly string[] }
      for (const name of requiredProperties) add(`${error.instancePath}/${escapePointer(name)}`, 'is required')
    } else if (error.keyword === 'boolean') {
      add(error.instancePath, 'is not a property of this object')
    } else if (
      !['additionalProperties', 'unevaluatedProperties', 'anyOf'].includes(error.keyword) ||
      found.size === 0
    ) {
      add(error.instancePath, explain(error))
    }
  }
  return [...found.values()].slice(0, fieldErrorsMax)
}

function explain(error: SchemaError): string {
  if (error.keyword === 'pattern' && String((error.params as { pattern?: unknown }).pattern) === plainText)
    return plainTextWords
  if (error.keyword !== 'enum') return error.message
  const { allowedValues } = error.params as { allowedValues: readonly unknown[] }
  return `must be one of ${allowedValues.slice(0, 50).join(', ')}`
}

/** Reads whole numbers, booleans and single-item lists from query text; anything else stays as it is and is judged by the schema. */
function fromText(schema: JsonSchema, given: unknown): unknown {
  if (given === null || typeof given !== 'object') return given
  const properties = (schema.properties ?? {}) as Record<string, JsonSchema>
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, readText(properties[name]?.type, value)]),
  )
}

function readText(type: unknown, value: unknown): unknown {
  if (type === 'array' && typeof value === 'string') return [value]
  if (typeof value !== 'string') return value
  if (type === 'integer' && /^-?(0|[1-9][0-9]{0,14})$/.test(value)) return Number(value)
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
