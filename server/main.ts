/** The program: `npm run -s assay -- <command>`. Settings: server/README.md. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { AssayError } from '@assay/domain/errors.ts'
import { type Config, readConfig } from './config.ts'
import { armFailpoint } from './runtime/failpoint.ts'

interface Command {
  readonly doc: string
  /** What may follow the name; most commands take nothing. */
  readonly options?: Readonly<Record<string, { readonly type: 'boolean' | 'string' }>>
  run(config: Config, args: readonly string[]): Promise<void>
}

const commands: Readonly<Record<string, Command>> = {
  start: {
    doc: 'everything on this machine; --reset forgets the state first, --bare leaves out sandbox and stories',
    options: { reset: { type: 'boolean' }, bare: { type: 'boolean' } },
    run: runStart,
  },
  demo: {
    doc: 'the stories, against the running instance or one of its own; --json, --data DIR',
    options: { json: { type: 'boolean' }, data: { type: 'string' } },
    run: runDemo,
  },
  serve: { doc: 'the API', run: (config) => runPart(config, 'serve') },
  work: { doc: 'jobs, timers and the transaction submitter', run: (config) => runPart(config, 'work') },
  index: { doc: 'the indexer', run: (config) => runPart(config, 'index') },
  oracle: { doc: 'one oracle node; settings in oracle/README.md', run: runOracle },
  prepare: { doc: "migrate, deploy and make the operator's client", run: runPrepare },
  compile: { doc: 'compile the contracts', run: runCompile },
  migrate: { doc: 'bring the database up to date', run: runMigrate },
  deploy: { doc: 'deploy the contracts that are missing', run: runDeploy },
  secrets: { doc: 'print fresh secrets for a new installation whose processes share no folder', run: runSecrets },
  seed: { doc: "make the operator's client; its credentials go to the state folder", run: runSeed },
  'verify-log': { doc: 'recompute the audit log and name the first row that was tampered with', run: runVerifyLog },
}

async function main(): Promise<void> {
  const [name = 'help', ...args] = process.argv.slice(2)
  const command = commands[name]
  if (command === undefined) {
    const lines = Object.entries(commands).map(([command, { doc }]) => `  ${command.padEnd(8)} ${doc}`)
    console.error(`usage: npm run -s assay -- <command>\n${lines.join('\n')}`)
    process.exitCode = name === 'help' ? 0 : 1
    return
  }
  if (!understands(name, command, args)) {
    process.exitCode = 1
    return
  }
  const config = readConfig()
  armFailpoint(config.failpoint)
  await command.run(config, args)
}

/** A misspelt argument is refused before anything is done: what it was meant to change might not be taken back. */
function understands(name: string, { options = {} }: Command, args: readonly string[]): boolean {
  try {
    parseArgs({ args: [...args], options, allowPositionals: false })
    return true
  } catch (error) {
    const known = Object.entries(options).map(([option, { type }]) => `--${option}${type === 'string' ? ' VALUE' : ''}`)
    console.error((error as Error).message)
    console.error(`${name} takes ${known.length === 0 ? 'no arguments' : known.join(', ')}`)
    return false
  }
}

/** Runs one part until a signal, the end of the parent, or a failure. */
async function runPart(config: Config, part: 'serve' | 'work' | 'index'): Promise<void> {
  const { index, openMachine, serve, work } = await import('./app.ts')
  const { untilStopped } = await import('./runtime/shutdown.ts')
  const machine = await openMachine(config, part)
  const running = await { serve, work, index }[part](machine)
  machine.log.info({ pid: process.pid, ...('url' in running ? { url: running.url } : {}) }, 'started')
  const reason = await Promise.race([untilStopped(), running.failed.then((error) => error ?? 'ended by itself')])
  machine.log.info(reason instanceof Error ? { error: reason } : { reason }, 'stopping')
  await running.stop()
  await machine.close()
  machine.log.info({}, 'stopped')
  process.exit(reason instanceof Error ? 1 : 0)
}

async function runStart(config: Config, args: readonly string[]): Promise<void> {
  const { start } = await import('./start.ts')
  const { showProgress } = await import('./runtime/embedded/progress.ts')
  const { untilStopped } = await import('./runtime/shutdown.ts')
  const progress = showProgress()
  const stopped = untilStopped({ whenNpmEnds: true })
  const bare = args.includes('--bare')
  const signal = abortedBy(stopped, (reason) => progress.say(`Stopping (${reason}) ...`))
  const instance = await start({ config, progress, reset: args.includes('--reset'), bare, signal }).catch(
    unlessAborted(signal),
  )
  if (instance !== null) {
    const played = bare ? 0 : await playStories(config, instance.url, progress.say, stopped)
    if (!signal.aborted) {
      if (played !== 0) progress.say('The stories did not play to their end; the instance stays up')
      for (const line of whereEverythingIs(config, instance.url)) progress.say(line)
      progress.say(`Ready at ${instance.url}`)
      await stopped
    }
    await instance.stop()
  }
  progress.say('Everything has ended')
  process.exit(0)
}

function abortedBy(stopped: Promise<string>, tell: (reason: string) => void): AbortSignal {
  const abort = new AbortController()
  void stopped.then((reason) => {
    tell(reason)
    abort.abort()
  })
  return abort.signal
}

/** What was asked to end before it was up is nothing, and no failure. */
function unlessAborted(signal: AbortSignal): (error: unknown) => null {
  return (error) => {
    if (!signal.aborted) throw error
    return null
  }
}

/** Plays the stories once per state folder; a later start finds them in the state. */
async function playStories(
  config: Config,
  url: string,
  say: (line: string) => void,
  stopped: Promise<unknown>,
): Promise<number> {
  const { readStoriesMark, writeStoriesMark } = await import('./storiesMark.ts')
  if (!existsSync(demoProgram) || (await readStoriesMark(config.stateDir))) return 0
  say('Preparing the stories ...')
  const code = await runDemoProgram(config, url, [], stopped)
  if (code === 0) await writeStoriesMark(config.stateDir)
  return code
}

function whereEverythingIs(config: Config, url: string): string[] {
  return [
    '',
    `Start here     ${url}/`,
    `API            ${url}/docs, for programs ${url}/openapi.json`,
    `Health         ${url}/readyz`,
    `State and logs ${config.stateDir}`,
    `Guides         ${fileURLToPath(new URL('../docs/guides/README.md', import.meta.url))}`,
    'Ctrl-C ends everything; the next `npm start` goes on from here',
  ]
}

const demoProgram = fileURLToPath(new URL('../demo/main.ts', import.meta.url))

async function runDemo(config: Config, args: readonly string[]): Promise<void> {
  const { findInstance, start } = await import('./start.ts')
  // A mistake in the arguments is told before a whole instance is started for nothing.
  const refused = await runDemoProgram(config, '', [...args, '--check'])
  if (refused !== 0) process.exit(refused)
  const running = await findInstance(config.stateDir)
  if (running !== null) {
    process.exit(await runDemoProgram(config, running.url, args))
  }
  const { showProgress } = await import('./runtime/embedded/progress.ts')
  // Standard output belongs to the demo's own answer.
  const { untilStopped } = await import('./runtime/shutdown.ts')
  const stopped = untilStopped({ whenNpmEnds: true })
  const progress = showProgress(process.stderr)
  const signal = abortedBy(stopped, (reason) => progress.say(`Stopping (${reason}) ...`))
  const instance = await start({ config, progress, reset: false, bare: false, signal }).catch(unlessAborted(signal))
  const code = instance === null ? 1 : await runDemoProgram(config, instance.url, args, stopped)
  await instance?.stop()
  process.exit(code)
}

/** Its code. It ends when we do, whatever ended us (its channel closes), and as soon as `stopped` says so. */
function runDemoProgram(
  config: Config,
  url: string,
  args: readonly string[],
  stopped?: Promise<unknown>,
): Promise<number> {
  const environment = { ...process.env, ASSAY_URL: url, STATE_DIR: config.stateDir }
  const child = spawn(process.execPath, [demoProgram, ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: environment,
  })
  void stopped?.then(() => child.kill())
  return new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

async function runOracle(): Promise<void> {
  await import('../oracle/main.ts')
}

async function runPrepare(config: Config): Promise<void> {
  await runMigrate(config)
  await runDeploy(config)
  await runSeed(config)
}

async function runCompile(): Promise<void> {
  const { compile } = await import('../contracts/script/compile.ts')
  compile({ log: (line) => console.log(line) })
}

async function runMigrate(config: Config): Promise<void> {
  const { openDatabase } = await import('./runtime/database.ts')
  const { migrate } = await import('./runtime/migrate.ts')
  const { foundSecrets } = await import('./runtime/secrets.ts')
  const database = openDatabase({ url: config.databaseUrl, poolSize: 4 })
  for (const name of await migrate(database.pool)) console.log(`database: applied ${name}`)
  await foundSecrets(config, database.pool)
  await database.close()
}

async function runSecrets(): Promise<void> {
  const { freshSecrets } = await import('./runtime/secrets.ts')
  console.log(freshSecrets().join('\n'))
}

async function runDeploy(config: Config): Promise<void> {
  const { deploy } = await import('./deployCommand.ts')
  await deploy(config, (line) => console.log(line))
}

async function runSeed(config: Config): Promise<void> {
  const { openMachine } = await import('./app.ts')
  const { ensureFounded, ensureOperator } = await import('./bootstrap.ts')
  const machine = await openMachine({ ...config, databasePoolSize: 4 }, 'seed')
  await ensureFounded(machine)
  await ensureOperator(machine)
  await machine.close()
}

/** On the running instance when there is one, else on DATABASE_URL and RPC_URL. Code 1 when a row does not fit. */
async function runVerifyLog(config: Config): Promise<void> {
  const { openMachine } = await import('./app.ts')
  const { findInstance } = await import('./start.ts')
  const { reportLog } = await import('./modules/reporting/index.ts')
  const running = config.databaseUrl === '' ? await findInstance(config.stateDir) : null
  const at = running ?? config
  const machine = await openMachine(
    { ...config, databaseUrl: at.databaseUrl, rpcUrl: at.rpcUrl, databasePoolSize: 4 },
    'verify-log',
  )
  const { lines, exitCode } = await reportLog(machine.db, machine.chain.view)
  console.log(lines.join('\n'))
  await machine.close()
  process.exitCode = exitCode
}

main().catch((error: unknown) => {
  if (error instanceof AssayError) {
    console.error(`${error.code}: ${error.message} ${JSON.stringify(error.details)}\n${error.remedy}`)
    if (error.cause !== undefined && process.env.LOG_LEVEL === 'debug') console.error(error.cause)
  } else console.error(error)
  process.exit(1)
})
