/** What database and disk can do when nothing stands before them: no request can be quicker than what it asks of them. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { BenchInstance } from '../instance.ts'
import { durableWritesPerSecond } from '../machine.ts'

export interface Limits {
  /** Of one trade by its id, prepared. */
  readonly indexedReads: number
  /** Of one small row, each in a durable transaction of its own. */
  readonly durableInserts: number
  /** Pages made durable one after another by one writer. */
  readonly durableWrites: number
}

const clients = 16
const forMs = 1_000

export async function measureLimits(instance: BenchInstance, tradeId: string): Promise<Limits> {
  const pool = new pg.Pool({ connectionString: instance.databaseUrl, max: clients })
  try {
    await pool.query('create table bench_limit (id uuid primary key, body text not null)')
    const read = { name: 'bench-read', text: 'select * from trades where id = $1' }
    const insert = { name: 'bench-insert', text: 'insert into bench_limit values ($1, $2)' }
    return {
      indexedReads: await queriesPerSecond(pool, () => ({ ...read, values: [tradeId] })),
      durableInserts: await queriesPerSecond(pool, () => ({ ...insert, values: [randomUUID(), 'x'.repeat(500)] })),
      durableWrites: durableWritesPerSecond(instance.stateDir, forMs),
    }
  } finally {
    await pool.end()
  }
}

async function queriesPerSecond(pool: pg.Pool, next: () => pg.QueryConfig): Promise<number> {
  let done = 0
  const from = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - from < forMs) {
        await pool.query(next())
        done++
      }
    }),
  )
  return (done * 1_000) / (performance.now() - from)
}
