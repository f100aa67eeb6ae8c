/** What README.md promises a newcomer: a clone, Node and npm, and the commands as they are written there. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { golden } from './golden.ts'
import { childrenOf, hasEnded, isAlive, makeStateFolder, until } from './program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const installedMs = 900_000
const endedMs = 60_000
const folder = await makeStateFolder('clone')
const clone = join(folder, 'assay')
let running: ChildProcess | null = null

afterAll(async () => {
  if (running !== null && !hasEnded(running)) process.kill(-running.pid!, 'SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'safe.directory=*', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** As from a newcomer's shell: with the machine's own Node, nothing of this installation, and a process group for Ctrl-C. */
function npm(...args: readonly string[]) {
  const ours = /^(npm_|ASSAY_|VITEST|NODE_OPTIONS$|NODE_ENV$|STATE_DIR$|DATABASE_URL$|RPC_URL$)/
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
  const PATH = (process.env.PATH ?? '').split(delimiter).filter((path) => !path.includes('node_modules'))
  const child = spawn('npm', args, {
    cwd: clone,
    // What this installation has fetched already is not fetched again.
    env: { ...env, PATH: PATH.join(delimiter), PORT: '0', npm_config_prefer_offline: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].on('data', (chunk: Buffer) => {
      said[stream] += chunk.toString()
    })
  return { child, said }
}

test('in a fresh clone `npm start` installs, gets ready and stays; `npm run -s demo -- --json` prints one object of figures', {
  timeout: 2 * installedMs,
}, async ({ skip }) => {
  try {
    git('clone', '--quiet', root, clone)
  } catch {
    skip('this is no git repository')
  }
  const { child, said } = npm('start')
  running = child
  const ready = () => said.stdout.includes('Ready at http')
  await until(
    () => ready() || hasEnded(child),
    installedMs,
    () => said.stderr,
  )
  expect(ready(), said.stdout + said.stderr).toBe(true)
  expect(said.stderr).toContain('Installing dependencies')
  expect(said.stderr).not.toContain('EBADENGINE')

  const demo = npm('run', '-s', 'demo', '--', '--json')
  await until(
    () => hasEnded(demo.child),
    installedMs,
    () => demo.said.stderr,
  )
  expect(demo.child.exitCode, demo.said.stderr).toBe(0)
  expect(JSON.parse(demo.said.stdout)).toMatchObject(golden)
  // What it keeps, git does not see.
  expect(git('-C', clone, 'status', '--porcelain')).toBe('')

  const children = await childrenOf(join(clone, '.assay'))
  expect(children.length).toBeGreaterThan(0)
  process.kill(-child.pid!, 'SIGINT')
  await until(
    () => hasEnded(child) && children.every(({ pid }) => !isAlive(pid)),
    endedMs,
    () => JSON.stringify(children.filter(({ pid }) => isAlive(pid))),
  )
  // Ctrl-C reaches npm and the program, and npm passes it on: it is still one, and everything ends in order.
  expect(said.stdout).toContain('Everything has ended')
  expect(child.exitCode).toBe(0)
})
