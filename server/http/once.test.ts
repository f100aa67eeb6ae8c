import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parties } from '../modules/parties/index.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { type Credentials, type HttpHarness, startHttp } from '../test/http.ts'
import { probe, probeSwitches } from '../test/probe.ts'
import { forgetOldAnswers } from './once.ts'

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
beforeEach(() => Object.assign(probeSwitches, { dieOnce: false, refuse: false, failures: 0 }))

const write = (key: string | null, name: string, of: { token?: string; via?: HttpHarness; body?: unknown } = {}) =>
  (of.via ?? http).call('POST', '/api/v1/probes', {
    token: of.token ?? client.token,
    key,
    body: of.body ?? { name, amount: '1', kind: 'small' },
  })

const written = async (name: string) =>
  Number(
    (
      await harness.db
        .selectFrom('events')
        .select((of) => of.fn.countAll().as('count'))
        .where('type', '=', 'probe.probed')
        .where('data', '@>', JSON.stringify({ name }))
        .executeTakeFirstOrThrow()
    ).count,
  )

test('a command without a key, or with an unusable one, is refused and does nothing', async () => {
  expect((await write(null, 'none')).json.code).toBe('IDEMPOTENCY_KEY_REQUIRED')
  for (const key of ['x'.repeat(256), 'a b']) {
    expect((await write(key, 'none')).json.code).toBe('IDEMPOTENCY_KEY_REQUIRED')
  }
  expect(await written('none')).toBe(0)
})

test('a hundred concurrent calls with one key have one effect and one answer, byte for byte', async () => {
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 100 }, () => write(key, 'hundred')))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1)
  expect(await written('hundred')).toBe(1)
})

test('another body under the same key is refused; the order of members is not another body', async () => {
  const key = randomUUID()
  const first = await write(key, 'order')
  const other = await write(key, 'order', { body: { name: 'order', amount: '2', kind: 'small' } })
  expect([other.status, other.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  const reordered = await write(key, 'order', { body: { kind: 'small', amount: '1', name: 'order' } })
  expect(reordered.text).toBe(first.text)
  expect(await written('order')).toBe(1)
})

test('keys of different clients never meet', async () => {
  const key = randomUUID()
  const other = await http.grant()
  const [mine, theirs] = [await write(key, 'mine'), await write(key, 'theirs', { token: other.token })]
  expect(mine.text).not.toBe(theirs.text)
  expect(await written('theirs')).toBe(1)
})

test('when the database connection dies inside the command nothing remains, and the repetition does it once', async () => {
  const key = randomUUID()
  probeSwitches.dieOnce = true
  const broken = await write(key, 'died')
  expect([broken.status, broken.json.code, broken.json.retryable]).toEqual([503, 'UNAVAILABLE', true])
  expect(await written('died')).toBe(0)
  const answer = await write(key, 'died')
  expect(answer.status).toBe(201)
  expect((await write(key, 'died')).text).toBe(answer.text)
  expect(await written('died')).toBe(1)
})

test('another process repeats the first answer', async () => {
  const key = randomUUID()
  const first = await write(key, 'process')
  const second = await startHttp(harness)
  try {
    expect((await write(key, 'process', { via: second })).text).toBe(first.text)
  } finally {
    await second.close()
  }
  expect(await written('process')).toBe(1)
})

test('a refusal is an answer too: the first one is repeated, also under concurrency, and leaves nothing', async () => {
  probeSwitches.refuse = true
  const key = randomUUID()
  const answers = await Promise.all(Array.from({ length: 20 }, () => write(key, 'refused')))
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]!.status).toBe(409)
  expect(answers[0]!.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  probeSwitches.refuse = false
  expect((await write(key, 'refused')).text).toBe(answers[0]!.text)
  expect(await written('refused')).toBe(0)
})

test('answers are sealed in the database', async () => {
  const key = randomUUID()
  const answer = await http.call('POST', `/api/v1/parties/${client.partyId}/clients`, {
    token: client.token,
    key,
    body: { name: 'desk', scopes: ['assets:read'] },
  })
  expect(answer.status).toBe(201)
  const row = await harness.db
    .selectFrom('idempotency_records')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  expect(Buffer.from(row.body, 'base64').toString('utf8')).not.toContain(answer.json.clientSecret)
  expect(row.body).not.toContain(answer.json.clientSecret)
})

test('answers are kept for a day at least and then forgotten', async () => {
  const key = randomUUID()
  const first = await write(key, 'kept')
  await harness.advance(25 * 3_600)
  await forgetOldAnswers(harness.machine)
  expect((await write(key, 'kept')).text).toBe(first.text)
  await harness.advance(24 * 3_600)
  expect(await forgetOldAnswers(harness.machine)).toBeGreaterThan(0)
  expect(await harness.db.selectFrom('idempotency_records').select('key').where('key', '=', key).execute()).toEqual([])
})
