/**
 * Once per test run: one real PostgreSQL with a migrated template database, and one state of a real chain with the contracts
 * deployed. Each harness clones both, so that test files share nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sandboxParameters } from '@assay/domain/programmes/sandbox.ts'
import type { TestProject } from 'vitest/node'
import { delaySeconds } from '../../contracts/script/access.ts'
import { compile } from '../../contracts/script/compile.ts'
import { localSigner } from '../adapters/signer-local.ts'
import type { AddressBook } from '../runtime/chain/chain.ts'
import { openDatabase } from '../runtime/database.ts'
import { deployProduct } from '../runtime/deploy.ts'
import { startAnvil } from '../runtime/embedded/anvil.ts'
import { fundWallets } from '../runtime/embedded/fundWallets.ts'
import { type Guard, startGuard } from '../runtime/embedded/guard.ts'
import { startPostgres } from '../runtime/embedded/postgres.ts'
import { migrate } from '../runtime/migrate.ts'
import { testMnemonic } from './wallets.ts'

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
  /** State of a chain with the contracts deployed, and where they are. */
  readonly chainState: string
  readonly addressBook: AddressBook
}

const template = 'assay_template'
/** Two weeks before every test begins. */
const deployedAt = new Date('2026-01-01T00:00:00.000Z')

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = sharedByProjects()
  shared.users++
  shared.booted ??= boot()
  const { services, stop } = await shared.booted
  project.provide('services', services)
  return async () => {
    if (--shared.users === 0) await stop()
  }
}

interface Booted {
  readonly services: Services
  stop(): Promise<void>
}

/** The projects of one run each load this file anew; the services are the run's. */
function sharedByProjects(): { booted?: Promise<Booted>; users: number } {
  const key = Symbol.for('assay.test.services')
  const holder = globalThis as { [key]?: { booted?: Promise<Booted>; users: number } }
  holder[key] ??= { users: 0 }
  return holder[key]
}

async function boot(): Promise<Booted> {
  const directory = await mkdtemp(join(tmpdir(), 'assay-test-'))
  const guard = startGuard()
  const postgres = await startPostgres({ directory, port: 0, durable: false, database: template })
  guard.watch(postgres.child, 'SIGINT')
  const database = openDatabase({ url: postgres.url, poolSize: 4 })
  await migrate(database.pool)
  await database.close()
  const chain = await deployChain(directory, guard)
  return {
    services: { databaseUrl: postgres.urlOf('postgres'), template, directory, ...chain },
    async stop() {
      await postgres.stop()
      guard.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Deploys on a chain of its own, which ends and leaves its state behind. */
async function deployChain(directory: string, guard: Guard): Promise<Pick<Services, 'chainState' | 'addressBook'>> {
  compile({ log: () => undefined })
  const chainState = join(directory, 'chain.json.gz')
  const anvil = await startAnvil({ port: 0, stateFile: chainState, mnemonic: testMnemonic, timestamp: deployedAt })
  guard.watch(anvil.child, 'SIGINT')
  try {
    const signer = localSigner(testMnemonic)
    await fundWallets(anvil.url, signer)
    const addressBook = await deployProduct({
      rpcUrl: anvil.url,
      signer,
      // Tests change the contracts' parameters at once; that governance waits is asked in contracts/script/access.test.ts.
      delaySeconds: { ...delaySeconds, GOVERNANCE_A: 0, GOVERNANCE_B: 0 },
      parameters: sandboxParameters(),
      addressBookPath: join(directory, 'addresses.json'),
      log: () => undefined,
    })
    return { chainState, addressBook }
  } finally {
    await anvil.stop()
  }
}
