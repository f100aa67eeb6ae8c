import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEntry, Module } from '../module.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { transactOnce } from './idempotency.ts'
import { systemActor } from './machine.ts'
import { transact } from './transact.ts'
import { runTimers } from './work/runTimers.ts'

let harness: Harness
let ticks = 0
const audited: AuditEntry[] = []

const ticking: Module = {
  name: 'ticking',
  routes: [],
  reactions: [],
  projections: [],
  timers: [{ name: 'ticking.tick', everySeconds: 60, run: async () => void ticks++ }],
}

beforeAll(async () => {
  harness = await createHarness({
    modules: [ticking],
    chain: false,
    auditSink: async (_context, entry) => void audited.push(entry),
  })
  await harness.machine.pool.query(
    'create table counters (id int primary key, value int not null); insert into counters values (1, 0), (2, 0)',
  )
})
afterAll(() => harness.close())

const caller = { actor: systemActor, requestId: 'test' }
const raise = (id: number) => sql`update counters set value = value + 1 where id = ${id}`

test('an intent without a chain is refused, and the command with it', async () => {
  const failing = harness.run((context) =>
    context.intend({ from: 'operator', contract: 'AuditAnchor', functionName: 'anchor', args: [], subject: 'none' }),
  )
  await expect(failing).rejects.toMatchObject({ code: 'CHAIN_UNAVAILABLE' })
})

test('commands that deadlock are tried again until both are done', async () => {
  const inOrder = (first: number, second: number) =>
    transact(harness.machine, caller, { action: 'test.raise' }, async (context) => {
      await raise(first).execute(context.db)
      await new Promise((resume) => setTimeout(resume, 100))
      await raise(second).execute(context.db)
    })
  await Promise.all([inOrder(1, 2), inOrder(2, 1)])
  const { rows } = await harness.machine.pool.query('select value from counters order by id')
  expect(rows).toEqual([{ value: 2 }, { value: 2 }])
})

test('a key is answered once, however many ask at once; another body is refused', async () => {
  let runs = 0
  const once = (fingerprint: string) =>
    transactOnce(harness.machine, caller, { action: 'test.once', key: 'k', fingerprint }, async () => {
      runs++
      return { status: 201, body: `{"run":${runs}}` }
    })
  const answers = await Promise.all(Array.from({ length: 10 }, () => once('same')))
  expect(runs).toBe(1)
  expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['201 {"run":1}']))
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
  await expect(once('other')).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' })
})

test('every command leaves an audit entry with the hash of its input, also when the input holds bigints and bytes', async () => {
  audited.length = 0
  for (const input of [{ amount: 5n }, { bytes: new Uint8Array([1]) }, undefined]) {
    await transact(harness.machine, caller, { action: 'test.input', input }, async () => undefined)
  }
  expect(audited.map(({ action }) => action)).toEqual(['test.input', 'test.input', 'test.input'])
  expect(audited.map(({ inputHash }) => inputHash?.length ?? null)).toEqual([64, 64, null])
})

test('a timer runs once per period, whoever looks and how often', async () => {
  await Promise.all(Array.from({ length: 5 }, () => runTimers(harness.machine)))
  await runTimers(harness.machine)
  expect(ticks).toBe(1)
  await harness.advance(60)
  await runTimers(harness.machine)
  expect(ticks).toBe(2)
})
