/** Operations of the API as OpenAPI tells them, to be walked by tests, each sent with its own example. */
import { randomUUID } from 'node:crypto'
import type { Role } from '@assay/domain/roles.ts'
import type { Answer, HttpHarness } from './http.ts'

export interface Operation {
  readonly method: string
  readonly path: string
  readonly operationId: string
  readonly roles: readonly Role[]
  readonly scope: string | null
  readonly owner: boolean
  readonly anyOwner: readonly Role[]
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: Schema }[]
  readonly example: unknown
  /** Media type of raw bytes the operation takes, or null. */
  readonly upload: string | null
}
type Schema = { examples?: unknown[]; format?: string; enum?: unknown[]; type?: string; minimum?: number }

/** Ids to name in path, query and body, by the name they have there. */
export type Targets = Readonly<Record<string, string>>

interface OperationObject {
  readonly operationId: string
  readonly 'x-roles': readonly Role[]
  readonly 'x-scope': string | null
  readonly 'x-owner': boolean
  readonly 'x-any-owner'?: readonly Role[]
  readonly parameters: Operation['parameters']
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>
  }
}

export async function readOperations(http: HttpHarness): Promise<Operation[]> {
  const { paths } = (await http.call('GET', '/openapi.json')).json as {
    paths: Record<string, Record<string, OperationObject>>
  }
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, of]) => {
      const content = of.requestBody?.content
      return {
        method: method.toUpperCase(),
        path,
        operationId: of.operationId,
        roles: of['x-roles'],
        scope: of['x-scope'],
        owner: of['x-owner'],
        anyOwner: of['x-any-owner'] ?? [],
        parameters: of.parameters,
        example: content?.['application/json']?.example,
        upload: Object.entries(content ?? {}).find(([, { schema }]) => schema.format === 'binary')?.[0] ?? null,
      }
    }),
  )
}

/** Names of what the path is about. */
export function pathIds({ path }: Operation): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
}

/** Names of ids that query and body take. */
export function inputIds({ parameters, example }: Operation): string[] {
  const query = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name)
  const body = typeof example === 'object' && example !== null ? Object.keys(example) : []
  return [...query, ...body].filter((name) => /(^id|Id|Ids)$/.test(name))
}

/** Sends an operation's own example, with what `target` names in its place and ids of nothing everywhere else in the path. */
export function sendTo(
  http: HttpHarness,
  operation: Operation,
  token: string | null,
  target: Targets = {},
): Promise<Answer> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name) => {
    const { schema } = operation.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)!
    const nothing = schema.format === 'uuid' ? randomUUID() : String(exampleValue(schema))
    return encodeURIComponent(target[name] ?? nothing)
  })
  const query = new URLSearchParams()
  for (const { name, in: where, required, schema } of operation.parameters) {
    if (where !== 'query') continue
    const named = namedIn(target, name)
    if (named !== undefined) query.set(name, named)
    else if (required) query.set(name, String(exampleValue(schema)))
  }
  // The example names a trade as subject, so the trade's parties are who owns a document.
  if (query.has('subjectId') && target.tradeId !== undefined) query.set('subjectId', target.tradeId)
  const body = withTargets(operation.example, target)
  return http.call(operation.method, `${path}${query.size === 0 ? '' : `?${query}`}`, {
    token,
    ...(body === undefined ? {} : { body }),
    ...(operation.upload === null ? {} : { bytes: Buffer.from('x'), headers: { 'content-type': operation.upload } }),
  })
}

/** The example with every party and every id replaced that `target` names. */
export function withTargets(value: unknown, target: Targets): unknown {
  if (Array.isArray(value)) return value.map((item) => withTargets(item, target))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [
      name,
      typeof of === 'string' ? (sameForm(namedIn(target, name), of) ?? of) : withTargets(of, target),
    ]),
  )
}

/** A buyer, a seller, an owner: whatever a party is called, it is the party of the target. */
function namedIn(target: Targets, name: string): string | undefined {
  return /partyId$/i.test(name) ? target.partyId : target[name]
}

/** An id on chain may have the name of an id of ours; it is not replaced by one. */
function sameForm(id: string | undefined, example: string): string | undefined {
  return id?.length === example.length ? id : undefined
}

function exampleValue(schema: Schema): unknown {
  if (schema.examples !== undefined) return schema.examples[0]
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'integer') return schema.minimum ?? 0
  return 'x'
}
