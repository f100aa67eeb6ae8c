import { afterAll, beforeAll, expect, test } from 'vitest'
import { parties } from '../modules/parties/index.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { type Credentials, type HttpHarness, startHttp } from '../test/http.ts'
import { probe } from '../test/probe.ts'

let harness: Harness
let http: HttpHarness
let client: Credentials
beforeAll(async () => {
  harness = await createHarness({ modules: [parties, probe], chain: false })
  http = await startHttp(harness)
  client = await http.grant()
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const post = (body: unknown, headers = {}) =>
  http.call('POST', '/api/v1/probes', { token: client.token, body, headers })
const get = (path: string) => http.call('GET', path, { token: client.token })
const valid = { name: 'a', amount: '1', kind: 'small' }

test('every wrong field is named with a JSON pointer, unknown properties included', async () => {
  const answer = await post({
    name: '',
    amount: 5,
    kind: 'medium',
    extra: 1,
    nested: { tags: ['toolong', 'b', 'c'], 'x/y': 1 },
  })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.json).toMatchObject({
    code: 'REQUEST_INVALID',
    status: 400,
    retryable: false,
    type: '/problems#REQUEST_INVALID',
  })
  expect(answer.json.remedy).toBeTypeOf('string')
  expect(answer.json.requestId).toBe(answer.headers.get('x-request-id'))
  const pointers = answer.json.errors.map((error: { pointer: string }) => error.pointer)
  expect(pointers).toEqual(expect.arrayContaining(['/name', '/amount', '/kind', '/extra', '/nested/x~1y']))
  const missing = await post({ kind: 'small' })
  expect(missing.json.errors.map((error: { pointer: string }) => error.pointer).sort()).toEqual(['/amount', '/name'])
})

test.each([
  ['broken JSON', '{"name":', 400, 'BODY_MALFORMED'],
  ['no body', undefined, 400, 'REQUEST_INVALID'],
  ['an empty body', '', 400, 'BODY_MALFORMED'],
  ['a list', '[]', 400, 'REQUEST_INVALID'],
  ['null', 'null', 400, 'REQUEST_INVALID'],
  [
    'a poisoned prototype',
    '{"__proto__":{"roles":["operator"]},"name":"a","amount":"1","kind":"small"}',
    400,
    'BODY_MALFORMED',
  ],
  ['a body too large', `{"name":"${'x'.repeat(1_100_000)}"}`, 413, 'BODY_TOO_LARGE'],
])('%s is refused', async (_name, body, status, code) => {
  const answer = await http.call('POST', '/api/v1/probes', { token: client.token, body })
  expect([answer.status, answer.json.code]).toEqual([status, code])
})

test.each<[string, string, string]>([
  ['half of a surrogate pair', '{"name":"\\ud800","amount":"1","kind":"small"}', '/name'],
  [
    'U+0000 where a schema allows any text',
    '{"name":"a","amount":"1","kind":"small","nested":{"tags":["\\u0000"]}}',
    '/nested/tags/0',
  ],
  ['a member whose name is no text', '{"name":"a","nested":{"\\udfff":1}}', '/nested'],
  ['a number beyond all numbers', '{"name":"a","amount":1e999}', '/amount'],
  ['JSON nested without end', `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`, `/name${'/0'.repeat(63)}`],
])('%s is refused by its pointer', async (_name, body, pointer) => {
  const answer = await post(body)
  expect([answer.status, answer.json.code]).toEqual([400, 'REQUEST_INVALID'])
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  expect(answer.json.errors).toEqual([{ in: 'body', pointer, message: expect.any(String) }])
})

test('U+0000 and bytes that are no text are refused in queries and paths, and at the token endpoint', async () => {
  expect((await get('/api/v1/probes?tag=a&tag=%00')).json.errors).toEqual([
    { in: 'query', pointer: '/tag/1', message: expect.any(String) },
  ])
  expect((await get('/api/v1/probes?tag=%ED%A0%80')).status).toBeLessThan(500)
  const page = await http.call('GET', '/probe-page/a%00')
  expect([page.status, page.json.errors[0].pointer]).toEqual([400, '/name'])
  const token = await fetch(`${http.url}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'x\0', client_secret: 'y' }),
  })
  expect(token.status).toBe(401)
})

test.each([
  ['a line break', 'a\nb'],
  ['a control character of the second kind', 'a\u0085b'],
  ['a character that turns the direction', '\u202eevil'],
  ['an isolate', 'a\u2066b'],
  ['a space of no width', 'bank\u200bof'],
  ['a byte order mark', '\ufeffname'],
])('%s in a text for people is refused in words', async (_name, name) => {
  const answer = await post({ ...valid, name })
  expect(answer.json.errors).toEqual([
    {
      in: 'body',
      pointer: '/name',
      message: 'must be one line without control characters, changes of direction and characters of no width',
    },
  ])
})

test('texts of every script are taken', async () => {
  for (const name of ['Maiznīca "Rīts" & <Sons>', 'شركة الحبوب', '株式会社', 'Société d’Élevage', '🌾']) {
    expect((await post({ ...valid, name })).status).toBe(201)
  }
})

test('a number beyond 2^53 as text keeps every digit, as a JSON number it is refused', async () => {
  const amount = '115792089237316195423570985008687907853.123456789012345678'
  expect((await post({ ...valid, amount })).json.amount).toBe(amount)
  expect((await post(`{"name":"a","amount":9007199254740993,"kind":"small"}`)).json.errors).toEqual([
    { in: 'body', pointer: '/amount', message: expect.any(String) },
  ])
})

test('another media type is refused with the accepted ones', async () => {
  const answer = await post('name=a', { 'content-type': 'application/x-www-form-urlencoded' })
  expect([answer.status, answer.json.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED'])
})

test('query values are read strictly: whole numbers, booleans, lists; unknown names are refused', async () => {
  expect((await get('/api/v1/probes?limit=201')).json.errors[0]).toMatchObject({ in: 'query', pointer: '/limit' })
  expect((await get('/api/v1/probes?limit=1.5')).status).toBe(400)
  expect((await get('/api/v1/probes?limit=1e1')).status).toBe(400)
  expect((await get('/api/v1/probes?deep=yes')).status).toBe(400)
  expect((await get('/api/v1/probes?limt=5')).json.errors[0]).toMatchObject({ pointer: '/limt' })
  expect((await get('/api/v1/probes?limit=2&deep=true&tag=a&tag=b')).json.items).toHaveLength(2)
  expect((await get('/api/v1/probes?tag=a')).json.items).toHaveLength(50)
})

test('pages follow each other by an opaque cursor without gap or repetition', async () => {
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page = await get(`/api/v1/probes?limit=200${cursor === null ? '' : `&cursor=${cursor}`}`)
    seen.push(...page.json.items.map((item: { number: string }) => item.number))
    cursor = page.json.nextCursor
  } while (cursor !== null)
  expect(seen).toHaveLength(450)
  expect(new Set(seen).size).toBe(450)
  for (const wrong of [
    '!!',
    'abc',
    Buffer.from('["a","b"]').toString('base64url'),
    Buffer.from('["a"]').toString('base64url'),
    Buffer.from('{"a":1}').toString('base64url'),
  ]) {
    expect((await get(`/api/v1/probes?cursor=${encodeURIComponent(wrong)}`)).status).toBe(400)
  }
})

test('path parameters are validated', async () => {
  const answer = await http.call('DELETE', '/api/v1/probes/1', { token: client.token })
  expect(answer.json.errors).toEqual([{ in: 'params', pointer: '/id', message: expect.any(String) }])
  const deleted = await http.call('DELETE', '/api/v1/probes/0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10', {
    token: client.token,
  })
  expect([deleted.status, deleted.text]).toEqual([204, ''])
  const surplus = await http.call('DELETE', '/api/v1/probes/0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10', {
    token: client.token,
    body: { why: 'x' },
  })
  expect(surplus.json.errors).toEqual([{ in: 'body', pointer: '/why', message: expect.any(String) }])
})

test('an answer with a property too many is not sent', async () => {
  const answer = await get('/api/v1/probes/leak')
  expect([answer.status, answer.json.code]).toEqual([500, 'INTERNAL'])
  expect(answer.text).not.toContain('leaked')
})

test('what nobody foresaw says nothing about itself', async () => {
  const answer = await get('/api/v1/probes/crash')
  expect([answer.status, answer.json.code]).toEqual([500, 'INTERNAL'])
  expect(answer.text).not.toContain('hunter2')
})

test('uploads take bytes of the declared types up to their own limit', async () => {
  const upload = (bytes: Uint8Array, type: string, query = '?kind=survey') =>
    http.call('POST', `/api/v1/probes/files${query}`, { token: client.token, bytes, headers: { 'content-type': type } })
  expect((await upload(Buffer.from('a,b\n1,2'), 'text/csv; charset=utf-8')).json).toEqual({
    size: 7,
    mediaType: 'text/csv',
    kind: 'survey',
  })
  // JSON is stored as the bytes it came in, so broken JSON is none of this layer's business.
  expect((await upload(Buffer.from('{"a":'), 'application/json')).status).toBe(201)
  expect((await upload(Buffer.alloc(1_900_000), 'text/csv')).json.size).toBe(1_900_000)
  expect((await upload(Buffer.alloc(2_000_001), 'text/csv')).json).toMatchObject({
    code: 'BODY_TOO_LARGE',
    limitBytes: 2_000_000,
  })
  expect((await upload(Buffer.from('x'), 'image/png')).json).toMatchObject({
    code: 'MEDIA_TYPE_UNSUPPORTED',
    accepts: ['text/csv', 'application/json'],
  })
  expect((await upload(Buffer.from('{}'), 'application/json', '?kind=table')).json).toMatchObject({
    status: 415,
    code: 'MEDIA_TYPE_UNSUPPORTED',
    accepts: ['text/csv'],
  })
  expect((await upload(Buffer.from('a'), 'text/csv', '?kind=table')).status).toBe(201)
  expect((await upload(Buffer.from('x'), 'text/csv', '')).json.code).toBe('REQUEST_INVALID')
})

test('a public page lies outside /api/v1, needs no token and runs no scripts', async () => {
  const page = await http.call('GET', '/probe-page/world')
  expect([page.status, page.text]).toEqual([200, '<h1>Hello world</h1>'])
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(page.headers.get('content-security-policy')).not.toContain('script-src')
})

test('an unknown path and an unknown method are problems too', async () => {
  for (const [method, path] of [
    ['GET', '/api/v1/nothing'],
    ['PATCH', '/api/v1/probes'],
    ['GET', '/%E0%A4%A'],
  ] as const) {
    const answer = await http.call(method, path, { token: client.token })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expect(answer.json.code).toMatch(/NOT_FOUND|REQUEST_REFUSED/)
  }
})

test('request ids are taken over when harmless, answers carry security headers', async () => {
  const kept = await http.call('GET', '/healthz', { headers: { 'x-request-id': 'trace-1' } })
  expect(kept.headers.get('x-request-id')).toBe('trace-1')
  const replaced = await http.call('GET', '/healthz', { headers: { 'x-request-id': 'a b"c' } })
  expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(kept.headers.get('x-content-type-options')).toBe('nosniff')
  expect(kept.headers.get('cache-control')).toBe('no-store')
})

test('health, readiness, documentation and the problem table answer without a token and from here alone', async () => {
  expect((await http.call('GET', '/healthz')).json).toEqual({ alive: true })
  expect((await http.call('GET', '/readyz')).json).toEqual({ ready: true, parts: [{ part: 'database', ready: true }] })
  expect((await http.call('GET', '/openapi.json')).json.openapi).toBe('3.1.0')
  expect((await http.call('GET', '/problems')).json.NOT_FOUND.status).toBe(404)
  const docs = await http.call('GET', '/docs/')
  expect(docs.status).toBe(200)
  const assets = [...docs.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!)
  expect(assets.length).toBeGreaterThan(3)
  for (const asset of assets) {
    expect(asset).not.toMatch(/^https?:/)
    expect((await fetch(new URL(asset, `${http.url}/docs/`))).status).toBe(200)
  }
})

test.each([
  ['in the process', null],
  ['and in the process when Redis does not answer', 'redis://127.0.0.1:1'],
])('the rate limit counts per client, %s, and says when to come back', async (_where, redisUrl) => {
  const limited = await startHttp(harness, { requestsPerMinute: 5, redisUrl })
  try {
    const other = await limited.grant()
    const read = (token: string) => limited.call('GET', '/api/v1/probes?limit=1', { token })
    for (let i = 0; i < 5; i++) expect((await read(client.token)).status).toBe(200)
    const refused = await read(client.token)
    expect([refused.status, refused.json.code, refused.json.retryable]).toEqual([429, 'RATE_LIMITED', true])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await read(other.token)).status).toBe(200)
  } finally {
    await limited.close()
  }
})
