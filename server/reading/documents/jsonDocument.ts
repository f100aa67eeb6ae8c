/** JSON documents: read as UTF-8, checked against a JSON Schema, every violation named by its JSON pointer. */
import { escapePointer, findUnfit, jsonDepthMost } from '@assay/protocol/findUnfit.ts'
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { createScanner, type ParseError, parse as parseTolerantly } from 'jsonc-parser'
import { InputRefused, problemsShownMost } from '../problems.ts'
import { documentProblems } from './documentProblems.ts'

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true })

/** Compiles a schema once, when the module is loaded. */
export function compileSchema(schema: object): ValidateFunction {
  return ajv.compile(schema)
}

/** The value, with nothing in it that could not be stored. @throws InputRefused */
export function parseJson(file: string, bytes: Uint8Array): unknown {
  const text = decodeUtf8(file, bytes)
  const value = parseText(file, text)
  const unfit = findUnfit(value)
  if (unfit === null) {
    const repeated = repeatedMember(text)
    if (repeated === null) return value
    throw new InputRefused([documentProblems.JSON_MEMBER_REPEATED(file, repeated)])
  }
  throw new InputRefused([
    unfitProblems[unfit.why](file, {
      pointer: unfit.pointer,
      ...(unfit.why === 'depth' ? { given: `limit ${jsonDepthMost}` } : {}),
    }),
  ])
}

const unfitProblems = {
  text: documentProblems.TEXT_NOT_STORABLE,
  depth: documentProblems.JSON_TOO_DEEP,
  number: documentProblems.NUMBER_INVALID,
} as const

function parseText(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The tolerant parser, which finds the place of the mistake, recurses: it sees only text of bounded depth.
    if (depthOf(text) > jsonDepthMost) {
      throw new InputRefused([documentProblems.JSON_TOO_DEEP(file, { given: `limit ${jsonDepthMost}` })])
    }
    // The runtime's message may repeat a piece of the file and does not always know the place.
    const errors: ParseError[] = []
    parseTolerantly(text, errors, { disallowComments: true })
    const offset = errors[0]?.offset ?? text.length
    throw new InputRefused([
      documentProblems.NOT_JSON(file, { line: lineAt(text, offset), given: `character ${offset + 1}` }),
    ])
  }
}

/** The deepest nesting of text that need not be JSON; counting ends above the limit. */
function depthOf(text: string): number {
  const scanner = createScanner(text, true)
  let [depth, deepest] = [0, 0]
  for (scanner.scan(); scanner.getTokenOffset() < text.length && deepest <= jsonDepthMost; scanner.scan()) {
    const first = text[scanner.getTokenOffset()]
    if (first === '{' || first === '[') depth += 1
    if (first === '}' || first === ']') depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** The first member that an object of well-formed text has twice: the runtime keeps the last, others keep the first. */
function repeatedMember(text: string): { readonly line: number; readonly given: string } | null {
  const scanner = createScanner(text, true)
  const open: Set<string>[] = []
  let name = ''
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text[scanner.getTokenOffset()]
    // A list holds no names; it has a set all the same, so that every bracket closes what it opened.
    if (first === '{' || first === '[') open.push(new Set())
    else if (first === '}' || first === ']') open.pop()
    else if (first === '"') name = scanner.getTokenValue()
    else if (first === ':') {
      if (open.at(-1)?.has(name)) return { line: lineAt(text, scanner.getTokenOffset()), given: name }
      open.at(-1)?.add(name)
    }
  }
  return null
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

/** The text of a file. @throws InputRefused */
export function decodeUtf8(file: string, bytes: Uint8Array): string {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new InputRefused([documentProblems.NOT_UTF8(file)])
  }
  const nul = text.indexOf('\0')
  if (nul === -1) return text
  throw new InputRefused([documentProblems.TEXT_NOT_STORABLE(file, { line: lineAt(text, nul) })])
}

/** Line of a character, counted from 1. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

function pointerOf({ instancePath, keyword, params }: ErrorObject): string {
  if (keyword === 'required') return `${instancePath}/${escapePointer(String(params.missingProperty))}`
  if (keyword === 'additionalProperties') return `${instancePath}/${escapePointer(String(params.additionalProperty))}`
  return instancePath
}

function demandOf({ keyword, message, params }: ErrorObject): string {
  if (keyword === 'enum') return `one of ${(params.allowedValues as unknown[]).join(', ')}`
  if (keyword === 'required') return 'the member is needed'
  if (keyword === 'additionalProperties') return 'the member is not part of the format'
  return message ?? keyword
}
