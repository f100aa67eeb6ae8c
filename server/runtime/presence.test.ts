import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../test/harness.ts'
import { isPresent, openPresence } from './presence.ts'
import { readiness } from './readiness.ts'
import { startWorker } from './work/worker.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness({ modules: [] })
})
afterAll(() => harness.close())

const present = () => isPresent(harness.db, 'worker')
const stateOf = async (name: string, machine = harness.machine) =>
  (await readiness(machine)).find(({ part }) => part === name)
const endConnections = () =>
  harness.machine.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'assay worker' and datname = current_database()`,
  )
const until = async (condition: () => Promise<boolean>) => {
  while (!(await condition())) await new Promise((resume) => setTimeout(resume, 50))
}

test('a part that nobody runs is not ready, whatever it leaves undone', async () => {
  expect(await stateOf('worker')).toEqual({ part: 'worker', ready: false, detail: 'no worker runs' })
  expect(await stateOf('submitter')).toMatchObject({ ready: false })
  expect(await stateOf('indexer')).toEqual({ part: 'indexer', ready: false, detail: 'no indexer runs' })
  const [one, other] = [await openPresence(harness.machine, 'worker'), await openPresence(harness.machine, 'worker')]
  expect(await stateOf('worker')).toMatchObject({ ready: true })
  expect(await stateOf('indexer')).toMatchObject({ ready: false })
  await one.leave()
  expect(await present()).toBe(true)
  await other.leave()
  await until(async () => !(await present()))
})

test('every part is told of while database or chain is away', async () => {
  const names = (await readiness(harness.machine)).map(({ part }) => part)
  expect(names).toEqual(['database', 'chain', 'storage', 'indexer', 'submitter', 'worker'])
  const { client } = harness.machine.chain
  const away = { ...client, getBlockNumber: () => Promise.reject(new Error('away')) } as unknown as typeof client
  const without = { ...harness.machine, chain: { ...harness.machine.chain, client: away } }
  expect((await readiness(without)).map(({ part }) => part)).toEqual(names)
  expect(await stateOf('indexer', without)).toEqual({
    ...{ part: 'indexer', ready: false },
    detail: 'cannot be seen without the chain',
  })
})

test('a worker whose connection breaks takes its locks again and keeps its jobs', async () => {
  const worker = await startWorker(harness.machine)
  const locks = async () => {
    const { rows } = await harness.machine.pool.query<{ pid: number; mode: string }>(
      `select pid, mode from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and application_name = 'assay worker' and datname = current_database() order by mode`,
    )
    return rows
  }
  const modes = ['ExclusiveLock', 'ShareLock']
  const before = await locks()
  expect(before.map(({ mode }) => mode)).toEqual(modes)
  await endConnections()
  // A connection that is ended may be seen for a moment longer.
  const gone = before.map(({ pid }) => pid)
  const again = async () => (await locks()).filter(({ pid }) => !gone.includes(pid))
  await until(async () => (await again()).length === modes.length)
  expect((await again()).map(({ mode }) => mode)).toEqual(modes)
  await worker.stop()
  await until(async () => (await locks()).length === 0)
})
