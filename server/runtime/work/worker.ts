/** A worker takes jobs from the queue. Many may run; a dead one's jobs are given back within seconds. */
import { EventEmitter } from 'node:events'
import { run, runOnce } from 'graphile-worker'
import type { Machine } from '../machine.ts'
import { openPresence } from '../presence.ts'
import { jobLogger } from './jobLogger.ts'
import { tasksOf } from './runJob.ts'
import { runTimers } from './runTimers.ts'

const sweepMs = 3_000
const timerMs = 500

/** Starts taking jobs, running timers and freeing the jobs of dead workers. `stop` finishes the jobs at hand. */
export async function startWorker(machine: Machine): Promise<{ stop(): Promise<void>; failed: Promise<unknown> }> {
  const presence = await openPresence(machine, 'worker')
  const events = new EventEmitter()
  const marked: Promise<unknown>[] = []
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    marked.push(presence.hold(`worker:${workerPool.id}`))
  })
  const runner = await run({
    pgPool: machine.pool,
    taskList: tasksOf(machine),
    concurrency: machine.config.workerConcurrency,
    pollInterval: 500,
    noHandleSignals: true,
    logger: jobLogger(machine.log),
    events: events as never,
    parsedCronItems: [],
  })
  await Promise.all(marked)
  const sweeping = repeat(machine, sweepMs, async () => {
    // Our own lock first, lest we take ourselves for dead.
    await presence.renew()
    await releaseJobsOfTheDead(machine)
  })
  const ticking = repeat(machine, timerMs, () => runTimers(machine))
  const stop = async () => {
    await Promise.all([sweeping(), ticking()])
    await runner.stop().catch(() => undefined)
    await presence.leave()
  }
  return {
    stop,
    failed: runner.promise.then(
      () => undefined,
      (error: unknown) => error,
    ),
  }
}

/** Runs every job that is due now, and returns. For tests and tools. */
export async function drainJobs(machine: Machine): Promise<void> {
  await runOnce({
    pgPool: machine.pool,
    taskList: tasksOf(machine),
    noHandleSignals: true,
    logger: jobLogger(machine.log),
  })
}

/** Each worker holds an advisory lock named after it. Where the lock is free, the worker is gone: its jobs are unlocked.
 *  Without this a job of a killed worker would wait four hours. */
async function releaseJobsOfTheDead(machine: Machine): Promise<void> {
  await machine.pool.query(`
    with holders as (
      select distinct locked_by from graphile_worker.jobs where locked_by is not null and locked_at < now() - interval '2 seconds'
    ), dead as (
      select array_agg(locked_by) as ids from holders
      where pg_try_advisory_xact_lock(hashtextextended('worker:' || locked_by, 0))
    )
    select graphile_worker.force_unlock_workers(ids) from dead where ids is not null`)
}

function repeat(machine: Machine, everyMs: number, work: () => Promise<unknown>): () => Promise<void> {
  let stopped = false
  let wake: () => void = () => undefined
  const loop = (async () => {
    while (!stopped) {
      await work().catch((error: unknown) =>
        machine.log.warn({ error }, 'housekeeping of the worker failed; trying again'),
      )
      if (stopped) return
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, everyMs).unref()
      })
    }
  })()
  return () => {
    stopped = true
    wake()
    return loop
  }
}
