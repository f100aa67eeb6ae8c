/**
 * The whole machine room in one process, on a real PostgreSQL and a real chain, with time under control. One harness per test
 * file: `const harness = await createHarness({ modules: [partiesModule] })`, `afterAll(harness.close)`.
 */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { Role, Scope } from '@assay/domain/roles.ts'
import { roles as allRoles, scopes as allScopes } from '@assay/domain/roles.ts'
import type { Kysely } from 'kysely'
import { inject } from 'vitest'
import { openDiskFiles } from '../adapters/files-disk.ts'
import { localSigner } from '../adapters/signer-local.ts'
import { type Config, readConfig } from '../config.ts'
import type { Database } from '../generated/rows.ts'
import type { Actor, AuditSink, CommandContext, Module, QueryContext } from '../module.ts'
import { absentChain } from '../runtime/chain/chain.ts'
import { type DatabaseHandle, openDatabase } from '../runtime/database.ts'
import { createDatabase } from '../runtime/embedded/postgres.ts'
import { createLog, silentLog } from '../runtime/log.ts'
import { type LoadParameters, type Machine, systemActor, wireModules } from '../runtime/machine.ts'
import { ask, transact } from '../runtime/transact.ts'
import { type TestClock, testClock } from './clock.ts'
import type { Services } from './globalSetup.ts'
import { settle } from './settle.ts'
import { openTestChain, type TestChain, type TestChainOptions } from './testChain.ts'
import { testDocumentKey, testMnemonic } from './wallets.ts'

export interface HarnessOptions extends TestChainOptions {
  readonly modules: readonly Module[]
  /** False: no chain is started; recording an intent fails. Default true. */
  readonly chain?: boolean
  /** Default: the initial value of every parameter. */
  readonly loadParameters?: LoadParameters
  readonly auditSink?: AuditSink
  readonly config?: Partial<Config>
}

export interface Harness {
  readonly machine: Machine
  readonly db: Kysely<Database>
  readonly clock: TestClock
  /** The chain's own controls: mining, time, reorganisations, raw calls. Throws with `chain: false`. */
  readonly chain: TestChain
  /** An actor for `run` and `ask`; by default with every role's scope and no party. */
  as(actor: { partyId?: string | null; clientId?: string; roles?: readonly Role[]; scopes?: readonly Scope[] }): Actor
  /** Runs a command in one transaction, as `actor` (default: the system). */
  run<R>(command: (context: CommandContext) => Promise<R>, actor?: Actor): Promise<R>
  ask<R>(question: (context: QueryContext) => Promise<R>, actor?: Actor): Promise<R>
  /** Runs jobs, timers, intents and blocks until nothing is left to do. Throws what a job threw. */
  settle(): Promise<void>
  /** Moves clock and chain; call `settle` to let the consequences happen. */
  advance(seconds: number): Promise<void>
  /** A second database on the same chain, for comparing with an index from the beginning: empty, or a copy of one that is closed. */
  fresh(
    copyOf?: string,
  ): Promise<Machine & { readonly database: string; close(): Promise<void>; drop(): Promise<void> }>
  close(): Promise<void>
}

export async function createHarness(options: HarnessOptions): Promise<Harness> {
  const services = inject('services')
  const database = await cloneDatabase(services, Number(options.config?.databasePoolSize ?? 8))
  const { name, url: databaseUrl } = database
  const stateDir = join(services.directory, name)
  await mkdir(stateDir, { recursive: true })
  const config: Config = {
    ...readConfig({ DATABASE_URL: databaseUrl, STATE_DIR: stateDir, DATABASE_POOL_SIZE: '8' }),
    ...options.config,
  }
  const clock = testClock()
  const testChain = options.chain === false ? null : await openTestChain(services, options)
  const machine: Machine = {
    config,
    pool: database.pool,
    db: database.db,
    clock,
    log: process.env.TEST_LOG ? createLog({ level: 'debug', part: name.slice(0, 12) }) : silentLog,
    files: await openDiskFiles(join(stateDir, 'files'), testDocumentKey),
    signer: localSigner(testMnemonic),
    chain: testChain?.chain ?? absentChain(),
    ...wireModules(options.modules),
    loadParameters: options.loadParameters ?? initialParameters,
    auditSink: options.auditSink ?? null,
  }
  return {
    machine,
    db: database.db,
    clock,
    as: actorOf,
    run: (command, actor = systemActor) =>
      transact(machine, { actor, requestId: randomUUID() }, { action: command.name || 'test' }, command),
    ask: (question, actor = systemActor) => ask(machine, { actor, requestId: randomUUID() }, question),
    get chain() {
      if (testChain === null) throw new Error('this harness was created without a chain')
      return testChain
    },
    settle: () => settle(machine, clock, testChain),
    async advance(seconds) {
      clock.set(new Date(clock.now().getTime() + seconds * 1_000))
      await testChain?.advanceTo(clock.now())
    },
    async fresh(copyOf) {
      const other = await cloneDatabase(services, config.databasePoolSize, copyOf)
      const drop = async () => {
        await other.close()
        await database.pool.query(`drop database ${other.name}`)
      }
      return { ...machine, pool: other.pool, db: other.db, database: other.name, close: other.close, drop }
    },
    async close() {
      await database.close()
      await testChain?.stop()
    },
  }
}

async function cloneDatabase(
  services: Services,
  poolSize: number,
  template = services.template,
): Promise<DatabaseHandle & { name: string; url: string }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await createDatabase(services.databaseUrl, name, template)
  const url = services.databaseUrl.replace(/[^/]*$/, name)
  return { ...openDatabase({ url, poolSize }), name, url }
}

const initialParameters: LoadParameters = async (_db, at) => parametersAt([], at)

function actorOf(of: {
  partyId?: string | null
  clientId?: string
  roles?: readonly Role[]
  scopes?: readonly Scope[]
}): Actor {
  return {
    clientId: of.clientId ?? 'test-client',
    partyId: of.partyId ?? null,
    roles: new Set(of.roles ?? allRoles),
    scopes: new Set(of.scopes ?? allScopes),
  }
}
