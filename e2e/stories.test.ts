/** The whole product from nothing: the stories print the numbers of domain.md 2.27, before and after restarts and kills. */
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { golden } from './golden.ts'
import {
  childrenOf,
  demo,
  end,
  hasEnded,
  isAlive,
  isReady,
  launch,
  makeStateFolder,
  type RunningProgram,
  start,
  until,
} from './program.ts'

const startMs = 400_000
let stateDir: string
let running: RunningProgram | null = null
/** Public page of the retirement of the first run. */
let publicPath: string

beforeAll(async () => {
  stateDir = await makeStateFolder('stories')
})
afterAll(async () => {
  if (running !== null) await end(running, 'SIGINT')
  await rm(stateDir, { recursive: true, force: true })
})

test('starts from nothing, answers under its fixed names, and plays the stories to the exact numbers', {
  timeout: 900_000,
}, async () => {
  running = await start(stateDir, startMs)
  const { url } = running
  expect(await answer(url, '/healthz')).toMatchObject({ status: 200, body: { alive: true } })
  expect(await answer(url, '/readyz')).toMatchObject({ status: 200, body: { ready: true } })
  const { parts } = (await answer(url, '/readyz')).body as { parts: { part: string; detail: string }[] }
  expect(parts.find(({ part }) => part === 'oracles')?.detail).toMatch(/^8 nodes registered/)
  expect(await answer(url, '/openapi.json')).toMatchObject({ status: 200, body: { openapi: '3.1.0' } })
  expect((await fetch(`${url}/docs`)).headers.get('content-type')).toContain('text/html')
  const told = running
    .output()
    .split('\n')
    .filter((line) => /^ {2}G\d/.test(line))
  expect(told.length).toBeGreaterThan(12)
  expect(told.filter((line, place) => told.indexOf(line) !== place)).toEqual([])
  // Seven nodes and the verifier, API, worker, indexer, database and chain.
  expect(await childrenOf(stateDir)).toHaveLength(13)

  const figures = await demo(stateDir)
  expect(figures).toMatchObject(golden)
  const page = (figures.G6 as { publicPage: string }).publicPage
  publicPath = new URL(page).pathname
  expect(await (await fetch(page)).text()).toContain('500')
})

test('a second instance is refused, Ctrl-C ends every child, and the state survives the restart', {
  timeout: 1_200_000,
}, async () => {
  const second = launch(stateDir, ['start'], { PORT: '0' })
  await until(() => hasEnded(second.child), 60_000, second.output)
  expect(second.child.exitCode).toBe(1)
  expect(second.output()).toContain('INSTANCE_RUNNING')
  expect(await isReady(running!.url)).toBe(true)

  const before = await childrenOf(stateDir)
  await end(running!, 'SIGINT')
  expect(running!.child.exitCode, running!.output()).toBe(0)
  expect(before.filter(({ pid }) => isAlive(pid))).toEqual([])

  const operator = await readFile(join(stateDir, 'operator.json'), 'utf8')
  running = await start(stateDir, startMs)
  expect(await readFile(join(stateDir, 'operator.json'), 'utf8')).toBe(operator)
  expect(await (await fetch(`${running.url}${publicPath}`)).text()).toContain('500')
  expect(await demo(stateDir)).toMatchObject(golden)
})

test('killed children are started again and the stories play as before', { timeout: 900_000 }, async () => {
  const { url, output } = running!
  const children = await childrenOf(stateDir)
  // Worker, indexer, API, one node, database and chain, one after the other.
  for (const part of ['main.ts work', 'main.ts index', 'main.ts serve', 'oracle/main.ts', 'postgres -D', 'anvil']) {
    const child = children.find(({ command }) => command.includes(part))
    if (child === undefined) throw new Error(`no child runs ${part}: ${JSON.stringify(children)}`)
    const again = () => (output().match(/runs again/g) ?? []).length
    const revived = again()
    process.kill(child.pid, 'SIGKILL')
    await until(async () => again() > revived && (await isReady(url)), 120_000, output)
  }
  expect(await demo(stateDir)).toMatchObject(golden)
})

test('kill -9 of the program leaves no orphan', { timeout: 120_000 }, async () => {
  const children = await childrenOf(stateDir)
  await end(running!, 'SIGKILL')
  running = null
  await until(
    () => children.every(({ pid }) => !isAlive(pid)),
    60_000,
    () => JSON.stringify(children.filter(({ pid }) => isAlive(pid))),
  )
})

async function answer(url: string, path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}${path}`)
  return { status: response.status, body: await response.json() }
}
