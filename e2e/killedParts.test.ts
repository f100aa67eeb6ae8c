/** `kill -9` at every step between an intent and its consequence: afterwards each thing has happened once. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CrashChildSettings } from '../server/test/crashChild.ts'
import { createHarness, type Harness } from '../server/test/harness.ts'
import { compileRegister, createRegisterTables, idOf, recordIntentOf, registerModule } from '../server/test/register.ts'

const program = fileURLToPath(new URL('../server/test/crashChild.ts', import.meta.url))
const register = compileRegister()
let harness: Harness
let next = 1

beforeAll(async () => {
  harness = await createHarness({ modules: [registerModule], contracts: [register] })
  await createRegisterTables(harness.machine.pool)
  await writeFile(join(harness.machine.config.stateDir, 'abi.json'), JSON.stringify(register.abi))
})
afterAll(() => harness.close())

function launch(failpoint: string | null, parts: CrashChildSettings['parts']): ChildProcess {
  const { config } = harness.machine
  const settings: CrashChildSettings = {
    databaseUrl: config.databaseUrl,
    rpcUrl: harness.chain.url,
    stateDir: config.stateDir,
    book: harness.chain.book,
    abiFile: join(config.stateDir, 'abi.json'),
    failpoint,
    parts,
  }
  return spawn(process.execPath, [program], {
    env: { ...process.env, ASSAY_TEST_CHILD: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

/** Runs a child until its failpoint kills it, with blocks going by; fails when it never comes there. */
async function runUntilKilled(failpoint: string): Promise<void> {
  const child = launch(failpoint, ['submit', 'index', 'work'])
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const blocks = setInterval(() => void harness.chain.mine(1).catch(() => undefined), 200)
  const late = setTimeout(() => child.kill('SIGTERM'), 25_000)
  try {
    expect(await gone, `never reached ${failpoint}`).toBe('SIGKILL')
  } finally {
    clearInterval(blocks)
    clearTimeout(late)
  }
}

const recordedHandler = 'Register.Recorded#0'
const points = [
  'submitter.signed',
  'submitter.signed@3',
  'submitter.persisted',
  'submitter.persisted@2',
  'submitter.broadcast',
  'submitter.broadcast@3',
  'submitter.receipt',
  'submitter.receipt@4',
  'submitter.final',
  'indexer.projected',
  'indexer.committed',
  'indexer.final',
  `before:${recordedHandler}`,
  `after:${recordedHandler}`,
]

test.each(points)('killed at %s', { timeout: 90_000 }, async (failpoint) => {
  const first = next
  next += 4
  await harness.run(async (context) => {
    for (let n = first; n < next; n++) await context.intend(recordIntentOf(n))
  })
  await runUntilKilled(failpoint)
  // The dead worker's jobs are given back by the next one; here the queue is drained without waiting for that.
  await harness.machine.pool.query(
    'select graphile_worker.force_unlock_workers(array_agg(locked_by)) from graphile_worker.jobs where locked_by is not null',
  )
  await harness.settle()
  const wanted = Array.from({ length: next - first }, (_, i) => idOf(first + i))
  const records = await harness.machine.pool.query('select id from test_records where id = any($1) order by id', [
    wanted,
  ])
  expect(records.rows.map((row) => row.id)).toEqual(wanted)
  const consequences = await harness.machine.pool.query(
    'select id from test_consequences where id = any($1) order by id',
    [wanted],
  )
  expect(consequences.rows.map((row) => row.id)).toEqual(wanted)
  const states = await harness.machine.pool.query(`select distinct state from chain_intents`)
  expect(states.rows).toEqual([{ state: 'final' }])
  const operator = await harness.machine.signer.address(0)
  const used = await harness.machine.pool.query(
    'select count(*)::int as used, max(nonce)::int + 1 as next from chain_intents where nonce is not null',
  )
  expect(await harness.chain.client.getTransactionCount({ address: operator })).toBe(used.rows[0].next)
})

test('the jobs of a killed worker are taken over by another within seconds', { timeout: 60_000 }, async () => {
  await harness.run((context) => context.intend(recordIntentOf(next)))
  await runUntilKilled(`before:${recordedHandler}`)
  const successor = launch(null, ['index', 'work'])
  try {
    const end = Date.now() + 20_000
    for (let done = false; !done; await new Promise((resume) => setTimeout(resume, 200))) {
      const { rowCount } = await harness.machine.pool.query('select from test_consequences where id = $1', [idOf(next)])
      done = rowCount === 1
      if (Date.now() > end) throw new Error('the job was not taken over')
    }
  } finally {
    successor.kill('SIGKILL')
  }
})
