/**
 * The program split over several machines, as far as one machine can show it: one PostgreSQL, one chain, and processes that
 * share neither a folder nor a file. What they have in common is in their environment.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync } from 'node:fs'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDatabase } from '../server/runtime/database.ts'
import { startAnvil } from '../server/runtime/embedded/anvil.ts'
import { startGuard } from '../server/runtime/embedded/guard.ts'
import { freePort } from '../server/runtime/embedded/ports.ts'
import { startPostgres } from '../server/runtime/embedded/postgres.ts'
import { startTicker } from '../server/runtime/embedded/ticker.ts'
import { silentLog } from '../server/runtime/log.ts'
import { isWorkDue } from '../server/runtime/work/isWorkDue.ts'
import { hasEnded, launch as launchProgram, makeStateFolder, until } from './program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'server', 'main.ts')

export interface SplitProgram {
  /** Where each API is. */
  readonly urls: readonly string[]
  readonly rpcUrl: string
  /** What every process of the product is given. */
  readonly environment: Readonly<Record<string, string>>
  /** The folder of those who use the API: credentials, and the settings of the nodes. */
  readonly clientDir: string
  /** The folder of one process, with the address book in it. */
  folderOf(name: string): Promise<string>
  /** Starts a process of the product, or (with `args`) another program. It ends with the installation. */
  run(name: string, args: readonly string[], settings?: Readonly<Record<string, string>>): Promise<ChildProcess>
  /** What the processes complained about, for whoever reads a failure. */
  troubles(): Promise<string>
  stop(): Promise<void>
}

export interface SplitOptions {
  /** Two of each. */
  readonly parts: readonly ('serve' | 'work' | 'index')[]
  readonly settings?: Readonly<Record<string, string>>
}

export async function startSplit({ parts, settings = {} }: SplitOptions): Promise<SplitProgram> {
  const directory = await makeStateFolder('split')
  const guard = startGuard()
  const stops: (() => unknown)[] = [() => rm(directory, { recursive: true, force: true }), () => guard.stop()]
  const services = await startServices(directory, guard, stops)
  const clientDir = join(directory, 'clients')
  const ports = [await freePort('127.0.0.1', 0), await freePort('127.0.0.1', 0)]
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const environment: Record<string, string> = {
    ...services,
    ...(await secrets(directory)),
    PUBLIC_URL: urls[0]!,
    DATABASE_POOL_SIZE: '10',
    DOCUMENT_STORE: 'database',
    ...settings,
  }
  await toItsEnd(clientDir, ['prepare'], environment)
  const bookFile = join(clientDir, 'addresses-embedded.json')

  async function folderOf(name: string): Promise<string> {
    const folder = join(directory, name)
    await mkdir(folder, { recursive: true })
    await copyFile(bookFile, join(folder, 'book.json'))
    return folder
  }
  async function run(name: string, args: readonly string[], own: Readonly<Record<string, string>> = {}) {
    const folder = await folderOf(name)
    const log = openSync(join(directory, `${name}.log`), 'a')
    const child = spawn(process.execPath, [...args], {
      env: { ...process.env, ...environment, STATE_DIR: folder, ADDRESS_BOOK: join(folder, 'book.json'), ...own },
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    guard.watch(child, 'SIGTERM')
    stops.push(() => ended(child))
    return child
  }
  for (const n of [0, 1]) {
    for (const part of parts) await run(`${part}-${n}`, [program, part], { PORT: String(ports[n]) })
  }
  for (const url of parts.includes('serve') ? urls : []) {
    await until(
      () => isAlive(url),
      120_000,
      () => `${url} does not answer`,
    )
  }
  await writeFile(
    join(clientDir, 'instance.json'),
    JSON.stringify({
      ...{ url: urls[0], rpcUrl: services.RPC_URL, databaseUrl: services.DATABASE_URL },
      addressBook: bookFile,
    }),
  )
  return {
    urls,
    rpcUrl: services.RPC_URL,
    environment,
    clientDir,
    folderOf,
    run,
    troubles: () => troubles(directory),
    async stop() {
      for (const stop of stops.reverse()) await stop()
    },
  }
}

type Stops = (() => unknown)[]

async function startServices(directory: string, guard: ReturnType<typeof startGuard>, stops: Stops) {
  const postgres = await startPostgres({
    directory: join(directory, 'postgres'),
    port: 0,
    durable: true,
    database: 'assay',
  })
  stops.push(() => postgres.stop())
  const chain = await startAnvil({ port: 0, stateFile: null })
  stops.push(() => chain.stop())
  for (const { child } of [postgres, chain]) guard.watch(child, 'SIGINT')
  const clock = openDatabase({ url: postgres.url, poolSize: 1 })
  stops.push(() => clock.close())
  const ticker = startTicker({ rpcUrl: chain.url, log: silentLog, isAwaited: () => isWorkDue(clock.pool) })
  stops.push(() => ticker.stop())
  return { DATABASE_URL: postgres.url, RPC_URL: chain.url }
}

/** What `secrets` prints, as an environment. */
async function secrets(directory: string): Promise<Record<string, string>> {
  const lines = (await toItsEnd(directory, ['secrets'], {})).trim().split('\n')
  return Object.fromEntries(lines.map((line) => /^(\w+)="?([^"]*)"?$/.exec(line)!.slice(1, 3)))
}

/** Not waited for synchronously: the chain is our child. */
async function toItsEnd(stateDir: string, args: readonly string[], environment: Record<string, string>) {
  const { child, output } = launchProgram(stateDir, args, environment)
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`${args[0]} failed:\n${output()}`)
  return output()
}

async function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

async function isAlive(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  )
}

async function troubles(directory: string): Promise<string> {
  const files = readdirSync(directory).filter((name) => name.endsWith('.log'))
  const lines = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(directory, name), 'utf8')
      const bad = text.split('\n').filter((line) => line !== '' && !line.includes('"level":"info"'))
      return bad.slice(-5).map((line) => `${name}: ${line.slice(0, 400)}`)
    }),
  )
  return lines.flat().join('\n')
}
