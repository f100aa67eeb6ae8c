import { Type } from 'typebox'
import { beforeAll, expect, test } from 'vitest'
import { loadModules } from '../../tools/loadModules.ts'
import type { Module, Route } from '../module.ts'
import { probe } from '../test/probe.ts'
import { assertAccess } from './authorize.ts'
import { exampleOf } from './example.ts'
import { assertErrors, openapiDocument } from './openapi.ts'
import { closed, compileAnswer, compileInput } from './validate.ts'

let modules: readonly Module[]
beforeAll(async () => {
  modules = await loadModules()
})

const good = probe.routes[0]!
const route = (change: object) => ({ ...good, ...change }) as unknown as Route

test.each([
  ['no access at all', { access: undefined }],
  ['no role', { access: { roles: [], scope: 'assets:read' } }],
  ['no scope', { access: { roles: ['seller'] } }],
  ['a public command', { access: 'public' }],
  ['anyOwner without owners', { access: { roles: ['seller'], scope: 'assets:read', anyOwner: ['seller'] } }],
  [
    'anyOwner beyond the roles',
    { access: { roles: ['seller'], scope: 'assets:read', owners: async () => null, anyOwner: ['operator'] } },
  ],
])('a route with %s cannot be registered', (_name, change) => {
  expect(() => assertAccess(route(change))).toThrow(TypeError)
})

test('two operations of one name or one path, an undeclared path parameter and an unknown error are refused', () => {
  const of = (...routes: Route[]): Module[] => [{ ...probe, routes }]
  expect(() => openapiDocument(of(good, route({ path: '/else' })))).toThrow('two operations are named')
  expect(() => openapiDocument(of(good, route({ operationId: 'else' })))).toThrow('two operations answer')
  expect(() => openapiDocument(of(route({ path: '/probes/{id}' })))).toThrow('no schema for the path parameter id')
  expect(() => assertErrors(of(route({ errors: ['NO_SUCH_CODE'] })))).toThrow('NO_SUCH_CODE')
})

test('every error an operation of the product promises is declared', () => {
  expect(() => assertErrors(modules)).not.toThrow()
})

test('every example of a body and of an answer fits its own schema', () => {
  for (const of of modules.flatMap((module) => module.routes)) {
    if (of.body !== undefined)
      expect(() => compileInput(of.body!, 'body')(exampleOf(closed(of.body!))), of.operationId).not.toThrow()
    if (of.produces !== undefined || of.status === 204) continue
    expect([of.operationId, compileAnswer(of.response)(exampleOf(closed(of.response)))]).toEqual([of.operationId, null])
  }
})

test('every text, list and body that comes in has a limit', () => {
  const unlimited: string[] = []
  const look = (schema: Record<string, unknown>, at: string): void => {
    const bounded = ['maxLength', 'enum', 'const', 'format'].some((key) => key in schema) || isBounded(schema.pattern)
    if (schema.type === 'string' && !bounded) unlimited.push(at)
    if (schema.type === 'array' && !('maxItems' in schema) && !Array.isArray(schema.items)) unlimited.push(at)
    for (const [name, of] of Object.entries((schema.properties ?? {}) as Record<string, Record<string, unknown>>))
      look(of, `${at}/${name}`)
    if (schema.items !== undefined && !Array.isArray(schema.items))
      look(schema.items as Record<string, unknown>, `${at}/0`)
    for (const key of ['anyOf', 'oneOf', 'allOf']) {
      for (const [index, of] of ((schema[key] ?? []) as Record<string, unknown>[]).entries())
        look(of, `${at}(${index})`)
    }
  }
  for (const { operationId, body, query, params } of modules.flatMap((module) => module.routes)) {
    for (const [part, schema] of Object.entries({ body, query, params })) {
      if (schema !== undefined) look(schema as unknown as Record<string, unknown>, `${operationId} ${part}`)
    }
  }
  expect(unlimited).toEqual([])
  look({ type: 'object', properties: { free: { type: 'string' }, many: { type: 'array', items: {} } } }, 'probe')
  expect(unlimited).toEqual(['probe/free', 'probe/many'])
})

/** A pattern without an open repetition bounds the text by itself. */
function isBounded(pattern: unknown): boolean {
  return (
    typeof pattern === 'string' && pattern.startsWith('^') && pattern.endsWith('$') && !/[*+]|\{\d+,\}/.test(pattern)
  )
}

test('closing a schema refuses unknown properties at every depth, and leaves open what says so', () => {
  const schema = Type.Object({
    list: Type.Array(Type.Object({ a: Type.Integer() })),
    either: Type.Union([Type.Object({ b: Type.Integer() }), Type.Null()]),
    both: Type.Intersect([Type.Object({ c: Type.Integer() }), Type.Object({ d: Type.Integer() })]),
    open: Type.Object({ e: Type.Integer() }, { additionalProperties: true }),
  })
  const check = compileAnswer(schema)
  const value = { list: [{ a: 1 }], either: { b: 1 }, both: { c: 1, d: 1 }, open: { e: 1, more: 1 } }
  expect(check(value)).toBeNull()
  expect(check({ ...value, x: 1 })).toMatch(/^\/x/)
  expect(check({ ...value, list: [{ a: 1, x: 1 }] })).not.toBeNull()
  expect(check({ ...value, either: { b: 1, x: 1 } })).not.toBeNull()
  expect(check({ ...value, both: { c: 1, d: 1, x: 1 } })).not.toBeNull()
})
