import { afterAll, beforeAll, expect, test } from 'vitest'
import { parties } from '../modules/parties/index.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { type HttpHarness, startHttp } from '../test/http.ts'
import { probe } from '../test/probe.ts'

let harness: Harness
let http: HttpHarness
beforeAll(async () => {
  harness = await createHarness({ modules: [parties, probe], chain: false })
  http = await startHttp(harness)
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

/** What browsers send. */
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
const get = (path: string, accept: string, token: string | null = null) =>
  http.call('GET', path, { token, headers: { accept } })

test('a browser that asks for what is not there is told so on a page, with a way back', async () => {
  const answer = await get('/nothing', browser)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
  expect(answer.headers.get('content-security-policy')).not.toContain('script-src')
  expect(answer.text).toContain('There is no such resource')
  expect(answer.text).toContain('<a href="/">')
  expect(answer.text).toContain(answer.headers.get('x-request-id'))
})

test.each([
  ['curl', '/nothing', '*/*'],
  ['a program', '/nothing', 'application/json'],
  ['a program that knows problems', '/nothing', 'application/problem+json, text/html;q=0.5'],
  ['a browser inside the API', '/api/v1/nothing', browser],
  ['whoever accepts nothing we have', '/nothing', 'image/png'],
  ['nonsense', '/nothing', ';;;,,,'],
  ['a browser with a path that is no text', '/%zz', browser],
])('%s is answered with a problem', async (_name, path, accept) => {
  const answer = await get(path, accept)
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.status).toBeLessThan(500)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.json.code).toMatch(/NOT_FOUND|REQUEST_REFUSED/)
})

test('every code has its place on the page of errors, where the `type` of a problem leads', async () => {
  const codes = Object.keys((await get('/problems', '*/*')).json)
  const page = await get('/problems', browser)
  expect(page.headers.get('vary')).toContain('accept')
  expect(codes.length).toBeGreaterThan(20)
  expect(codes.filter((code) => !page.text.includes(`<dt id="${code}">`))).toEqual([])
})

test('the documentation bears the name and the sign of the project, not those of its tools', async () => {
  const { text, headers } = await get('/docs/', browser)
  expect(text).toContain('<title>Assay API</title>')
  expect(text).not.toMatch(/swagger ui|fastify/i)
  expect(headers.get('content-security-policy')).not.toContain('https:')
  expect((await get('/docs/static/swagger-initializer.js', '*/*')).text).toContain('data:image/svg+xml;base64')
  const icon = await get('/favicon.svg', '*/*')
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml'])
})
