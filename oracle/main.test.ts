/** The node as its operator runs it: a process of its own against the real API, killed without warning. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { assets } from '../server/modules/assets/index.ts'
import { evidence } from '../server/modules/evidence/index.ts'
import { governance } from '../server/modules/governance/index.ts'
import { ledger } from '../server/modules/ledger/index.ts'
import { oracles } from '../server/modules/oracles/index.ts'
import { parties } from '../server/modules/parties/index.ts'
import { quantification } from '../server/modules/quantification/index.ts'
import {
  createWorld,
  openDelivery,
  signFor,
  type TestNode,
  type World,
} from '../server/modules/verification/fixtures.ts'
import { verification } from '../server/modules/verification/index.ts'
import { createHarness } from '../server/test/harness.ts'
import { startHttp } from '../server/test/http.ts'
import type { SignedReport } from './journal.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, evidence, quantification, oracles, verification],
})
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
const children: ChildProcess[] = []
let world: World
beforeAll(async () => {
  world = await createWorld(harness, http)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await http.close()
  await harness.close()
})

const main = fileURLToPath(new URL('test/main.ts', import.meta.url))
const node = () => world.nodes[0] as TestNode

function settingsOf(of: TestNode, change: object = {}): string {
  const path = join(harness.machine.config.stateDir, `oracle-${of.config.policy.nodeIndex}.json`)
  writeFileSync(path, JSON.stringify({ ...of.config, ...change }))
  return path
}

function start(settings: string, environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH ?? '', ASSAY_ORACLE_CONFIG: settings, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let output = ''
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  child.stderr?.on('data', (chunk) => (output += String(chunk)))
  return { child, output: () => output }
}

async function until<T>(what: () => Promise<T | undefined | false>, seconds = 20): Promise<T> {
  const end = Date.now() + seconds * 1_000
  while (Date.now() < end) {
    const found = await what()
    if (found) return found
    await sleep(20)
  }
  throw new Error('it did not happen in time')
}

const stored = (caseId: string) =>
  harness.db.selectFrom('case_reports').selectAll().where('case_id', '=', caseId).where('node_index', '=', 0).execute()
const journalPath = (caseId: string) => join(node().config.journalDir, `${caseId}.1.json`)

test('settings that cannot be used end the process with a message and no secret', async () => {
  const { child, output } = start(settingsOf(node(), { approvePrefix: 'PHANTOM-' }))
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
  expect(output()).toContain('ORACLE_CONFIG_INVALID')
  expect(output()).not.toContain(node().config.clientSecret)
})

test('a node whose API is away waits for it, and stops cleanly when asked', async () => {
  const { child, output } = start(settingsOf(node(), { apiUrl: 'http://127.0.0.1:9' }))
  await until(async () => output().includes('assignments.failed'))
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  expect([code, output().includes('"event":"stopped"')]).toEqual([0, true])
})

test('a report signed before a crash is sent as it was signed, even when the node would now decide otherwise', async () => {
  const caseId = await openDelivery(harness, world)
  const dissenting = { ...node().config.policy, reliesOn: ['Third Survey'] }
  const signed = await signFor({ ...node(), config: { ...node().config, policy: dissenting } }, caseId)
  node().journal.keep(signed as SignedReport)
  start(settingsOf(node()))
  const [row] = await until(async () => {
    const rows = await stored(caseId)
    return rows.length > 0 && rows
  })
  expect(row).toMatchObject({ agrees: false, score_e4: 612_500, signature: signed.signature })
})

test('killed again and again, it reports exactly once, and what is stored is what it kept', async () => {
  for (let kill = 0; kill < 4; kill += 1) {
    const caseId = await openDelivery(harness, world)
    const { child } = start(settingsOf(node()))
    // Kill as soon as the journal has the report: before, while or after it is sent. Every second time, earlier still.
    if (kill % 2 === 0) await until(async () => existsSync(journalPath(caseId)))
    else await sleep(250 + kill * 60)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const { child: successor } = start(settingsOf(node()))
    const rows = await until(async () => {
      const found = await stored(caseId)
      return found.length > 0 && found
    })
    successor.kill('SIGTERM')
    await once(successor, 'exit')
    expect(rows).toHaveLength(1)
    expect(JSON.parse(readFileSync(journalPath(caseId), 'utf8'))).toMatchObject({
      digest: rows[0]?.digest,
      signature: rows[0]?.signature,
    })
  }
  expect(readdirSync(node().config.journalDir).filter((name) => name.endsWith('.draft'))).toEqual([])
})

test('a node that lost its journal cannot report differently: the API keeps the first report', async () => {
  const caseId = await openDelivery(harness, world)
  const { child } = start(settingsOf(node()))
  await until(async () => (await stored(caseId)).length > 0)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const [first] = await stored(caseId)
  rmSync(journalPath(caseId))
  const policy = { ...node().config.policy, reliesOn: ['Third Survey'] }
  const { output } = start(settingsOf(node(), { policy }))
  await until(async () => output().includes('"event":"started"'))
  await sleep(1_000)
  expect(await stored(caseId)).toEqual([first])
})

test('it stops when the program that started it is gone', async () => {
  const settings = settingsOf(node())
  const script = `const { spawn } = require('node:child_process');
    const child = spawn(process.execPath, [${JSON.stringify(main)}], { stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ASSAY_ORACLE_CONFIG: ${JSON.stringify(settings)}, ASSAY_ORACLE_PARENT_PID: String(process.pid) } });
    console.log('child ' + child.pid); setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(parent)
  let output = ''
  parent.stdout?.on('data', (chunk) => (output += String(chunk)))
  await until(async () => output.includes('"event":"started"'))
  const pid = Number(/child (\d+)/.exec(output)?.[1])
  parent.kill('SIGKILL')
  await until(async () => !alive(pid))
})

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
