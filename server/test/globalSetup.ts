/**
 * Once per test run: one real PostgreSQL with a migrated template database, and one state of a real chain with the contracts
 * deployed. Each harness clones both, so that test files share nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../runtime/database.ts'
import { startGuard } from '../runtime/embedded/guard.ts'
import { startPostgres } from '../runtime/embedded/postgres.ts'
import { migrate } from '../runtime/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    services: Services
  }
}

/** What the harness of each test file starts from. */
export interface Services {
  readonly databaseUrl: string
  readonly template: string
  readonly directory: string
}

const template = 'assay_template'

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'assay-test-'))
  const guard = startGuard()
  const postgres = await startPostgres({ directory, port: 0, durable: false, database: template })
  guard.watch(postgres.child, 'SIGINT')
  const database = openDatabase({ url: postgres.url, poolSize: 4 })
  await migrate(database.pool)
  await database.close()
  project.provide('services', { databaseUrl: postgres.urlOf('postgres'), template, directory })
  return async () => {
    await postgres.stop()
    guard.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
