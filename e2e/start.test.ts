/** Starting alone, without the stories: taken ports, `--reset`, small and full disks. */
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  childrenOf,
  end,
  hasEnded,
  isAlive,
  isReady,
  launch,
  launchNpm,
  makeStateFolder,
  type RunningProgram,
  start,
  until,
} from './program.ts'

const startMs = 200_000
let running: RunningProgram | null = null
const undo: (() => unknown)[] = []

afterEach(async () => {
  if (running !== null) await end(running, 'SIGTERM')
  running = null
  for (const step of undo.splice(0).reverse()) await step()
})

const begin = async (stateDir: string, args: readonly string[] = [], PORT = '0') => {
  running = await start(stateDir, startMs, { args: ['--bare', ...args], environment: { PORT } })
  return running
}

async function makeFolder(): Promise<string> {
  const folder = await makeStateFolder('start')
  undo.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

test('a taken port is told and the next free one used; Ctrl-C ends every child', { timeout: 300_000 }, async () => {
  const stateDir = await makeFolder()
  const blocker = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => blocker.once('listening', resolve))
  undo.push(() => blocker.close())
  const { port } = blocker.address() as AddressInfo
  const { url, output } = await begin(stateDir, [], String(port))
  expect(output()).toMatch(new RegExp(`Port ${port} is taken; using \\d+`))
  expect(url).not.toContain(`:${port}`)
  expect(await isReady(url)).toBe(true)
  const children = await childrenOf(stateDir)
  expect(children.length).toBeGreaterThanOrEqual(5)
  await end(running!, 'SIGINT')
  expect(running!.child.exitCode).toBe(0)
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([])
})

test('Ctrl-C while it starts breaks off the step at hand, begins no other, and leaves no child', {
  timeout: 300_000,
}, async () => {
  const stateDir = await makeFolder()
  const starting = launch(stateDir, ['start', '--bare'], { PORT: '0' })
  undo.push(() => end(starting, 'SIGKILL'))
  await until(() => starting.output().includes('Preparing database and contracts ...'), startMs, starting.output)
  const children = await childrenOf(stateDir)
  expect(children.length).toBeGreaterThanOrEqual(2)
  await end(starting, 'SIGINT')
  expect(starting.child.exitCode, starting.output()).toBe(0)
  expect(starting.output()).not.toContain('Starting the API')
  expect(starting.output()).toMatch(/Stopping \(SIGINT\) \.\.\.\n(.|\n)*Everything has ended\n$/)
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([])
  // Nothing was left half made: the next start goes on from there.
  expect(await isReady((await begin(stateDir)).url)).toBe(true)
})

test.each([
  ['to npm alone, as from a process manager', (npm: number) => process.kill(npm, 'SIGINT')],
  ['to npm and the program at once, as from a terminal', (npm: number) => process.kill(-npm, 'SIGINT')],
])('SIGINT %s ends everything in order', { timeout: 300_000 }, async (_name, interrupt) => {
  const stateDir = await makeFolder()
  const npm = launchNpm(stateDir, ['start', '--', '--bare'])
  undo.push(() => end(npm, 'SIGTERM'))
  await until(() => npm.output().includes('Ready at'), startMs, npm.output)
  const children = await childrenOf(stateDir)
  expect(children.length).toBeGreaterThanOrEqual(5)
  interrupt(npm.child.pid!)
  await until(() => hasEnded(npm.child), 60_000, npm.output)
  expect(npm.output()).toMatch(/Everything has ended\n$/)
  expect(npm.child.exitCode, npm.output()).toBe(0)
  expect(children.filter(({ pid }) => isAlive(pid))).toEqual([])
})

test('a state of another version is refused with what to do, and --reset begins anew', {
  timeout: 500_000,
}, async () => {
  const stateDir = await makeFolder()
  const operator = () => readFile(join(stateDir, 'operator.json'), 'utf8')
  await begin(stateDir)
  const first = await operator()
  await end(running!, 'SIGTERM')
  await rm(join(stateDir, 'state.json'))
  const refused = launch(stateDir, ['start', '--bare'], { PORT: '0' })
  await until(() => hasEnded(refused.child), 60_000, refused.output)
  expect(refused.child.exitCode).toBe(1)
  expect(refused.output()).toMatch(/^STATE_FOLDER_OUTDATED: .*\nRun `npm start -- --reset`[^\n]*\n$/)
  expect(await childrenOf(stateDir)).toEqual([])
  expect(await operator()).toBe(first)
  await begin(stateDir, ['--reset'])
  expect(await operator()).not.toBe(first)
})

/** A disk of its own, or null where this user may not mount one. */
function mountDisk(folder: string, megabytes: number): string | null {
  const disk = join(folder, `disk-${megabytes}`)
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk], { stdio: 'ignore' })
  } catch {
    return null
  }
  undo.push(() => execFileSync('umount', [disk]))
  return disk
}

test('a disk that is too small is refused; one that fills up is told, and all goes on when there is space again', {
  timeout: 600_000,
}, async ({ skip }) => {
  const folder = await makeFolder()
  const small = mountDisk(folder, 40)
  if (small === null) skip('this user may not mount a disk')
  const refused = launch(join(small!, 'state'), ['start', '--bare'], { PORT: '0' })
  await until(() => hasEnded(refused.child), 60_000, refused.output)
  expect(refused.child.exitCode).toBe(1)
  expect(refused.output()).toContain('STATE_FOLDER_UNUSABLE')

  const disk = mountDisk(folder, 420)!
  const { url, output } = await begin(join(disk, 'state'))
  const storage = async () => {
    const { parts } = (await (await fetch(`${url}/readyz`)).json()) as { parts: { part: string; ready: boolean }[] }
    return parts.find(({ part }) => part === 'storage')?.ready
  }
  expect(await storage()).toBe(true)
  const filler = join(disk, 'filler')
  await writeFile(filler, Buffer.alloc(500_000_000)).catch(() => undefined)
  expect(await storage()).toBe(false)
  expect(await isReady(url)).toBe(false)
  await rm(filler)
  await until(() => isReady(url), 120_000, output)
})
