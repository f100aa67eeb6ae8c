/** The product as its users run it: the real program as a child, and what can be seen of it from outside. */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'server', 'main.ts')
const stdio: StdioOptions = ['ignore', 'pipe', 'pipe']

export interface Program {
  readonly child: ChildProcess
  /** Everything it has written so far. */
  output(): string
}

export interface RunningProgram extends Program {
  readonly url: string
}

/** One remembered child of a running instance: what `children.json` in the state folder says. */
export interface ProgramChild {
  readonly pid: number
  readonly command: string
}

/** An empty folder that whoever removes it removes whole: PostgreSQL, which is not run by root, can pass through and lies in it. */
export async function makeStateFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `assay-${name}-`))
  await chmod(folder, 0o711)
  return folder
}

/** Starts `node server/main.ts <args>` on a state folder. */
export function launch(
  stateDir: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program {
  const env = { ...process.env, STATE_DIR: stateDir, npm_lifecycle_event: undefined, ...environment }
  return listenTo(spawn(process.execPath, [program, ...args], { env: env as NodeJS.ProcessEnv, stdio }))
}

/** Starts `npm <args>` on a state folder; its child is npm itself, in a process group of its own as in a terminal. */
export function launchNpm(stateDir: string, args: readonly string[]): Program {
  const env = { ...process.env, STATE_DIR: stateDir, PORT: '0' }
  return listenTo(spawn('npm', [...args], { cwd: root, env, stdio, detached: true }))
}

function listenTo(child: ChildProcess): Program {
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return { child, output: () => output }
}

/** `start`, until it says that it is ready. Throws with its output when it ends before that. */
export async function start(
  stateDir: string,
  withinMs: number,
  more: { args?: readonly string[]; environment?: Readonly<Record<string, string>> } = {},
): Promise<RunningProgram> {
  const started = launch(stateDir, ['start', ...(more.args ?? [])], { PORT: '0', ...more.environment })
  const ready = () => /Ready at (\S+)/.exec(started.output())?.[1]
  await until(
    () => ready() !== undefined || hasEnded(started.child),
    withinMs,
    () => started.output(),
  )
  const url = ready()
  if (url === undefined) throw new Error(started.output())
  return { ...started, url }
}

/** `demo --json` against the instance of the state folder; its standard output, parsed. Throws with what it said when it fails. */
export async function demo(stateDir: string): Promise<Record<string, unknown>> {
  const child = spawn(process.execPath, [program, 'demo', '--json'], {
    env: { ...process.env, STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let answer = ''
  let told = ''
  child.stdout.on('data', (chunk: Buffer) => {
    answer += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`demo ended with ${code}\n${told}`)
  return JSON.parse(answer) as Record<string, unknown>
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** Sends a signal and waits for the end. */
export async function end(of: Program, signal: NodeJS.Signals, withinMs = 60_000): Promise<void> {
  if (hasEnded(of.child)) return
  const gone = new Promise((resolve) => of.child.once('exit', resolve))
  of.child.kill(signal)
  const late = setTimeout(() => of.child.kill('SIGKILL'), withinMs)
  await gone
  clearTimeout(late)
}

export async function childrenOf(stateDir: string): Promise<readonly ProgramChild[]> {
  return JSON.parse(await readFile(join(stateDir, 'children.json'), 'utf8')) as ProgramChild[]
}

/** True while the process with this number lives (one that has ended and waits to be collected does not). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const stat = `/proc/${pid}/stat`
  if (!existsSync(stat)) return process.platform !== 'linux'
  const text = readFileSync(stat, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2)[0] !== 'Z'
}

export async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
    (response) => response.ok,
    () => false,
  )
}

/** Waits for a condition. Throws with `explain` when it takes too long. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  explain: () => string,
): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await new Promise((resume) => setTimeout(resume, 100))) {
    if (await condition()) return
  }
  throw new Error(`not within ${withinMs} ms: ${explain()}`)
}
