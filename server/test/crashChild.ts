/**
 * One part of the machine room as a process of its own, for tests that kill it: submits, indexes and works on the test's
 * database and chain until it is killed or told. Settings arrive as JSON in ASSAY_TEST_CHILD.
 */
import { readFileSync } from 'node:fs'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import type { Abi } from 'viem'
import { openDiskFiles } from '../adapters/files-disk.ts'
import { localSigner } from '../adapters/signer-local.ts'
import { readConfig } from '../config.ts'
import { systemClock } from '../ports/clock.ts'
import { type AddressBook, openChain } from '../runtime/chain/chain.ts'
import { indexerStep } from '../runtime/chain/indexer.ts'
import { submitterStep } from '../runtime/chain/submitter.ts'
import { openDatabase } from '../runtime/database.ts'
import { armFailpoint } from '../runtime/failpoint.ts'
import { silentLog } from '../runtime/log.ts'
import { type Machine, wireModules } from '../runtime/machine.ts'
import { startWorker } from '../runtime/work/worker.ts'
import { registerModule } from './register.ts'
import { testDocumentKey, testMnemonic } from './wallets.ts'

export interface CrashChildSettings {
  readonly databaseUrl: string
  readonly rpcUrl: string
  readonly stateDir: string
  readonly book: AddressBook
  readonly abiFile: string
  readonly failpoint: string | null
  readonly parts: readonly ('submit' | 'index' | 'work')[]
}

const settings = JSON.parse(process.env.ASSAY_TEST_CHILD ?? '{}') as CrashChildSettings
armFailpoint(settings.failpoint)
process.once('disconnect', () => process.exit(0))

const database = openDatabase({ url: settings.databaseUrl, poolSize: 8 })
const machine: Machine = {
  config: readConfig({ DATABASE_URL: settings.databaseUrl, STATE_DIR: settings.stateDir, LOG_LEVEL: 'silent' }),
  pool: database.pool,
  db: database.db,
  clock: systemClock,
  log: silentLog,
  files: await openDiskFiles(`${settings.stateDir}/files`, testDocumentKey),
  signer: localSigner(testMnemonic),
  chain: openChain({
    rpcUrl: settings.rpcUrl,
    timeoutMs: 5_000,
    book: settings.book,
    abis: { Register: JSON.parse(readFileSync(settings.abiFile, 'utf8')) as Abi },
  }),
  ...wireModules([registerModule]),
  loadParameters: async (_db, at) => parametersAt([], at),
  auditSink: null,
}
if (settings.parts.includes('work')) await startWorker(machine)
for (;;) {
  if (settings.parts.includes('submit')) await submitterStep(machine).catch(() => 0)
  if (settings.parts.includes('index')) await indexerStep(machine).catch(() => 'idle')
  await new Promise((resume) => setTimeout(resume, 10))
}
