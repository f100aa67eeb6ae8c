/** The composition root: the one place that sees everything. Builds one process's machine and runs its part on it. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import type { Abi } from 'viem'
import { abis } from '../contracts/generated/abis.ts'
import { isComplete, readStoredBook } from '../contracts/script/addressBook.ts'
import { openDatabaseFiles } from './adapters/files-database.ts'
import { openDiskFiles } from './adapters/files-disk.ts'
import { localSigner } from './adapters/signer-local.ts'
import type { Config } from './config.ts'
import { type ClientRegister, createHttpServer } from './http/server.ts'
import { loadParameters } from './modules/governance/index.ts'
import { clientSecretMatches, findCredentials, findIdentity, signerIndexOf } from './modules/parties/index.ts'
import { recordAuditEntry } from './modules/reporting/index.ts'
import { modules } from './modules.ts'
import { systemClock } from './ports/clock.ts'
import type { FileStore } from './ports/files.ts'
import { openChain } from './runtime/chain/chain.ts'
import { startIndexer } from './runtime/chain/startIndexer.ts'
import { startSubmitter } from './runtime/chain/startSubmitter.ts'
import { openDatabase } from './runtime/database.ts'
import { runtimeErrors } from './runtime/errors.ts'
import { createLog } from './runtime/log.ts'
import { type Machine, wireModules } from './runtime/machine.ts'
import { openPresence } from './runtime/presence.ts'
import { readiness } from './runtime/readiness.ts'
import { checkSecrets, readSecrets } from './runtime/secrets.ts'
import { startWorker } from './runtime/work/worker.ts'

/** A running part of the product. `stop` finishes what is at hand. `failed` resolves when it cannot go on by itself. */
export interface Running {
  stop(): Promise<void>
  readonly failed: Promise<unknown>
}

/** A machine whose connections this process opened, with what only the API needs besides. */
export interface OpenMachine extends Machine {
  readonly httpSecret: Uint8Array
  close(): Promise<void>
}

/** For what a command asks while it holds a connection: were it one of the same pool, all could wait for each other. */
const sideConnections = 4

/** Opens everything a process needs. Errors: SECRET_MISSING, SECRET_DAMAGED, SECRET_DIFFERS, INSTALLATION_MISSING;
 *  CHAIN_UNAVAILABLE when the contracts are not deployed. */
export async function openMachine(config: Config, part: string): Promise<OpenMachine> {
  const log = createLog({ level: config.logLevel, part })
  await mkdir(config.stateDir, { recursive: true })
  const secrets = await readSecrets(config)
  const onError = (error: Error) => log.warn({ error }, 'a database connection broke')
  const database = openDatabase({ url: config.databaseUrl, poolSize: config.databasePoolSize, onError })
  const side = openDatabase({ url: config.databaseUrl, poolSize: sideConnections, onError })
  await checkSecrets(database.pool, secrets)
  const machine: Machine = {
    config,
    pool: database.pool,
    db: database.db,
    clock: systemClock,
    log,
    files: await openFiles(config, secrets.documentKey, side.pool),
    signer: localSigner(secrets.mnemonic, (address) => signerIndexOf(side.db, address), config.wallets.keys),
    chain: await connectChain(config),
    ...wireModules(modules),
    loadParameters,
    auditSink: recordAuditEntry,
  }
  const close = async () => {
    await side.close()
    await database.close()
  }
  return { ...machine, httpSecret: secrets.httpSecret, close }
}

function openFiles(config: Config, key: Uint8Array, pool: pg.Pool): Promise<FileStore> | FileStore {
  return config.documentStore === 'disk'
    ? openDiskFiles(join(config.stateDir, 'files'), key)
    : openDatabaseFiles(pool, key)
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
  const book = readStoredBook(config.addressBook, chainId)
  if (book === null || !isComplete(book)) {
    throw runtimeErrors.CHAIN_UNAVAILABLE({
      chainId,
      reason: 'the contracts are not deployed; run `npm run -s assay -- deploy`',
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
export async function serve(machine: OpenMachine): Promise<Running & { url: string }> {
  const { db, config } = machine
  const clients: ClientRegister = {
    findIdentity: (clientId) => findIdentity(db, clientId),
    findCredentials: (clientId) => findCredentials(db, clientId),
    secretMatches: clientSecretMatches,
  }
  const readinessOf = () => readiness(machine)
  const app = await createHttpServer({ machine, clients, secret: machine.httpSecret, readiness: readinessOf })
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
  const presence = await openPresence(machine, 'indexer')
  const indexer = startIndexer(machine)
  const stop = async () => {
    await indexer.stop()
    await presence.leave()
  }
  return { stop, failed: new Promise(() => undefined) }
}
