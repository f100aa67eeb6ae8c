/** Migrations: plain numbered SQL files, applied in order, each in its own transaction, never edited once released. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { defineErrors } from '@assay/domain/errors.ts'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { jobLogger } from './work/jobLogger.ts'

export const migrationErrors = defineErrors({
  MIGRATION_CHANGED: {
    status: 500,
    title: 'A migration that was already applied has been edited or is missing',
    remedy:
      'Restore the file and put the change into a new migration; an unreleased installation can be started with --reset.',
  },
  MIGRATION_FAILED: {
    status: 500,
    title: 'A migration failed; the database is as it was before it',
    remedy: 'Read `reason`, correct the migration that `migration` names, and run it again.',
  },
})

const directory = fileURLToPath(new URL('../migrations/', import.meta.url))
/** Any constant shared by all processes: one of them migrates, the others wait. */
const migrationLock = 4_119_001

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly sha256: string
}

/** Every migration file in order. */
export async function readMigrations(from: string = directory): Promise<Migration[]> {
  const names = (await readdir(from)).filter((file) => /^\d{4}-[a-zA-Z0-9-]+\.sql$/.test(file)).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${from}/${name}`, 'utf8')
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/** Brings the database up to date, job tables included. Safe to run from many processes at once. Returns the names of the
 *  migrations applied now. Errors: MIGRATION_CHANGED, MIGRATION_FAILED. */
export async function migrate(pool: pg.Pool, migrations?: readonly Migration[]): Promise<string[]> {
  const all = migrations ?? (await readMigrations())
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await runMigrations({ pgPool: pool, logger: jobLogger() })
    await client.query(
      'create table if not exists migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from migrations order by name',
    )
    refuseChanged(all, rows)
    const applied = new Set(rows.map((row) => row.name))
    const pending = all.filter((migration) => !applied.has(migration.name))
    for (const migration of pending) await apply(client, migration)
    return pending.map((migration) => migration.name)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined)
    client.release()
  }
}

function refuseChanged(files: readonly Migration[], applied: readonly { name: string; sha256: string }[]): void {
  const known = new Map(files.map((migration) => [migration.name, migration.sha256]))
  for (const row of applied) {
    if (known.get(row.name) !== row.sha256) throw migrationErrors.MIGRATION_CHANGED({ migration: row.name })
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(migration.sql)
    await client.query('insert into migrations (name, sha256) values ($1, $2)', [migration.name, migration.sha256])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw migrationErrors.MIGRATION_FAILED({ migration: migration.name, reason: (cause as Error).message }, { cause })
  }
}
