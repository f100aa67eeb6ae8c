import { randomUUID } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { governance } from '../../modules/governance/index.ts'
import { parties } from '../../modules/parties/index.ts'
import { createHarness, type Harness } from '../../test/harness.ts'
import { type HttpHarness, startHttp } from '../../test/http.ts'
import { createSeal } from '../seal.ts'
import { rotateSigningKey } from './keys.ts'
import { apiResource } from './provider.ts'

let harness: Harness
let http: HttpHarness
beforeAll(async () => {
  harness = await createHarness({ modules: [parties, governance], chain: false })
  http = await startHttp(harness)
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const askToken = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${http.url}/oidc/token`, { method: 'POST', headers, body: new URLSearchParams(body) })

test('a wrong secret, an unknown client and another grant are refused alike with invalid_client or unsupported_grant_type', async () => {
  const client = await http.grant()
  const grant = { grant_type: 'client_credentials' }
  const wrong = await askToken({ ...grant, client_id: client.clientId, client_secret: 'assay_wrong' })
  expect([wrong.status, (await wrong.json()).error]).toEqual([401, 'invalid_client'])
  const unknown = await askToken({ ...grant, client_id: randomUUID(), client_secret: client.clientSecret })
  expect([unknown.status, (await unknown.json()).error]).toEqual([401, 'invalid_client'])
  const nonsense = await askToken({ ...grant, client_id: "' or 1=1", client_secret: 'x' })
  expect([nonsense.status, (await nonsense.json()).error]).toEqual([401, 'invalid_client'])
  const code = await askToken({
    grant_type: 'authorization_code',
    code: 'x',
    client_id: client.clientId,
    client_secret: client.clientSecret,
  })
  expect([code.status, (await code.json()).error]).toEqual([400, 'unsupported_grant_type'])
})

test('2.26 no. 13 does not occur: no name with a password opens anything, at the API or at the door', async () => {
  const { partyId } = await http.grant()
  for (const pair of ['admin:password', 'admin:admin', 'admin:', ':']) {
    const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
    const api = await fetch(`${http.url}/api/v1/parties/${partyId}`, { headers: { authorization } })
    expect(api.status).toBe(401)
    const door = await askToken({ grant_type: 'client_credentials' }, { authorization })
    expect(door.status).toBeGreaterThanOrEqual(400)
    expect(await door.json()).not.toHaveProperty('access_token')
  }
})

test('what the door does not serve is answered with a problem, and a token is not asked for with GET', async () => {
  for (const [method, path, status, code] of [
    ['GET', '/oidc/token', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/oidc/token?grant_type=client_credentials', 405, 'METHOD_NOT_ALLOWED'],
    ['POST', '/oidc/jwks', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/oidc/auth', 404, 'NOT_FOUND'],
    ['POST', '/oidc/nothing', 404, 'NOT_FOUND'],
    ['PUT', '/oidc/token', 404, 'NOT_FOUND'],
  ] as const) {
    const answer = await fetch(`${http.url}${path}`, { method })
    const type = answer.headers.get('content-type')
    expect([path, answer.status, type]).toEqual([path, status, expect.stringContaining('application/problem+json')])
    expect(await answer.json()).toMatchObject({ code, status, remedy: expect.any(String) })
    expect(answer.headers.get('allow')?.includes('POST') ?? false).toBe(
      path.startsWith('/oidc/token') && status === 405,
    )
  }
})

test('the hash of a secret is not the secret', async () => {
  const client = await http.grant()
  const { secret_hash: hash } = await harness.db
    .selectFrom('clients')
    .select('secret_hash')
    .where('client_id', '=', client.clientId)
    .executeTakeFirstOrThrow()
  expect(hash).not.toContain(client.clientSecret)
  const answer = await askToken({ grant_type: 'client_credentials', client_id: client.clientId, client_secret: hash })
  expect(answer.status).toBe(401)
})

test('a browser gets a token for a page of ours, and none for a page from elsewhere', async () => {
  const { clientId, clientSecret } = await http.grant()
  const ask = (origin: string) =>
    askToken({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }, { origin })
  for (const origin of ['https://elsewhere.example', 'null', `${http.url}.elsewhere.example`]) {
    const refused = await ask(origin)
    expect([refused.status, (await refused.json()).error]).toEqual([400, 'invalid_request'])
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  }
  for (const origin of [http.url, new URL(harness.machine.config.publicUrl).origin]) {
    const given = await ask(origin)
    expect([given.status, (await given.json()).access_token]).toEqual([200, expect.any(String)])
  }
})

test('a client cannot get a scope it was not created with', async () => {
  const client = await http.grant({ scopes: ['parties:read'] })
  await expect(http.tokenOf(client, 'parties:write')).rejects.toThrow('invalid_scope')
  expect(decodeJwt(await http.tokenOf(client)).scope).toBe('parties:read')
})

test('an access token is a JWT of RFC 9068 with the audience of the API and no secret in it', async () => {
  const client = await http.grant({ scopes: ['parties:read', 'assets:read'] })
  const token = await http.tokenOf(client, 'assets:read')
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' })
  const payload = decodeJwt(token)
  expect(payload).toMatchObject({ aud: apiResource, client_id: client.clientId, scope: 'assets:read' })
  expect(payload.exp! - payload.iat!).toBeLessThanOrEqual(600)
})

test('nobody else can sign a token, and `none` signs nothing', async () => {
  const { clientId, partyId } = await http.grant()
  const { privateKey } = await generateKeyPair('ES256')
  const kid = (await harness.db.selectFrom('signing_keys').select('kid').executeTakeFirstOrThrow()).kid
  const forge = (header: { alg: string; typ?: string; kid?: string }) =>
    new SignJWT({ client_id: clientId, scope: 'parties:read' })
      .setProtectedHeader(header)
      .setIssuer(`${harness.machine.config.publicUrl}/oidc`)
      .setAudience(apiResource)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
  const unsigned = ['{"alg":"none","typ":"at+jwt"}', JSON.stringify(decodeJwt(await forge({ alg: 'ES256', kid })))]
  const tokens = [
    await forge({ alg: 'ES256', typ: 'at+jwt', kid }),
    await forge({ alg: 'ES256', typ: 'at+jwt', kid: 'unknown' }),
    await forge({ alg: 'ES256', typ: 'at+jwt' }),
    `${unsigned.map((part) => Buffer.from(part).toString('base64url')).join('.')}.AA`,
    'not-a-token',
  ]
  for (const token of tokens) {
    const answer = await http.call('GET', `/api/v1/parties/${partyId}`, { token })
    expect([answer.status, answer.json.code]).toEqual([401, 'TOKEN_INVALID'])
  }
})

test('after a rotation old tokens verify until their key is retired, new processes sign with the new key', async () => {
  const client = await http.grant()
  const seal = createSeal(Buffer.alloc(32, 7), 'signing keys')
  const later = new Date(harness.clock.now().getTime() + 1_000)
  const kid = await rotateSigningKey(harness.db, seal, { now: later, retireBefore: new Date(0) })
  const second = await startHttp(harness)
  try {
    const token = await second.tokenOf(client)
    expect(decodeProtectedHeader(token).kid).toBe(kid)
    const read = (of: string) => http.call('GET', `/api/v1/parties/${client.partyId}`, { token: of })
    expect((await read(token)).status).toBe(200)
    expect((await read(client.token)).status).toBe(200)
    await rotateSigningKey(harness.db, seal, { now: later, retireBefore: later })
    const third = await startHttp(harness)
    const refused = await third.call('GET', `/api/v1/parties/${client.partyId}`, { token: client.token })
    expect(refused.json.code).toBe('TOKEN_INVALID')
    await third.close()
  } finally {
    await second.close()
  }
})

test('the private signing key is sealed in the database', async () => {
  const rows = await harness.db.selectFrom('signing_keys').selectAll().execute()
  expect(rows.length).toBeGreaterThan(0)
  for (const row of rows) {
    expect(JSON.stringify(row.public_jwk)).not.toContain('"d"')
    expect(Buffer.from(row.sealed_private_jwk).toString('utf8')).not.toContain('"d"')
    const opened = JSON.parse(
      createSeal(Buffer.alloc(32, 7), 'signing keys').open(row.sealed_private_jwk, row.kid).toString(),
    )
    expect(opened.d).toBeTypeOf('string')
    expect(() => createSeal(Buffer.alloc(32, 8), 'signing keys').open(row.sealed_private_jwk, row.kid)).toThrow()
    expect(() => createSeal(Buffer.alloc(32, 7), 'signing keys').open(row.sealed_private_jwk, 'other')).toThrow()
  }
})

test('discovery and keys are public and hold no private part', async () => {
  const discovery = await (await fetch(`${http.url}/oidc/.well-known/openid-configuration`)).json()
  expect(discovery.grant_types_supported).toEqual(['client_credentials'])
  const { keys } = await (await fetch(`${http.url}/oidc/jwks`)).json()
  expect(keys.length).toBeGreaterThan(0)
  for (const key of keys) expect(key).not.toHaveProperty('d')
})
