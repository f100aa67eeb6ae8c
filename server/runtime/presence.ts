/**
 * That a part of the product lives: advisory locks on a connection of its own, which fall with the process however that ends. A
 * connection that broke, with the database for example, took the locks along: they are taken again.
 */
import { type Kysely, sql } from 'kysely'
import pg from 'pg'
import type { Database } from '../generated/rows.ts'
import { type Loop, startLoop } from './loop.ts'
import type { Machine } from './machine.ts'

export type LivingPart = 'worker' | 'indexer'

export interface Presence {
  /** Takes a lock of its own beside the part's. */
  hold(name: string): Promise<void>
  /** Takes every lock again when the connection broke. Throws while the database is away. */
  renew(): Promise<void>
  leave(): Promise<void>
}

const lookMs = 1_000

export async function openPresence(
  { config, log }: Pick<Machine, 'config' | 'log'>,
  part: LivingPart,
): Promise<Presence> {
  const held: string[] = []
  let client: pg.Client | null = null
  let renewing: Promise<void> | null = null
  const connect = async () => {
    const fresh = new pg.Client({
      connectionString: config.databaseUrl,
      application_name: `assay ${part}`,
      keepAlive: true,
    })
    const lost = () => {
      if (client === fresh) client = null
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    await fresh.connect()
    // Shared: any number of workers live beside each other.
    await fresh.query('select pg_advisory_lock_shared(hashtextextended($1, 0))', [nameOf(part)])
    for (const name of held) await lock(fresh, name)
    client = fresh
  }
  const renew = async () => {
    if (client !== null) return
    renewing ??= connect().finally(() => {
      renewing = null
    })
    await renewing
  }
  await renew()
  const keeper: Loop = startLoop({
    name: `presence of the ${part}`,
    pauseMs: lookMs,
    log,
    turn: () => renew().then(() => false),
  })
  return {
    async hold(name) {
      held.push(name)
      if (client !== null) await lock(client, name)
    },
    renew,
    async leave() {
      await keeper.stop()
      await client?.end()
    },
  }
}

/** Whether any process of the part holds its lock. */
export async function isPresent(db: Kysely<Database>, part: LivingPart): Promise<boolean> {
  const { rows } = await sql<{ present: boolean }>`
    select exists (
      select from pg_locks, (select hashtextextended(${nameOf(part)}, 0) as key) as of
      where locktype = 'advisory' and granted and objsubid = 1
        and database = (select oid from pg_database where datname = current_database())
        and classid::bigint = ((key >> 32) & 4294967295) and objid::bigint = (key & 4294967295)
    ) as present`.execute(db)
  return rows[0]!.present
}

function nameOf(part: LivingPart): string {
  return `living:${part}`
}

async function lock(client: pg.Client, name: string): Promise<void> {
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
}
