import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { createHarness, type Harness } from '../../test/harness.ts'
import { isWorkDue } from './isWorkDue.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness({ modules: [], chain: false })
})
afterAll(() => harness.close())

const addJob = (seconds: number) =>
  harness.machine.pool.query(
    `select graphile_worker.add_job('nothing', '{}'::json, run_at => now() + make_interval(secs => $1), max_attempts => 3)`,
    [seconds],
  )

test('nothing is due without jobs, nor before the database has a queue', async () => {
  expect(await isWorkDue(harness.machine.pool)).toBe(false)
  const empty = new pg.Client({ connectionString: inject('services').databaseUrl })
  await empty.connect()
  try {
    expect(await isWorkDue(empty as unknown as pg.Pool)).toBe(false)
  } finally {
    await empty.end()
  }
})

test('a job far off is not due, one in a moment is, one that was given up is not', async () => {
  await addJob(3_600)
  expect(await isWorkDue(harness.machine.pool)).toBe(false)
  await addJob(2)
  expect(await isWorkDue(harness.machine.pool)).toBe(true)
  await harness.machine.pool.query('update graphile_worker._private_jobs set attempts = max_attempts')
  expect(await isWorkDue(harness.machine.pool)).toBe(false)
})
