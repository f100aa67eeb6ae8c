import type { Machine } from '../runtime/machine.ts'
import { runTimers } from '../runtime/work/runTimers.ts'
import { drainJobs } from '../runtime/work/worker.ts'

const roundsMost = 100
const attemptsMost = 4

/** Runs everything that is due until nothing is left. A job that keeps failing is thrown with its error. */
export async function settle(machine: Machine): Promise<void> {
  for (let round = 0; round < roundsMost; round++) {
    await releaseDueJobs(machine)
    await drainJobs(machine)
    await throwHopelessJobs(machine)
    const ran = await runTimers(machine)
    if (ran === 0 && (await dueJobs(machine)) === 0) return
  }
  throw new Error('the harness did not come to rest')
}

/** Deadlines follow the test's clock, and failed jobs need not wait for their back-off. */
async function releaseDueJobs(machine: Machine): Promise<void> {
  await machine.pool.query(
    `update graphile_worker._private_jobs set run_at = now() - interval '1 second'
     where locked_at is null and attempts < max_attempts and (payload->>'at' is null or (payload->>'at')::timestamptz <= $1)`,
    [machine.clock.now()],
  )
}

async function dueJobs(machine: Machine): Promise<number> {
  const { rowCount } = await machine.pool.query(
    `select from graphile_worker._private_jobs where payload->>'at' is null or (payload->>'at')::timestamptz <= $1`,
    [machine.clock.now()],
  )
  return rowCount ?? 0
}

/** Gives a job up after a few attempts: it is taken out of the queue and its error thrown. */
async function throwHopelessJobs(machine: Machine): Promise<void> {
  const { rows } = await machine.pool.query<{ payload: unknown; last_error: string }>(
    'delete from graphile_worker._private_jobs where attempts >= $1 returning payload, last_error',
    [attemptsMost],
  )
  if (rows[0] !== undefined)
    throw new Error(`job ${JSON.stringify(rows[0].payload)} keeps failing: ${rows[0].last_error}`)
}
