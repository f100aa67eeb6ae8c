/**
 * Generated from OpenAPI: every operation x every role x with and without the scope x own, foreign and missing targets.
 * An operation added tomorrow is walked without a line changed here.
 */
import { randomUUID } from 'node:crypto'
import { type Role, roles, scopes } from '@assay/domain/roles.ts'
import type { Address } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadModules } from '../../tools/loadModules.ts'
import { createClient, issueClaim, registerWallet } from '../modules/parties/index.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { type Answer, type Credentials, type HttpHarness, startHttp } from '../test/http.ts'
import {
  inputIds,
  type Operation,
  pathIds,
  readOperations,
  sendTo,
  type Targets,
  withTargets,
} from '../test/operations.ts'
import { ownThings } from '../test/ownedThings.ts'

let harness: Harness
let http: HttpHarness
let operations: Operation[]
/** One party per role, holding only that role, with every scope. */
const byRole = new Map<Role, Credentials>()
let everything: Credentials
/** A party that owns what nobody else may touch, who is asked to judge its case, and the ids of what it owns. */
let stranger: Credentials
let judge: Credentials
let foreign: Targets

/**
 * Operations that take an id and ask nobody who owns it, each with its reason. One that is in neither list, this one or that of the
 * operations that ask, fails the walk: whoever adds it has to say which it is.
 */
const ownerless: Readonly<Record<string, string>> = {
  announceParameterVersion: 'parameters belong to nobody',
  confirmParameterVersion: 'parameters belong to nobody',
  withdrawParameterVersion: 'parameters belong to nobody',
  grantMandate: 'operators say who speaks for a body; never themselves',
  revokeMandate: 'operators say who speaks for a body; never themselves',
  getParameter: 'parameters belong to nobody',
  replayParameter: 'parameters belong to nobody',
  readCredit: 'credits are public',
  listBundles: 'the list says which bundles exist, not what is in them',
  getPublicBundle: 'its private parts are withheld',
  proveAuditLogInclusion: 'a proof is hashes',
  showRetirement: 'a public page; names only with consent',
  showBundle: 'a public page of the public copy',
  showCaseProof: 'a public page of the public copy; a case without one is not found',
  showRetirementProof: 'a public page of the public copy',
  listPurchases: 'only purchases of the caller are listed',
  listRetirements: 'only retirements of the caller are listed',
  listListings: 'offers are made to every member of the market',
  readListing: 'offers are made to every member of the market',
  buyFromListing: 'offers are made to every member of the market; the caller pays',
  createListing: 'only what the caller holds can be offered',
  retireCredits: 'only what the caller holds can be retired',
  readReversal: 'what was lost is told to every member of the market; why, only to whom it concerns',
  recordReversal: 'reviewers decide for all',
  resolveHold: 'reviewers decide for all',
  openReview: 'reviewers decide for all; never for themselves',
  resolveChallenge: 'reviewers decide for all; never for themselves',
  closeCase: 'reviewers decide for all; never for themselves',
  eraseDocument: 'compliance erases for all',
  eraseAuditLogPseudonym: 'compliance erases for all',
  issueClaim: 'compliance acts on every party',
  revokeClaim: 'compliance acts on every party',
  freezeParty: 'compliance acts on every party',
  changePartyRoles: 'compliance acts on every party',
  recordTrackRecord: 'compliance acts on every party',
  revokeIssuer: 'compliance keeps the register of issuers',
  registerNode: 'governance keeps the register of nodes',
  requestEmission: 'the treasury mints for every party',
  readEmission: 'emissions are told to those who oversee',
}

beforeAll(async () => {
  harness = await createHarness({ modules: await loadModules() })
  http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
  operations = await readOperations(http)
  for (const role of roles) byRole.set(role, await http.grant({ roles: [role] }))
  everything = await http.grant()
  stranger = await http.grant()
  judge = await http.grant({ roles: ['verifier', 'oracle'] })
  const expiresAt = new Date(harness.clock.now().getTime() + 86_400_000).toISOString()
  await harness.run((context) => registerWallet(context, { partyId: stranger.partyId, custody: 'custodied' }))
  await harness.run((context) => issueClaim(context, { partyId: stranger.partyId, expiresAt }))
  await harness.settle()
  foreign = await ownAll()
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

test('an operation that takes an id asks who owns it, and the walk has a real one; or it is said why nobody need own it', () => {
  const takesId = operations.filter((of) => pathIds(of).length > 0 || inputIds(of).length > 0)
  const asks = operations.filter(({ owner }) => owner)
  const unsaid = takesId.filter((of) => !of.owner && !(of.operationId in ownerless))
  expect(unsaid.map(({ operationId }) => operationId)).toEqual([])
  const stale = Object.keys(ownerless).filter((id) => !takesId.some((of) => of.operationId === id && !of.owner))
  expect(stale).toEqual([])
  const unreal = asks.flatMap((of) =>
    pathIds(of)
      .filter((name) => !(name in foreign))
      .map((name) => `${of.operationId} ${name}`),
  )
  expect(unreal).toEqual([])
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
      for (const target of [foreignTo(operation), { partyId: randomUUID() }]) {
        const answer = await send(operation, byRole.get(role)!.token, target)
        const cell = `${operation.operationId} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`
        expect([answer.status, answer.json?.code], cell).toEqual([404, 'NOT_FOUND'])
      }
    }
  }
})

test('an owner, or who is asked to judge, gets into everything that the walk found closed to others', async () => {
  const closed = operations.filter((of) => of.owner && pathIds(of).length > 0)
  expect(closed.length).toBeGreaterThan(30)
  for (const operation of closed) {
    // Of a trade some acts are the seller's, some the buyer's; of a case some are its judges'.
    const answers = []
    for (const { token } of [everything, stranger, judge])
      answers.push(await send(operation, token, foreignTo(operation)))
    const inside = answers.filter(({ status, json }) => status !== 401 && status !== 403 && json?.code !== 'NOT_FOUND')
    expect(inside, operation.operationId).not.toEqual([])
    for (const { status, text } of inside) {
      const cell = `${operation.operationId}: ${status} ${text.slice(0, 300)}`
      expect(status < 500 || status === 503, cell).toBe(true)
    }
  }
})

test("what is somebody else's is open to the roles that may see or act for all", async () => {
  for (const operation of operations.filter((of) => of.owner && pathIds(of).length > 0)) {
    for (const role of operation.anyOwner) {
      const answer = await send(operation, byRole.get(role)!.token, foreignTo(operation))
      const cell = `${operation.operationId} as ${role}: ${answer.status} ${answer.text.slice(0, 300)}`
      expect([401, 403].includes(answer.status) || answer.json?.code === 'NOT_FOUND', cell).toBe(false)
    }
  }
})

test("a list shows the caller's own, page by page, and everybody's only to those who oversee", async () => {
  const idsOf = async (path: string, idName: string, token: string, limit = 200): Promise<string[]> => {
    const ids: string[] = []
    for (let cursor = ''; ; ) {
      const answer = await http.call('GET', `/api/v1${path}?limit=${limit}${cursor}`, { token })
      expect(answer.status, answer.text).toBe(200)
      ids.push(...answer.json.items.map((item: Record<string, string>) => item[idName]))
      if (answer.json.nextCursor === null) return ids
      cursor = `&cursor=${answer.json.nextCursor}`
    }
  }
  const ownRoles = ['landowner', 'creditBuyer', 'seller', 'sovereign', 'oracle'] as const
  const alone = await http.grant({ roles: ownRoles })
  const hold = (held: readonly Role[]) =>
    harness.db
      .updateTable('parties')
      .set({ roles: [...held] })
      .where('party_id', '=', stranger.partyId)
      .execute()
  await hold(ownRoles)
  for (const [path, idName] of [
    ['/trades', 'tradeId'],
    ['/cases', 'caseId'],
    ['/projects', 'projectId'],
    ['/purchases', 'purchaseId'],
    ['/retirements', 'retirementId'],
    ['/conversions', 'conversionId'],
  ] as const) {
    const auditor = byRole.get('auditor')!.token
    const all = await idsOf(path, idName, auditor)
    expect([path, all.includes(foreign[idName]!)]).toEqual([path, true])
    expect([path, await idsOf(path, idName, auditor, 1)]).toEqual([path, all])
    expect([path, await idsOf(path, idName, stranger.token)]).toEqual([path, [foreign[idName]]])
    expect([path, await idsOf(path, idName, alone.token)]).toEqual([path, []])
  }
  expect(await idsOf('/cases', 'caseId', judge.token)).toEqual([foreign.caseId])
  await hold(roles)
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

test('a frozen party commands nothing and still reads; released, it acts again', async () => {
  const client = await http.grant()
  const freeze = (frozen: boolean) =>
    http.call('POST', `/api/v1/parties/${client.partyId}/freeze`, {
      token: byRole.get('compliance')!.token,
      body: { frozen, reason: 'an inquiry' },
    })
  expect((await freeze(true)).status).toBe(202)
  for (const operation of operations.filter(({ scope }) => scope !== null)) {
    const answer = await send(operation, client.token)
    const cell = `${operation.operationId}: ${answer.status} ${answer.text.slice(0, 300)}`
    if (operation.method === 'GET') expect(answer.status, cell).not.toBe(403)
    else expect([answer.status, answer.json?.code], cell).toEqual([403, 'CALLER_FROZEN'])
  }
  await freeze(false)
  const command = operations.find(({ method, scope }) => method !== 'GET' && scope !== null)!
  expect((await send(command, client.token)).status).not.toBe(403)
})

/** Makes one real thing of each kind, owned by the stranger; what a party can make itself through the API. */
async function ownAll(): Promise<Targets> {
  const { partyId, token } = stranger
  const { clientId } = await harness.run((context) =>
    createClient(context, { partyId, name: 'to be revoked', scopes: ['assets:read'] }),
  )
  const { wallet, walletId } = await walletOf(partyId)
  const ids: Record<string, string> = { partyId, clientId, walletId }
  const make = async (operationId: string, idName: string, change: (example: object) => object) => {
    const { path, example } = operations.find((of) => of.operationId === operationId)!
    const answer = await http.call('POST', path, { token, body: change(withTargets(example, { partyId }) as object) })
    expect(answer.status, `${operationId}: ${answer.text.slice(0, 500)}`).toBeLessThan(300)
    expect(answer.json[idName], answer.text.slice(0, 500)).toBeTypeOf('string')
    ids[idName] = answer.json[idName]
  }
  const price = { category: 'agriculture', quantity: '10000', pricePt: '250', totalPt: '2500000' }
  const way = { loadPort: 'EETLL', dischargePort: 'NLRTM', buyerPartyId: everything.partyId }
  await make('registerTrade', 'tradeId', (example) => ({ ...example, ...price, ...way }))
  await make('registerParcel', 'parcelId', parcelOf)
  await harness.settle()
  await make('registerProject', 'projectId', (example) => ({ ...example, parcelId: ids.parcelId }))
  const { tradeId, projectId, parcelId } = ids as Record<'tradeId' | 'projectId' | 'parcelId', string>
  const sides = { otherPartyId: everything.partyId, judgePartyId: judge.partyId }
  return {
    ...ids,
    ...(await harness.run((context) =>
      ownThings(context, { partyId, wallet, tradeId, projectId, parcelId, ...sides }),
    )),
  }
}

async function walletOf(partyId: string): Promise<{ wallet: Address; walletId: string }> {
  const row = await harness.db
    .selectFrom('wallets')
    .select(['wallet_id', 'address'])
    .where('party_id', '=', partyId)
    .executeTakeFirstOrThrow()
  return { wallet: row.address as Address, walletId: row.wallet_id }
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

/** Of an issuance, `caseId` is the case of a quantification; everywhere else that of the trade. */
function foreignTo({ path }: Operation): Targets {
  return path.startsWith('/api/v1/issuances/') ? { ...foreign, caseId: foreign.quantificationId! } : foreign
}

function send(operation: Operation, token: string | null, target: Targets = {}): Promise<Answer> {
  return sendTo(http, operation, token, target)
}
