import { indexerStep } from '../runtime/chain/indexer.ts'
import { submitterStep } from '../runtime/chain/submitter.ts'
import type { Machine } from '../runtime/machine.ts'
import { runTimers } from '../runtime/work/runTimers.ts'
import { drainJobs } from '../runtime/work/worker.ts'
import type { TestClock } from './clock.ts'
import type { TestChain } from './testChain.ts'

const roundsMost = 200
const attemptsMost = 4
/** So many rounds in a row may be for nothing but what lies in the node's pool. */
const roundsForPoolMost = 5
/** Two blocks above it make a block final on the embedded chain. */
const blocksToFinality = 2

/** Runs jobs, timers, intents and blocks until nothing is left. A job that keeps failing is thrown with its error; the clock
 *  follows the chain, whose blocks are a second apart. */
export async function settle(machine: Machine, clock: TestClock, chain: TestChain | null): Promise<void> {
  let forPool = 0
  for (let round = 0; round < roundsMost; round++) {
    await releaseDueJobs(machine)
    await drainJobs(machine)
    await throwHopelessJobs(machine)
    const ran = await runTimers(machine)
    const moved = chain === null ? 0 : await settleChain(machine, clock, chain)
    const rests = ran === 0 && moved === 0 && (await dueJobs(machine)) === 0
    if (!rests) forPool = 0
    else if (chain === null || forPool++ === roundsForPoolMost || !(await waitsInPool(machine, chain))) return
  }
  throw new Error('the harness did not come to rest')
}

async function settleChain(machine: Machine, clock: TestClock, chain: TestChain): Promise<number> {
  let moved = await submitterStep(machine, { ignorePauses: true })
  for (let outcome = await indexerStep(machine); outcome !== 'idle'; outcome = await indexerStep(machine)) {
    if (outcome === 'halted') throw new Error('the indexer halted')
    moved++
  }
  if (await waitsForFinality(machine)) {
    await chain.mine(blocksToFinality)
    moved++
  }
  const time = await chain.time()
  if (time > clock.now()) clock.set(time)
  return moved
}

/** The node answers before it has mined what it was sent; under load that takes longer than a round. Some transactions never leave its
 *  pool, so this is for a few rounds only. */
async function waitsInPool(machine: Machine, chain: TestChain): Promise<boolean> {
  const { rowCount } = await machine.pool.query(
    `select from chain_intents where state in ('signed', 'broadcast') limit 1`,
  )
  if (rowCount === 0) return false
  const { pending } = await chain.client.getTxpoolStatus()
  if (pending > 0) await chain.mine(1)
  return true
}

async function waitsForFinality(machine: Machine): Promise<boolean> {
  const { rowCount } = await machine.pool.query(`
    select from chain_logs join chain_blocks on number = block_number where state <> 'final'
    union all select from chain_intents where state in ('included', 'safe') limit 1`)
  return (rowCount ?? 0) > 0
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
