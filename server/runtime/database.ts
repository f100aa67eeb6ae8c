import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from '../generated/rows.ts'
import { keepPlans } from './keptPlans.ts'

/** A pool and the typed query builder over it. */
export interface DatabaseHandle {
  readonly pool: pg.Pool
  readonly db: Kysely<Database>
  close(): Promise<void>
}

export interface DatabaseOptions {
  readonly url: string
  readonly poolSize: number
  /** Called when an idle connection breaks; the pool replaces it by itself. */
  readonly onError?: (error: Error) => void
}

/** Opens a pool. Connections are made on demand: opening never fails, the first query does. 64-bit and numeric columns
 *  arrive as strings, as in `generated/rows.ts`; so do dates, which have no time zone to be converted by. */
export function openDatabase(options: DatabaseOptions): DatabaseHandle {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'assay',
    types: { getTypeParser },
  })
  const onError = options.onError ?? (() => undefined)
  pool.on('error', onError)
  // A connection that breaks while it is checked out: the query that uses it fails and says so.
  pool.on('connect', (client) => client.on('error', onError))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: keepPlans(pool) }) })
  const close = async () => {
    await db.destroy()
    // The query builder ends the pool only if it was used itself.
    if (!pool.ended) await pool.end()
  }
  return { pool, db, close }
}

const dateOid = 1082

const getTypeParser: typeof pg.types.getTypeParser = ((oid: number, format?: 'text') =>
  oid === dateOid ? (text: string) => text : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser
