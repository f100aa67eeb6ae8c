/** JSON documents: read as UTF-8, checked against a JSON Schema, every violation named by its JSON pointer. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { type ParseError, parse as parseTolerantly } from 'jsonc-parser'
import { InputRefused, problemsShownMost } from '../problems.ts'
import { documentProblems } from './documentProblems.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true })

/** Compiles a schema once, when the module is loaded. */
export function compileSchema(schema: object): ValidateFunction {
  return ajv.compile(schema)
}

/** @throws InputRefused */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  const text = decodeUtf8(file, bytes)
  try {
    return JSON.parse(text)
  } catch {
    // The runtime's message may repeat a piece of the file and does not always know the place.
    const errors: ParseError[] = []
    parseTolerantly(text, errors, { disallowComments: true })
    const offset = errors[0]?.offset ?? text.length
    const line = text.slice(0, offset).split('\n').length
    throw new InputRefused([documentProblems.NOT_JSON(file, { line, given: `character ${offset + 1}` })])
  }
}

/** The value when it fits; otherwise all violations at once. `root`: pointer of the value in the file. @throws InputRefused */
export function requireSchema<T>(file: string, value: unknown, validate: ValidateFunction, root = ''): T {
  if (validate(value)) return value as T
  const problems = (validate.errors ?? [])
    // These only say that another rule, named beside them, failed.
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'anyOf' && keyword !== 'oneOf')
    .slice(0, problemsShownMost)
    .map((error) => documentProblems.SCHEMA(file, { pointer: `${root}${pointerOf(error)}`, given: demandOf(error) }))
  throw new InputRefused(problems.length > 0 ? problems : [documentProblems.SCHEMA(file, { given: 'another shape' })])
}

/** @throws InputRefused */
export function decodeUtf8(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InputRefused([documentProblems.NOT_UTF8(file)])
  }
}

function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  if (keyword === 'required') return `${instancePath}/${escapeToken(String(params.missingProperty))}`
  if (keyword === 'additionalProperties') return `${instancePath}/${escapeToken(String(params.additionalProperty))}`
  return instancePath
}

function demandOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'enum') return `one of ${(params.allowedValues as unknown[]).join(', ')}`
  if (keyword === 'required') return 'the member is needed'
  if (keyword === 'additionalProperties') return 'the member is not part of the format'
  return message ?? keyword
}

const escapeToken = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1')
