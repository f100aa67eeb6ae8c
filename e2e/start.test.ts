/** The one command, as its users meet it: taken ports, second instances, killed children, killed parents, restarts. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const program = fileURLToPath(new URL('../server/main.ts', import.meta.url))
let stateDir: string
let current: Started | null = null

interface Started {
  readonly child: ChildProcess
  readonly url: string
  output(): string
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'assay-start-'))
})
afterAll(async () => {
  if (current !== null) await stopWith(current, 'SIGTERM')
  await rm(stateDir, { recursive: true, force: true })
})

function launch(args: readonly string[] = [], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, 'start', '--bare', ...args], {
    env: { ...process.env, STATE_DIR: stateDir, npm_lifecycle_event: undefined, ...environment } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  return { child, output: () => output }
}

async function start(args: readonly string[] = [], environment: Record<string, string> = {}): Promise<Started> {
  const { child, output } = launch(args, environment)
  await until(() => /Ready at (\S+)/.test(output()) || child.exitCode !== null, 120_000, output)
  const url = /Ready at (\S+)/.exec(output())?.[1]
  if (url === undefined) throw new Error(output())
  return { child, url, output }
}

async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  explain: () => string,
): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await new Promise((resume) => setTimeout(resume, 100))) {
    if (await condition()) return
  }
  throw new Error(`not within ${withinMs} ms: ${explain()}`)
}

async function stopWith(of: Started, signal: NodeJS.Signals): Promise<void> {
  of.child.kill(signal)
  await until(() => of.child.exitCode !== null || of.child.signalCode !== null, 30_000, of.output)
}

/** Every process whose command line or working folder names this state folder, the supervisor's own children included. */
function processes(): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n')
  const found = lines.map((line) => ({ pid: Number(line.trim().split(' ')[0]), command: line.trim() }))
  return found.filter(({ command }) => command.includes(stateDir) || childPids.has(Number(command.split(' ')[0])))
}

/** Children are told their folder by environment, which `ps` does not show; the instance remembers their numbers. */
const childPids = new Set<number>()

async function rememberChildren(): Promise<{ pid: number; command: string }[]> {
  const children = JSON.parse(await readFile(join(stateDir, 'children.json'), 'utf8')) as {
    pid: number
    command: string
  }[]
  for (const { pid } of children) childPids.add(pid)
  return children
}

async function ready(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    (response) => response.ok,
    () => false,
  )
}

test('a taken port is told and the next free one used; Ctrl-C ends every child', { timeout: 180_000 }, async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => blocker.once('listening', resolve))
  const { port } = blocker.address() as AddressInfo
  current = await start([], { PORT: String(port) })
  expect(current.output()).toMatch(new RegExp(`Port ${port} is taken; using \\d+`))
  expect(current.url).not.toContain(`:${port}`)
  expect(await ready(current.url)).toBe(true)
  expect((await rememberChildren()).length).toBeGreaterThanOrEqual(5)
  await stopWith(current, 'SIGINT')
  current = null
  blocker.close()
  await until(
    () => processes().length === 0,
    5_000,
    () => JSON.stringify(processes()),
  )
})

test('a second instance is refused with a clear message; a killed child is started again; kill -9 leaves no orphan; the state survives', {
  timeout: 240_000,
}, async () => {
  current = await start([], { PORT: '0' })
  const { url } = current
  const operator = await readFile(join(stateDir, 'operator.json'), 'utf8')

  const second = launch([], { PORT: '0' })
  await until(() => second.child.exitCode !== null, 20_000, second.output)
  expect(second.child.exitCode).toBe(1)
  expect(second.output()).toMatch(/INSTANCE_RUNNING.*already runs on this state folder/)

  for (const child of await rememberChildren()) {
    process.kill(child.pid, 'SIGKILL')
    await until(async () => /starting it again/.test(current!.output()) && (await ready(url)), 60_000, current.output)
  }
  await until(() => (current!.output().match(/runs again/g) ?? []).length >= 5, 30_000, current.output)
  await until(() => ready(url), 30_000, current.output)
  await rememberChildren()

  await stopWith(current, 'SIGKILL')
  current = null
  await until(
    () => processes().length === 0,
    20_000,
    () => JSON.stringify(processes()),
  )

  current = await start([], { PORT: '0' })
  expect(await readFile(join(stateDir, 'operator.json'), 'utf8')).toBe(operator)
  await rememberChildren()
})

test('--reset begins anew', { timeout: 120_000 }, async () => {
  const operator = await readFile(join(stateDir, 'operator.json'), 'utf8')
  if (current !== null) await stopWith(current, 'SIGTERM')
  current = await start(['--reset'], { PORT: '0' })
  expect(await readFile(join(stateDir, 'operator.json'), 'utf8')).not.toBe(operator)
})
