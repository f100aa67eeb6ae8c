/**
 * Generated from OpenAPI: every operation x every role x with and without the scope x own, foreign and missing targets.
 * An operation added tomorrow is walked without a line changed here.
 */
import { randomUUID } from 'node:crypto'
import { type Role, roles, scopes } from '@assay/domain/roles.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModules } from '../../tools/loadModules.ts'
import { createClient, issueClaim, registerWallet } from '../modules/parties/index.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { type Answer, type Credentials, type HttpHarness, startHttp } from '../test/http.ts'

interface Operation {
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

let harness: Harness
let http: HttpHarness
let operations: Operation[]
/** One party per role, holding only that role, with every scope. */
const byRole = new Map<Role, Credentials>()
let everything: Credentials
/** A party that owns what nobody else may touch, and the ids of what it owns, by the name of the path parameter. */
let stranger: Credentials
let foreign: Targets
type Targets = Readonly<Record<string, string>>

beforeAll(async () => {
  harness = await createHarness({ modules: await loadModules() })
  http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
  operations = readOperations((await http.call('GET', '/openapi.json')).json)
  for (const role of roles) byRole.set(role, await http.grant({ roles: [role] }))
  everything = await http.grant()
  stranger = await http.grant()
  const expiresAt = new Date(harness.clock.now().getTime() + 86_400_000).toISOString()
  await harness.run((context) => registerWallet(context, { partyId: stranger.partyId, custody: 'custodied' }))
  await harness.run((context) => issueClaim(context, { partyId: stranger.partyId, expiresAt }))
  await harness.settle()
  foreign = await ownThings()
}, 120_000)
afterAll(async () => {
  await http?.close()
  await harness?.close()
})

test('the walk sees every operation of every module', () => {
  const declared = harness.machine.modules.flatMap((module) => module.routes.map((route) => route.operationId))
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual([...declared].sort())
  expect(operations.length).toBeGreaterThan(20)
})

test('without a token every operation that is not public answers 401', async () => {
  for (const operation of operations) {
    const answer = await send(operation, null)
    const expected = operation.scope === null ? answer.status : 401
    expect([operation.operationId, answer.status], answer.text).toEqual([operation.operationId, expected])
    if (operation.scope === null) expect([401, 403], operation.operationId).not.toContain(answer.status)
    else expect(answer.json.code).toBe('TOKEN_REQUIRED')
  }
})

test('a role that is not named gets 403, whatever its scopes; a named one gets past the door', async () => {
  for (const operation of operations.filter(({ scope }) => scope !== null)) {
    for (const role of roles) {
      const answer = await send(operation, byRole.get(role)!.token)
      const cell = `${operation.operationId} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`
      if (operation.roles.includes(role)) {
        expect([401, 403], cell).not.toContain(answer.status)
        expect(answer.status === 503 || answer.status < 500, cell).toBe(true)
      } else {
        expect([answer.status, answer.json?.code], cell).toEqual([403, 'ROLE_MISSING'])
      }
    }
  }
})

test('a token without the scope gets 403, whatever its roles; with only the scope it gets past the door', async () => {
  for (const operation of operations.filter(({ scope }) => scope !== null)) {
    const without = await http.tokenOf(everything, scopes.filter((scope) => scope !== operation.scope).join(' '))
    const refused = await send(operation, without)
    expect([operation.operationId, refused.status, refused.json.code]).toEqual([
      operation.operationId,
      403,
      'SCOPE_MISSING',
    ])
    const only = await send(operation, await http.tokenOf(everything, operation.scope!))
    expect([401, 403], `${operation.operationId} ${only.text}`).not.toContain(only.status)
  }
})

test("what is missing or somebody else's is 404 for every role without a right to all of it", async () => {
  for (const operation of operations.filter(({ owner }) => owner)) {
    for (const role of operation.roles.filter((of) => !operation.anyOwner.includes(of))) {
      for (const target of [foreign, { partyId: randomUUID() }]) {
        const answer = await send(operation, byRole.get(role)!.token, target)
        const cell = `${operation.operationId} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`
        expect([answer.status, answer.json?.code], cell).toEqual([404, 'NOT_FOUND'])
      }
    }
  }
})

test('an owner gets into everything real that the walk found closed to others', async () => {
  const isReal = (path: string) => [...path.matchAll(/\{(\w+)\}/g)].every(([, name]) => name! in foreign)
  const real = operations.filter(({ owner, path }) => owner && path.includes('{') && isReal(path))
  expect(real.length).toBeGreaterThan(10)
  for (const operation of real) {
    // Of a trade some acts are the seller's, some the buyer's.
    const answers = [
      await send(operation, everything.token, foreign),
      await send(operation, stranger.token, foreign),
    ].filter(({ status, json }) => status !== 401 && status !== 403 && json?.code !== 'NOT_FOUND')
    expect(answers, operation.operationId).not.toEqual([])
  }
})

test("what is somebody else's is open to the roles that may see or act for all", async () => {
  for (const operation of operations.filter(({ owner, path }) => owner && path.includes('{partyId}'))) {
    for (const role of operation.anyOwner) {
      const answer = await send(operation, byRole.get(role)!.token, foreign)
      const cell = `${operation.operationId} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`
      expect([401, 403].includes(answer.status) || answer.json?.code === 'NOT_FOUND', cell).toBe(false)
    }
  }
})

test('a token of a role taken away, a client revoked or a scope not granted stops working at once', async () => {
  const client = await http.grant({ roles: ['auditor'] })
  const list = () => http.call('GET', '/api/v1/parties?limit=1', { token: client.token })
  expect((await list()).status).toBe(200)
  const changed = await http.call('PUT', `/api/v1/parties/${client.partyId}/roles`, {
    token: byRole.get('compliance')!.token,
    body: { roles: ['seller'] },
  })
  expect(changed.status).toBe(200)
  expect((await list()).json.code).toBe('ROLE_MISSING')
  const own = () => http.call('GET', `/api/v1/parties/${client.partyId}`, { token: client.token })
  expect((await own()).status).toBe(200)
  await http.call('DELETE', `/api/v1/parties/${client.partyId}/clients/${client.clientId}`, { token: client.token })
  expect((await own()).json.code).toBe('TOKEN_INVALID')
})

/** Makes one real thing of each kind that needs no story before it, through the API, owned by the stranger. */
async function ownThings(): Promise<Targets> {
  const { partyId, token } = stranger
  const { clientId } = await harness.run((context) =>
    createClient(context, { partyId, name: 'to be revoked', scopes: ['assets:read'] }),
  )
  const ids: Record<string, string> = { partyId, clientId }
  const make = async (operationId: string, idName: string, change: (example: object) => object) => {
    const { path, example } = operations.find((of) => of.operationId === operationId)!
    const answer = await http.call('POST', path, { token, body: change(withParty(example, partyId) as object) })
    expect(answer.status, `${operationId}: ${answer.text.slice(0, 500)}`).toBeLessThan(300)
    expect(answer.json[idName], answer.text.slice(0, 500)).toBeTypeOf('string')
    ids[idName] = answer.json[idName]
  }
  const price = { category: 'agriculture', quantity: '10000', pricePt: '250', totalPt: '2500000' }
  const way = { loadPort: 'EETLL', dischargePort: 'NLRTM' }
  await make('registerTrade', 'tradeId', (example) => ({
    ...example,
    ...price,
    ...way,
    buyerPartyId: everything.partyId,
  }))
  await make('registerParcel', 'parcelId', parcelOf)
  await harness.settle()
  await make('registerProject', 'projectId', (example) => ({ ...example, parcelId: ids.parcelId }))
  return ids
}

function parcelOf(example: object): object {
  const { properties } = example as { properties: { declaredArea?: string } }
  const { declaredArea: _computed, ...rest } = properties
  const ring = [
    [25.1, 58.2],
    [25.11, 58.2],
    [25.11, 58.21],
    [25.1, 58.2],
  ]
  return { ...example, properties: rest, geometry: { type: 'Polygon', coordinates: [ring] } }
}

/** Sends an operation's own example. `target` gives the ids of the path, and the party in query and body. */
function send(operation: Operation, token: string | null, target: Targets = {}): Promise<Answer> {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_whole, name) => {
    const { schema } = operation.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)!
    return encodeURIComponent(schema.format === 'uuid' ? (target[name] ?? randomUUID()) : String(exampleValue(schema)))
  })
  const { partyId } = target
  const query = new URLSearchParams()
  for (const { name, in: where, required, schema } of operation.parameters) {
    if (where !== 'query') continue
    if (partyId !== undefined && isParty(name)) query.set(name, partyId)
    else if (required) query.set(name, String(exampleValue(schema)))
  }
  // The example names a trade as subject, so the trade's parties are who owns a document.
  if (query.has('subjectId') && target.tradeId !== undefined) query.set('subjectId', target.tradeId)
  const body = partyId === undefined ? operation.example : withParty(operation.example, partyId)
  return http.call(operation.method, `${path}${query.size === 0 ? '' : `?${query}`}`, {
    token,
    ...(body === undefined ? {} : { body }),
    ...(operation.upload === null ? {} : { bytes: Buffer.from('x'), headers: { 'content-type': operation.upload } }),
  })
}

function isParty(name: string): boolean {
  return /partyId$/i.test(name)
}

/** The example with every party replaced. */
function withParty(value: unknown, partyId: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withParty(item, partyId))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, of]) => [
      name,
      isParty(name) && typeof of === 'string' ? partyId : withParty(of, partyId),
    ]),
  )
}

function exampleValue(schema: Schema): unknown {
  if (schema.examples !== undefined) return schema.examples[0]
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.type === 'integer') return schema.minimum ?? 0
  return 'x'
}

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

function readOperations(document: { paths: Record<string, Record<string, OperationObject>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
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
