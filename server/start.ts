/** `start`: everything on one machine, from nothing. Services, contracts, API, worker, indexer, oracle nodes, the stories. */
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, configErrors } from './config.ts'
import { httpUrl } from './configForms.ts'
import { openDatabase } from './runtime/database.ts'
import { type EmbeddedChain, startAnvil } from './runtime/embedded/anvil.ts'
import { endLeftovers, instanceErrors, lockInstance } from './runtime/embedded/instanceLock.ts'
import { placeCluster } from './runtime/embedded/placement.ts'
import { freePort } from './runtime/embedded/ports.ts'
import { startPostgres } from './runtime/embedded/postgres.ts'
import type { Progress } from './runtime/embedded/progress.ts'
import { type Supervisor, spawnProgram, startSupervisor } from './runtime/embedded/supervisor.ts'
import { startTicker } from './runtime/embedded/ticker.ts'
import { silentLog } from './runtime/log.ts'
import { isWorkDue } from './runtime/work/isWorkDue.ts'
import { claimState } from './stateMark.ts'

export interface StartOptions {
  readonly config: Config
  readonly progress: Progress
  /** Forget everything first. */
  readonly reset: boolean
  /** Services and the product's processes only: no sandbox, no oracle nodes. */
  readonly bare: boolean
  /** Aborted when whoever asked wants it no more: the step at hand is broken off, what was started ends, and the reason is thrown. */
  readonly signal: AbortSignal
}

/** What a running instance says of itself in `instance.json`. */
export interface InstanceFile {
  readonly url: string
  readonly pid: number
  readonly instanceId: string
  readonly databaseUrl: string
  readonly rpcUrl: string
  /** Where the contracts are. */
  readonly addressBook: string
  /** Credentials of the operator's client. */
  readonly operatorFile: string
  /** Credentials of the sandbox's parties; absent until the sandbox was seeded. */
  readonly sandboxFile: string
}

export interface Instance {
  readonly url: string
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'server', 'main.ts')
const freeBytesLeast = 300_000_000

/** Brings the whole product up. Errors: INSTANCE_RUNNING, STATE_FOLDER_UNUSABLE, STATE_FOLDER_OUTDATED, and what the steps throw; whatever was started
 *  by then is ended. */
export async function start(options: StartOptions): Promise<Instance> {
  const { config, signal } = options
  const progress = untilAborted(options.progress, signal)
  const { stateDir } = config
  const unlock = await lockInstance(stateDir)
  const supervisor = startSupervisor(stateDir, progress.say)
  const stops: (() => Promise<void>)[] = [unlock, () => supervisor.stop()]
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) await step()
  }
  try {
    if ((await endLeftovers(stateDir)) > 0) progress.say('Ended processes that an earlier instance had left behind')
    if (options.reset) await forget(stateDir)
    await refuseFullDisk(stateDir)
    // Where the chain is somebody else's, the folder holds keys and documents only, and they outlive versions.
    if (config.rpcUrl === '') await claimState(stateDir)
    const compiling = progress.step('Compiling the contracts', (say) => runProgram(['compile'], {}, say, signal))
    compiling.catch(() => undefined)
    const services = await progress.step('Starting PostgreSQL and the chain', () =>
      startServices(config, supervisor, stops),
    )
    await compiling
    const environment = { ...services, STATE_DIR: stateDir, NETWORK: config.network, HOST: config.host }
    const port = await freePort(config.host, config.port).then(String, (cause: unknown) => {
      throw configErrors.CONFIG_INVALID({ variable: 'HOST', expected: 'an address of this machine' }, { cause })
    })
    if (config.port !== 0 && port !== String(config.port)) progress.say(`Port ${config.port} is taken; using ${port}`)
    const url = httpUrl(config.host, port)
    await progress.step('Preparing database and contracts', (say) => runProgram(['prepare'], environment, say, signal))
    await progress.step('Starting the API, the worker and the indexer', async () => {
      const settings = { ...environment, PORT: port, PUBLIC_URL: '' } // where it listens is where its clients are
      for (const part of ['serve', 'work', 'index'])
        await supervisor.run(planOf(stateDir, part, [program, part], settings))
      await untilReady(url, signal)
    })
    await writeInstanceFile(config, { url, ...services })
    if (!options.bare) {
      await seedSandbox({ ...options, progress }, url)
      await startOracles({ ...options, progress }, supervisor)
    }
    signal.throwIfAborted()
    return { url, stop }
  } catch (error) {
    await stop()
    // A program of ours that died by the same Ctrl-C is no failure of its own.
    signal.throwIfAborted()
    throw explain(error, stateDir)
  }
}

/** Begins no further step once aborted. */
function untilAborted(progress: Progress, signal: AbortSignal): Progress {
  return {
    ...progress,
    async step(title, work) {
      signal.throwIfAborted()
      return progress.step(title, work)
    },
  }
}

/** Everything but the lock, the database's folder included when it had to lie elsewhere. */
async function forget(stateDir: string): Promise<void> {
  await rm(await placeCluster(join(stateDir, 'postgres')), { recursive: true, force: true })
  for (const name of await readdir(stateDir)) {
    if (name !== 'instance.lock') await rm(join(stateDir, name), { recursive: true, force: true })
  }
}

async function refuseFullDisk(stateDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(stateDir)
  if (bavail * bsize >= freeBytesLeast) return
  throw instanceErrors.STATE_FOLDER_UNUSABLE({ stateDir, reason: `less than ${freeBytesLeast / 1_000_000} MB free` })
}

/** Database and chain, embedded unless the configuration names others. */
async function startServices(
  config: Config,
  supervisor: Supervisor,
  stops: (() => Promise<void>)[],
): Promise<{ DATABASE_URL: string; RPC_URL: string }> {
  const { stateDir } = config
  const database = async () => {
    if (config.databaseUrl !== '') return config.databaseUrl
    // The port stays the same when the server has to be started again: everybody knows it.
    const port = await freePort('127.0.0.1', 0)
    const settings = { directory: join(stateDir, 'postgres'), port, durable: true, database: 'assay' }
    let url = ''
    const begin = async () => {
      const server = await startPostgres(settings)
      url = server.url
      return server.child
    }
    await supervisor.run({ name: 'PostgreSQL', start: begin, stopSignal: 'SIGINT' })
    return url
  }
  const chain = async () => {
    if (config.rpcUrl !== '') return config.rpcUrl
    const port = await freePort('127.0.0.1', 0)
    let running: EmbeddedChain
    const begin = async () => {
      running = await startAnvil({ port, stateFile: join(stateDir, 'chain.json.gz') })
      return running.child
    }
    await supervisor.run({ name: 'the chain', start: begin, beforeStop: () => running.save(), stopSignal: 'SIGINT' })
    return `http://127.0.0.1:${port}`
  }
  const [databaseUrl, rpcUrl] = await Promise.all([database(), chain()])
  if (config.rpcUrl === '') stops.push(runClock(rpcUrl, databaseUrl))
  return { DATABASE_URL: databaseUrl, RPC_URL: rpcUrl }
}

/** The embedded chain's clock goes on while the queue waits for it. Returns what ends it. */
function runClock(rpcUrl: string, databaseUrl: string): () => Promise<void> {
  const database = openDatabase({ url: databaseUrl, poolSize: 1 })
  const ticker = startTicker({ rpcUrl, log: silentLog, isAwaited: () => isWorkDue(database.pool) })
  return async () => {
    await ticker.stop()
    await database.close()
  }
}

function planOf(
  stateDir: string,
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
) {
  return { name, start: async () => spawnProgram(stateDir, name, args, environment), stopSignal: 'SIGTERM' as const }
}

/** Runs one of our programs to its end; its lines become the step's detail. Throws with its last lines when it fails. */
function runProgram(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      signal,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...environment },
    })
    const last: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        for (const line of chunk
          .toString()
          .split('\n')
          .filter((text) => text.trim() !== '')) {
          say(line.slice(0, 160))
          last.push(line)
          if (last.length > 40) last.shift()
        }
      })
    }
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} failed:\n${last.join('\n')}`))))
  })
}

const readyWithinMs = 60_000

async function untilReady(url: string, stopped: AbortSignal): Promise<void> {
  let last = 'no answer'
  for (const until = Date.now() + readyWithinMs; Date.now() < until; ) {
    stopped.throwIfAborted()
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })
      if (response.ok) return
      last = await response.text()
    } catch (error) {
      last = (error as Error).message
    }
    await new Promise((resume) => setTimeout(resume, 100))
  }
  throw new Error(`the API was not ready within ${readyWithinMs / 1_000} s: ${last.slice(0, 500)}`)
}

async function writeInstanceFile(
  { stateDir, addressBook }: Config,
  of: { url: string; DATABASE_URL: string; RPC_URL: string },
): Promise<void> {
  const instance: InstanceFile = {
    url: of.url,
    pid: process.pid,
    instanceId: randomUUID(),
    databaseUrl: of.DATABASE_URL,
    rpcUrl: of.RPC_URL,
    addressBook,
    operatorFile: join(stateDir, 'operator.json'),
    sandboxFile: join(stateDir, 'sandbox.json'),
  }
  const path = join(stateDir, 'instance.json')
  await writeFile(`${path}.new`, `${JSON.stringify(instance, null, 2)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

/** The sandbox is seeded by an ordinary client of the API; it is idempotent and leaves the nodes' settings in `oracles/`. */
async function seedSandbox({ config, progress }: StartOptions, url: string): Promise<void> {
  const seed = join(root, 'demo', 'seed.ts')
  if (!config.embeddedChain || !existsSync(seed)) return
  await progress.step('Seeding the sandbox', async () => {
    const { seedSandbox } = (await import(seed)) as {
      seedSandbox(options: { url: string; stateDir: string }): Promise<void>
    }
    await seedSandbox({ url, stateDir: config.stateDir })
  })
}

/** One process per settings file, each with its own key. */
async function startOracles({ config, progress }: StartOptions, supervisor: Supervisor): Promise<void> {
  const path = join(root, 'demo', 'nodePrograms.ts')
  if (!existsSync(path)) return
  const { nodePrograms } = (await import(path)) as {
    nodePrograms(stateDir: string): readonly { slug: string; program: string; settingsFile: string }[]
  }
  const nodes = nodePrograms(config.stateDir)
  if (nodes.length === 0) return
  await progress.step(`Starting ${nodes.length} oracle nodes`, async () => {
    for (const { slug, program, settingsFile } of nodes) {
      const environment = { ASSAY_ORACLE_CONFIG: settingsFile, ASSAY_ORACLE_PARENT_PID: String(process.pid) }
      await supervisor.run(planOf(config.stateDir, `oracle-${slug}`, [program], environment))
    }
  })
}

/** Nobody listening is known at once; a busy machine may take its time to answer. */
const healthyWithinMs = 15_000

/** The instance that runs on a state folder, or null. */
export async function findInstance(stateDir: string): Promise<InstanceFile | null> {
  try {
    const instance = JSON.parse(await readFile(join(stateDir, 'instance.json'), 'utf8')) as InstanceFile
    const response = await fetch(`${instance.url}/healthz`, { signal: AbortSignal.timeout(healthyWithinMs) })
    return response.ok ? instance : null
  } catch {
    return null
  }
}

function explain(error: unknown, stateDir: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EACCES' && code !== 'EROFS') return error
  return instanceErrors.STATE_FOLDER_UNUSABLE({ stateDir, reason: code }, { cause: error })
}
