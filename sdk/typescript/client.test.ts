import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parties } from '../../server/modules/parties/index.ts'
import { createHarness, type Harness } from '../../server/test/harness.ts'
import { type Credentials, type HttpHarness, startHttp } from '../../server/test/http.ts'
import { probe } from '../../server/test/probe.ts'
import { type AssayClient, createClient } from './client.ts'
import { ApiProblem } from './problem.ts'

let harness: Harness
let http: HttpHarness
let credentials: Credentials
let client: AssayClient
beforeAll(async () => {
  harness = await createHarness({ modules: [parties, probe], chain: false })
  http = await startHttp(harness)
  credentials = await http.grant()
  client = createClient({ url: `${http.url}/`, ...credentials })
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

test('a wrong secret, a missing resource and a bad field are problems with their code', async () => {
  const stranger = createClient({
    url: http.url,
    clientId: credentials.clientId,
    clientSecret: 'wrong',
    attemptsMost: 2,
  })
  await expect(stranger.get('/parties')).rejects.toMatchObject({ status: 401, code: 'invalid_client' })
  await expect(client.get(`/nothing`)).rejects.toMatchObject({ status: 404, code: 'NOT_FOUND', retryable: false })
  const bad = await client.post('/probes', { name: '' }).catch((error: ApiProblem) => error)
  expect(bad).toBeInstanceOf(ApiProblem)
  expect((bad as ApiProblem).problem.errors).not.toHaveLength(0)
})

test('commands, lists, uploads and deletions work; a given idempotency key repeats the first answer', async () => {
  const body = { name: 'a', amount: '1', kind: 'small' }
  const first = await client.post('/probes', body, { idempotencyKey: 'mine-1' })
  expect(await client.post('/probes', body, { idempotencyKey: 'mine-1' })).toEqual(first)
  expect(await client.post('/probes', body)).not.toEqual(first)
  const numbers: unknown[] = []
  for await (const item of client.list('/probes', { limit: 200 })) numbers.push(item)
  expect(numbers).toHaveLength(450)
  expect(await client.upload('/probes/files', Buffer.from('a,b'), 'text/csv', { query: { kind: 'x' } })).toMatchObject({
    size: 3,
  })
  expect(await client.delete('/probes/0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10')).toBeNull()
})

test('a list whose pages are empty and promise more is not walked without end', async () => {
  let pages = 0
  const promising: typeof fetch = async (input, init) => {
    if (String(input).endsWith('/oidc/token')) return fetch(input, init)
    pages++
    return Response.json({ items: pages === 1 ? [1] : [], nextCursor: 'more' })
  }
  const own = createClient({ url: http.url, ...credentials, fetch: promising })
  expect([await own.all('/probes'), pages]).toEqual([[1], 2])
})

test('concurrent calls share one token; a token refused in between is replaced once', async () => {
  let tokens = 0
  const counting: typeof fetch = (input, init) => {
    if (String(input).endsWith('/oidc/token')) tokens++
    return fetch(input, init)
  }
  const own = createClient({ url: http.url, ...(await http.grant()), fetch: counting })
  await Promise.all(Array.from({ length: 20 }, () => own.get('/probes', { limit: 1 })))
  expect(tokens).toBe(1)
  const revoked = await http.grant()
  const other = createClient({ url: http.url, ...revoked, fetch: counting })
  await other.get('/probes', { limit: 1 })
  await harness.db
    .updateTable('clients')
    .set({ revoked_at: new Date() })
    .where('client_id', '=', revoked.clientId)
    .execute()
  await expect(other.get('/probes', { limit: 1 })).rejects.toMatchObject({ code: 'invalid_client' })
})

test('an outage and a rate limit are waited out, with the same idempotency key every time', async () => {
  const seen: string[] = []
  const answers = [
    [503, {}, { code: 'UNAVAILABLE', retryable: true }],
    [429, { 'retry-after': '1' }, { code: 'RATE_LIMITED', retryable: true }],
    [201, {}, { done: true }],
  ] as const
  const flaky = await listen((request, response) => {
    if (request.url === '/oidc/token') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"t","expires_in":600}')
      return
    }
    const [status, headers, body] = answers[seen.length]!
    seen.push(String(request.headers['idempotency-key']))
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  })
  try {
    const { port } = flaky.address() as AddressInfo
    const began = Date.now()
    const patient = createClient({ url: `http://127.0.0.1:${port}`, clientId: 'a', clientSecret: 'b' })
    expect(await patient.post('/things', {})).toEqual({ done: true })
    expect(seen).toHaveLength(3)
    expect(new Set(seen).size).toBe(1)
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000)
  } finally {
    flaky.close()
  }
})

test('an answer that does not end, a redirection that would take the token along, and a wait after the end are cut short', async () => {
  const rogue = await listen((request, response) => {
    if (request.url === '/oidc/token') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"t","expires_in":600}')
    } else if (request.url?.endsWith('/moved')) {
      response.writeHead(302, { location: '/api/v1/small' }).end()
    } else if (request.url?.endsWith('/busy')) {
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '3600' }).end('{}')
    } else if (request.url?.endsWith('/small')) {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    } else {
      const more = () => response.write('x'.repeat(65_536), () => response.destroyed || more())
      more()
    }
  })
  const stopping = new AbortController()
  try {
    const { port } = rogue.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    const limits = { answerLimitBytes: 100_000, attemptsMost: 3, signal: stopping.signal }
    const careful = createClient({ url, clientId: 'a', clientSecret: 'b', ...limits })
    await expect(careful.get('/endless')).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE', retryable: false })
    await expect(
      createClient({ url, clientId: 'a', clientSecret: 'b', attemptsMost: 1 }).get('/moved'),
    ).rejects.toThrow(TypeError)
    expect(await careful.get('/small')).toEqual({})
    const waiting = careful.get('/busy')
    setTimeout(() => stopping.abort(new Error('stopped')), 100)
    await expect(waiting).rejects.toThrow('stopped')
  } finally {
    rogue.closeAllConnections()
    rogue.close()
  }
})

function listen(handler: RequestListener): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer(handler).listen(0, '127.0.0.1', () => resolve(server))
  })
}
