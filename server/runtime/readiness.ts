/** The state of every part, as any process can see it. */
import { statfs } from 'node:fs/promises'
import { sql } from 'kysely'
import { haltedReason } from './chain/rewind.ts'
import { type Machine, systemActor } from './machine.ts'
import { isPresent } from './presence.ts'
import { ask } from './transact.ts'

export interface PartState {
  readonly part: string
  readonly ready: boolean
  readonly detail?: string
}

/** The indexer may be this many blocks behind; the oldest due job this many seconds late. */
const blocksBehindMost = 20n
const jobLateSecondsMost = 30
const intentLateSecondsMost = 120
/** Of the disk with the state folder, on which an embedded database lies too: below this, writing is about to fail. */
const freeBytesLeast = 64_000_000

/** Asks database and chain themselves; indexer, submitter and worker by whether one lives, and by what they leave undone. */
export async function readiness(machine: Machine): Promise<PartState[]> {
  const database = await part('database', async () => {
    await sql`select 1`.execute(machine.db)
  })
  const chain = await part('chain', async () => `block ${await machine.chain.client.getBlockNumber()}`)
  const storage = await part('storage', () => storageState(machine.config.stateDir))
  const caller = { actor: systemActor, requestId: 'readiness' }
  const others: readonly { readonly name: string; look(): Promise<string | undefined> }[] = [
    { name: 'indexer', look: () => indexerState(machine) },
    { name: 'submitter', look: () => submitterState(machine) },
    { name: 'worker', look: () => workerState(machine) },
    ...machine.modules
      .flatMap((module) => module.parts ?? [])
      .map(({ name, look }) => ({ name, look: () => ask(machine, caller, look) })),
  ]
  const missing = [database, chain].find(({ ready }) => !ready)
  // They are told of all the same: asking each would only make the answer late.
  if (missing !== undefined) return [database, chain, storage, ...others.map(({ name }) => unknown(name, missing.part))]
  return [database, chain, storage, ...(await Promise.all(others.map(({ name, look }) => part(name, look))))]
}

function unknown(name: string, without: string): PartState {
  return { part: name, ready: false, detail: `cannot be seen without the ${without}` }
}

async function part(name: string, look: () => Promise<string | undefined>): Promise<PartState> {
  try {
    const detail = await look()
    return detail === undefined ? { part: name, ready: true } : { part: name, ready: true, detail }
  } catch (error) {
    return { part: name, ready: false, detail: error instanceof NotReady ? error.message : 'does not answer' }
  }
}

/** Its message is for people and holds no secrets. */
class NotReady extends Error {}

async function storageState(stateDir: string): Promise<string> {
  const disk = await statfs(stateDir).catch(() => null)
  // A process whose database and documents lie elsewhere needs no folder.
  if (disk === null) return 'no state folder'
  const free = disk.bavail * disk.bsize
  if (free < freeBytesLeast) throw new NotReady(`only ${Math.floor(free / 1_000_000)} MB are free`)
  return `${Math.floor(free / 1_000_000)} MB are free`
}

async function indexerState(machine: Machine): Promise<string> {
  if (!(await isPresent(machine.db, 'indexer'))) throw new NotReady('no indexer runs')
  const halted = await haltedReason(machine)
  if (halted !== null) throw new NotReady(`halted: ${halted}`)
  const { rows } = await sql<{ number: string | null }>`select max(number) as number from chain_blocks`.execute(
    machine.db,
  )
  const latest = await machine.chain.client.getBlockNumber()
  const indexed = BigInt(rows[0]?.number ?? -1)
  if (latest - indexed > blocksBehindMost) throw new NotReady(`at block ${indexed} of ${latest}`)
  return `block ${indexed}`
}

/** It runs where the worker does. */
async function submitterState(machine: Machine): Promise<string> {
  if (!(await isPresent(machine.db, 'worker'))) throw new NotReady('no submitter runs')
  const { rows } = await sql<{ open: number; parked: number; late: number }>`
    select count(*)::int as open, count(*) filter (where state = 'parked')::int as parked,
      count(*) filter (where state in ('queued', 'signed') and tries = 0
        and state_at < ${new Date(machine.clock.now().getTime() - intentLateSecondsMost * 1_000)})::int as late
    from chain_intents where state not in ('final', 'failed')`.execute(machine.db)
  const { open, parked, late } = rows[0]!
  if (late > 0) throw new NotReady(`${late} transactions wait to be sent`)
  return `${open} under way, ${parked} parked`
}

async function workerState(machine: Machine): Promise<string> {
  if (!(await isPresent(machine.db, 'worker'))) throw new NotReady('no worker runs')
  const { rows } = await sql<{ due: number; late: number; failed: number }>`
    select count(*) filter (where run_at <= now())::int as due,
      count(*) filter (where run_at < now() - make_interval(secs => ${jobLateSecondsMost}) and locked_at is null)::int as late,
      count(*) filter (where attempts > 0)::int as failed
    from graphile_worker.jobs where attempts < max_attempts`.execute(machine.db)
  const { due, late, failed } = rows[0]!
  if (late > 0) throw new NotReady(`${late} jobs wait to be run`)
  return `${due} due, ${failed} repeating`
}
