/** OpenAPI 3.1 from the modules' routes. TypeBox schemas are JSON Schema 2020-12 already, so they are copied, not translated. */
import { errorTable } from '@assay/domain/errors.ts'
import { type TSchema, Type } from 'typebox'
import type { Access, Module, Route } from '../module.ts'
import { assertAccess } from './authorize.ts'
import { exampleOf } from './example.ts'
import { problemMediaType } from './problem.ts'
import { jsonLimitBytes, pathOf } from './route.ts'
import { closed } from './validate.ts'

type Json = Record<string, unknown>

/** Codes that every authenticated operation can answer, by kind. */
const commonErrors = [
  'REQUEST_INVALID',
  'TOKEN_REQUIRED',
  'TOKEN_INVALID',
  'ROLE_MISSING',
  'SCOPE_MISSING',
  'RATE_LIMITED',
  'INTERNAL',
  'UNAVAILABLE',
]
const commandErrors = ['CALLER_FROZEN', 'IDEMPOTENCY_KEY_REQUIRED', 'IDEMPOTENCY_KEY_REUSED', 'DATABASE_BUSY']

/**
 * @throws TypeError for two operations of one name or path, an undeclared path parameter, text that needs an example.
 * `assertErrors` checks the error codes: apart, because a process may be composed of fewer modules than declare them.
 */
export function openapiDocument(modules: readonly Module[]): Json {
  const paths: Record<string, Json> = {}
  const names = new Set<string>()
  for (const module of modules) {
    for (const route of module.routes) {
      assertAccess(route)
      if (names.has(route.operationId)) throw new TypeError(`two operations are named ${route.operationId}`)
      names.add(route.operationId)
      const path = paths[pathOf(route)] ?? {}
      paths[pathOf(route)] = path
      const method = route.method.toLowerCase()
      if (method in path) throw new TypeError(`two operations answer ${route.method} ${pathOf(route)}`)
      path[method] = operation(module.name, route)
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Assay',
      version: '1',
      description:
        'Turns verified real-world production into settled digital assets. Amounts are decimal strings. Effects on chain are asynchronous: a command answers with the resource and its state; read it again until the state moves.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    tags: modules.map((module) => ({ name: module.name })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      schemas: { Problem: problemSchema },
      responses: {
        Problem: {
          description: 'A problem (RFC 9457); `x-errors` of the operation lists its codes by status.',
          content: { [problemMediaType]: { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      securitySchemes: {
        clientCredentials: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: '/oidc/token', scopes: scopesOf(modules) } },
        },
      },
    },
  }
}

/** @throws TypeError naming the operation that promises an error no room declares. */
export function assertErrors(modules: readonly Module[]): void {
  for (const { operationId, errors } of modules.flatMap((module) => module.routes)) {
    const unknown = errors?.find((code) => !errorTable().has(code))
    if (unknown !== undefined) throw new TypeError(`${operationId} names the unknown error ${unknown}`)
  }
}

const problemSchema = {
  type: 'object',
  description: 'RFC 9457. Further members are structured details of the code.',
  required: ['type', 'title', 'status', 'code', 'remedy', 'retryable', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; see docs/reference/errors.md.' },
    remedy: { type: 'string' },
    retryable: { type: 'boolean' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'pointer', 'message'],
        properties: {
          in: { enum: ['body', 'query', 'params'] },
          pointer: { type: 'string', description: 'JSON pointer (RFC 6901).' },
          message: { type: 'string' },
        },
      },
    },
  },
}

function operation(tag: string, route: Route): Json {
  const isCommand = route.method !== 'GET'
  const status = String(route.status ?? (isCommand ? 201 : 200))
  return {
    operationId: route.operationId,
    tags: [tag],
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...accessOf(route.access),
    ...(route.audited ? { 'x-audited': true } : {}),
    parameters: [
      ...pathParameters(route),
      ...propertiesOf(route.query).map(([name, schema, required]) => ({ name, in: 'query', required, schema })),
      ...(isCommand ? [idempotencyParameter] : []),
    ],
    ...requestBody(route),
    responses: { [status]: success(route, status), default: { $ref: '#/components/responses/Problem' } },
    'x-errors': errorsOf(route, isCommand),
  }
}

const idempotencyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: 'Fresh per command; repeating the key and the request repeats the first answer, for at least 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '6f1d8b0e-5f6c-4f0a-9d53-3b7c1d9a2e44',
}

function accessOf(access: Route['access']): Json {
  if (access === 'public') return { security: [], 'x-roles': [], 'x-scope': null, 'x-owner': false }
  const { roles, scope, owners, anyOwner } = access as Access
  return {
    security: [{ clientCredentials: [scope] }],
    'x-roles': [...roles],
    'x-scope': scope,
    'x-owner': owners !== undefined,
    ...(owners === undefined ? {} : { 'x-any-owner': [...(anyOwner ?? [])] }),
  }
}

function pathParameters(route: Route): Json[] {
  const declared = propertiesOf(route.params)
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const missing = inPath.find((name) => !declared.some(([known]) => known === name))
  if (missing !== undefined) throw new TypeError(`${route.operationId}: no schema for the path parameter ${missing}`)
  return declared.map(([name, schema]) => ({ name, in: 'path', required: true, schema }))
}

function requestBody(route: Route): Json {
  if (route.accepts !== undefined) {
    const { mediaTypes, limitBytes } = route.accepts
    const schema = { type: 'string', format: 'binary', maxLength: limitBytes }
    return {
      requestBody: { required: true, content: Object.fromEntries(mediaTypes.map((type) => [type, { schema }])) },
    }
  }
  if (route.body === undefined) return {}
  const schema = closed(route.body)
  return {
    requestBody: {
      required: true,
      'x-limit-bytes': jsonLimitBytes,
      content: { 'application/json': { schema, example: exampleOf(schema) } },
    },
  }
}

function success(route: Route, status: string): Json {
  const description = status === '204' ? 'Done; there is nothing to show.' : route.summary
  if (status === '204') return { description }
  if (route.produces !== undefined) {
    return { description, content: { [route.produces]: { schema: { type: 'string', format: 'binary' } } } }
  }
  const schema = closed(route.response)
  return { description, content: { 'application/json': { schema, example: exampleOf(schema) } } }
}

/** Codes by status. All problems have one shape, so the operations refer to it once and name their codes beside it. */
function errorsOf(route: Route, isCommand: boolean): Json {
  const codes = new Set([
    ...(route.access === 'public' ? ['REQUEST_INVALID', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'] : commonErrors),
    ...(isCommand ? commandErrors : []),
    ...(route.body === undefined ? [] : ['BODY_MALFORMED', 'BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED']),
    ...(route.accepts === undefined ? [] : ['BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED']),
    ...(route.access !== 'public' && route.access.owners !== undefined ? ['NOT_FOUND'] : []),
    ...(route.errors ?? []),
  ])
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const row = errorTable().get(code)
    if (row === undefined) continue
    byStatus.set(row.status, [...(byStatus.get(row.status) ?? []), code])
  }
  return Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(([status, list]) => [String(status), list]))
}

function propertiesOf(schema: TSchema | undefined): readonly (readonly [string, Json, boolean])[] {
  const { properties = {}, required = [] } = closed(schema ?? Type.Object({})) as unknown as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, of]) => [name, of, required.includes(name)] as const)
}

function scopesOf(modules: readonly Module[]): Record<string, string> {
  const used = modules.flatMap(({ routes }) =>
    routes.flatMap(({ access }) => (access === 'public' ? [] : [access.scope])),
  )
  return Object.fromEntries([...new Set(used)].sort().map((scope) => [scope, scope.replace(':', ': ')]))
}
