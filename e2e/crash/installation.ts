/**
 * One installation of real processes under the product's own supervisor, in which every process may be armed: each start takes
 * the next point of its kind from the table and dies there. Nothing is repaired between deaths.
 */
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, readdirSync, watch } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodePrograms } from '../../demo/nodePrograms.ts'
import { seedSandbox } from '../../demo/seed.ts'
import { foundParameters } from '../../server/modules/governance/foundParameters.ts'
import { openDatabase } from '../../server/runtime/database.ts'
import { type EmbeddedChain, startAnvil } from '../../server/runtime/embedded/anvil.ts'
import { freePort } from '../../server/runtime/embedded/ports.ts'
import { startPostgres } from '../../server/runtime/embedded/postgres.ts'
import { spawnProgram, startSupervisor } from '../../server/runtime/embedded/supervisor.ts'
import { startTicker } from '../../server/runtime/embedded/ticker.ts'
import { silentLog } from '../../server/runtime/log.ts'
import { isWorkDue } from '../../server/runtime/work/isWorkDue.ts'
import { isReady, launch, until } from '../program.ts'
import type { Victim } from './points.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = join(root, 'server', 'main.ts')
/** Points come quickly; the growing pause of the supervisor would only make the suite slow. */
const longestPauseMs = 500
const workers = 2
/** A queue is asked for again while clients wait. */
const founding = [{ key: 'fictra.allocation.queueRetrySeconds', value: 2, reason: 'The suite waits for a release.' }]
const nodesToKill = ['oracle-1', 'oracle-4']

/** One order to die: `FAILPOINT` of the process, or of oracles nothing (they are killed from outside). */
export interface Order {
  readonly setting: string
  /** Told once, when the process has died there. */
  died(): void
  /** The process ended otherwise: somebody else may take the order. */
  giveBack(): void
}

/** Hands out the next order for a process that starts, or null. */
export type Orders = (victim: Victim, process: string) => Order | null

export interface Installation {
  readonly url: string
  readonly stateDir: string
  readonly rpcUrl: string
  readonly databaseUrl: string
  readonly environment: Readonly<Record<string, string>>
  /** `kill -9` of PostgreSQL's own process. */
  killDatabase(): void
  /** Lets the processes that run take orders: each is killed once and comes back armed. */
  arm(): void
  stop(): Promise<void>
}

export async function startInstallation(
  stateDir: string,
  orders: Orders,
  say: (line: string) => void,
): Promise<Installation> {
  const supervisor = startSupervisor(stateDir, say, longestPauseMs)
  const running = new Map<string, ChildProcess>()
  const killed = new WeakSet<ChildProcess>()
  const kill = (name: string) => {
    const child = running.get(name)
    if (child === undefined) return
    killed.add(child)
    child.kill('SIGKILL')
  }
  const databaseUrl = await runDatabase()
  const chainPort = await freePort('127.0.0.1', 0)
  const rpcUrl = `http://127.0.0.1:${chainPort}`
  let chain: EmbeddedChain
  await supervisor.run({
    name: 'the chain',
    start: async () => {
      chain = await startAnvil({ port: chainPort, stateFile: join(stateDir, 'chain.json.gz') })
      return chain.child
    },
    beforeStop: () => chain.save(),
    stopSignal: 'SIGINT',
  })
  const clock = openDatabase({ url: databaseUrl, poolSize: 1 })
  const ticker = startTicker({ rpcUrl, log: silentLog, isAwaited: () => isWorkDue(clock.pool) })
  const port = String(await freePort('127.0.0.1', 0))
  const url = `http://127.0.0.1:${port}`
  const environment = { DATABASE_URL: databaseUrl, RPC_URL: rpcUrl, STATE_DIR: stateDir, PUBLIC_URL: url, PORT: port }
  await prepare(stateDir, environment)
  await clock.db.transaction().execute((db) => foundParameters({ db, now: new Date() }, founding))

  async function runDatabase(): Promise<string> {
    const databasePort = await freePort('127.0.0.1', 0)
    let known = ''
    await supervisor.run({
      name: 'PostgreSQL',
      async start() {
        const server = await startPostgres({
          directory: join(stateDir, 'postgres'),
          port: databasePort,
          durable: true,
          database: 'assay',
        })
        known = server.url
        running.set('PostgreSQL', server.child)
        return server.child
      },
      stopSignal: 'SIGINT',
    })
    return known
  }

  async function runArmed(name: string, victim: Victim, args: readonly string[], settings: Record<string, string>) {
    await supervisor.run({
      name,
      async start() {
        const order = orders(victim, name)
        const armed: Record<string, string> = victim === 'oracle' || order === null ? {} : { FAILPOINT: order.setting }
        const child = spawnProgram(stateDir, name, args, { ...settings, ...armed })
        running.set(name, child)
        const journal = victim === 'oracle' && order !== null ? killAtReport(settings, child) : null
        child.once('exit', (_code, signal) => {
          journal?.close()
          if (signal === 'SIGKILL' && !killed.has(child)) order?.died()
          else order?.giveBack()
        })
        return child
      },
      stopSignal: 'SIGTERM',
    })
  }

  for (const part of ['serve', 'index'] as const) await runArmed(part, part, [program, part], environment)
  for (let n = 1; n <= workers; n++) await runArmed(`work-${n}`, 'work', [program, 'work'], environment)
  await until(
    () => isReady(url),
    120_000,
    () => `${url} is not ready`,
  )
  await writeFile(join(stateDir, 'instance.json'), JSON.stringify({ url, rpcUrl, databaseUrl }))
  await seedSandbox({ url, stateDir })
  for (const { slug, program: node, settingsFile } of nodePrograms(stateDir)) {
    await runArmed(slug, 'oracle', [node], { ASSAY_ORACLE_CONFIG: settingsFile })
  }
  return {
    url,
    stateDir,
    rpcUrl,
    databaseUrl,
    environment,
    killDatabase: () => kill('PostgreSQL'),
    arm() {
      for (const name of running.keys()) {
        if (/^(serve|index|work-\d+)$/.test(name) || nodesToKill.includes(name)) kill(name)
      }
    },
    async stop() {
      await ticker.stop()
      await clock.close()
      await supervisor.stop()
    },
  }
}

/** Not waited for synchronously: the chain is our child, and it stops when nobody reads what it says. */
async function prepare(stateDir: string, environment: Record<string, string>): Promise<void> {
  const { child, output } = launch(stateDir, ['prepare'], environment)
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`prepare failed:\n${output()}`)
}

/** A node is killed as soon as a report lies in its journal: before or while it is sent. */
function killAtReport(settings: Record<string, string>, child: ChildProcess) {
  const folder = settings.ASSAY_ORACLE_CONFIG!.replace(/\.json$/, '.journal')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const seen = new Set(readdirSync(folder))
  return watch(folder, (_event, file) => {
    if (file?.endsWith('.json') && !seen.has(file)) child.kill('SIGKILL')
  })
}
