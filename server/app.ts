/** The composition root: the one place that sees everything. Builds one process's machine and runs its part on it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Abi } from 'viem'
import { abis } from '../contracts/generated/abis.ts'
import { isComplete, readStoredBook } from '../contracts/script/addressBook.ts'
import { openDiskFiles } from './adapters/files-disk.ts'
import { openLocalSigner } from './adapters/signer-local.ts'
import type { Config } from './config.ts'
import { type ClientRegister, createHttpServer } from './http/server.ts'
import { loadParameters } from './modules/governance/index.ts'
import { clientSecretMatches, findCredentials, findIdentity } from './modules/parties/index.ts'
import { recordAuditEntry } from './modules/reporting/index.ts'
import { modules } from './modules.ts'
import { systemClock } from './ports/clock.ts'
import { openChain } from './runtime/chain/chain.ts'
import { startIndexer } from './runtime/chain/startIndexer.ts'
import { startSubmitter } from './runtime/chain/startSubmitter.ts'
import { openDatabase } from './runtime/database.ts'
import { runtimeErrors } from './runtime/errors.ts'
import { createLog } from './runtime/log.ts'
import { type Machine, wireModules } from './runtime/machine.ts'
import { readiness } from './runtime/readiness.ts'
import { readOrCreateSecret } from './runtime/secretFile.ts'
import { startWorker } from './runtime/work/worker.ts'

/** A running part of the product. `stop` finishes what is at hand. `failed` resolves when it cannot go on by itself. */
export interface Running {
  stop(): Promise<void>
  readonly failed: Promise<unknown>
}

/** Where a chain's contracts are, for the network of this configuration. */
export function addressBookPath(config: Config): string {
  return join(config.stateDir, `addresses-${config.network}.json`)
}

/** Opens everything a process needs. Errors: CONFIG_INVALID and those of the adapters; CHAIN_UNAVAILABLE when the contracts are
 *  not deployed. */
export async function openMachine(config: Config, part: string): Promise<Machine & { close(): Promise<void> }> {
  const log = createLog({ level: config.logLevel, part })
  await mkdir(config.stateDir, { recursive: true })
  const database = openDatabase({
    url: config.databaseUrl,
    poolSize: config.databasePoolSize,
    onError: (error) => log.warn({ error }, 'a database connection broke'),
  })
  const machine: Machine = {
    config,
    pool: database.pool,
    db: database.db,
    clock: systemClock,
    log,
    files: await openDiskFiles(join(config.stateDir, 'files')),
    signer: await openLocalSigner(join(config.stateDir, 'mnemonic')),
    chain: await connectChain(config),
    ...wireModules(modules),
    loadParameters,
    auditSink: recordAuditEntry,
  }
  return { ...machine, close: database.close }
}

async function connectChain(config: Config): Promise<Machine['chain']> {
  const response = await fetch(config.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
    signal: AbortSignal.timeout(config.rpcTimeoutMs),
  }).catch((cause: unknown) => {
    throw runtimeErrors.CHAIN_UNAVAILABLE({ reason: 'the node does not answer' }, { cause })
  })
  const chainId = Number(((await response.json()) as { result: string }).result)
  const book = readStoredBook(addressBookPath(config), chainId)
  if (book === null || !isComplete(book)) {
    throw runtimeErrors.CHAIN_UNAVAILABLE({
      chainId,
      reason: 'the contracts are not deployed; run `node server/main.ts deploy`',
    })
  }
  return openChain({
    rpcUrl: config.rpcUrl,
    timeoutMs: config.rpcTimeoutMs,
    book,
    abis: abis as unknown as Record<string, Abi>,
  })
}

/** The API. Resolves when it listens; `url` is where. */
export async function serve(machine: Machine): Promise<Running & { url: string }> {
  const { db, config } = machine
  const clients: ClientRegister = {
    findIdentity: (clientId) => findIdentity(db, clientId),
    findCredentials: (clientId) => findCredentials(db, clientId),
    secretMatches: clientSecretMatches,
  }
  const secret = await readOrCreateSecret(join(config.stateDir, 'http.secret'))
  const app = await createHttpServer({ machine, clients, secret, readiness: () => readiness(machine) })
  const url = await app.listen({ host: config.host, port: config.port })
  return { url, stop: () => app.close(), failed: new Promise(() => undefined) }
}

/** Jobs, timers and the submitter. */
export async function work(machine: Machine): Promise<Running> {
  const worker = await startWorker(machine)
  const submitter = startSubmitter(machine)
  return {
    stop: async () => {
      await Promise.all([worker.stop(), submitter.stop()])
    },
    failed: worker.failed,
  }
}

export async function index(machine: Machine): Promise<Running> {
  const indexer = startIndexer(machine)
  return { stop: indexer.stop, failed: new Promise(() => undefined) }
}
