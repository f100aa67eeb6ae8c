/** The same program split: two each of serve, work and index, and the oracle nodes, on one PostgreSQL and one chain. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedSandbox } from '../demo/seed.ts'
import { openDatabase } from '../server/runtime/database.ts'
import { startAnvil } from '../server/runtime/embedded/anvil.ts'
import { startGuard } from '../server/runtime/embedded/guard.ts'
import { freePort } from '../server/runtime/embedded/ports.ts'
import { startPostgres } from '../server/runtime/embedded/postgres.ts'
import { startTicker } from '../server/runtime/embedded/ticker.ts'
import { silentLog } from '../server/runtime/log.ts'
import { isWorkDue } from '../server/runtime/work/isWorkDue.ts'
import { launch as startProgram } from './program.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const program = join(root, 'server', 'main.ts')
const guard = startGuard()
const stops: (() => Promise<unknown>)[] = []
let stateDir: string
let urls: string[]
let environment: Record<string, string>

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'assay-split-'))
  const postgres = await startPostgres({
    directory: join(stateDir, 'postgres'),
    port: 0,
    durable: true,
    database: 'assay',
  })
  stops.push(() => postgres.stop())
  const chain = await startAnvil({ port: 0, stateFile: join(stateDir, 'chain.json') })
  stops.push(() => chain.stop())
  const clock = openDatabase({ url: postgres.url, poolSize: 1 })
  stops.push(() => clock.close())
  const ticker = startTicker({ rpcUrl: chain.url, log: silentLog, isAwaited: () => isWorkDue(clock.pool) })
  stops.push(() => ticker.stop())
  for (const { child } of [postgres, chain]) guard.watch(child, 'SIGINT')
  const ports = [await freePort('127.0.0.1', 0), await freePort('127.0.0.1', 0)]
  urls = ports.map((port) => `http://127.0.0.1:${port}`)
  environment = {
    DATABASE_URL: postgres.url,
    RPC_URL: chain.url,
    STATE_DIR: stateDir,
    PUBLIC_URL: urls[0]!,
    DATABASE_POOL_SIZE: '10',
  }
  // Not waited for synchronously: the chain is our child, and it stops when nobody reads what it says.
  const prepared = startProgram(stateDir, ['prepare'], environment)
  expect(await new Promise((resolve) => prepared.child.once('close', resolve)), prepared.output()).toBe(0)
  for (const i of [0, 1]) {
    for (const part of ['serve', 'work', 'index'])
      launch(`${part}-${i}`, [program, part], { ...environment, PORT: String(ports[i]) })
  }
  for (const url of urls) await until(`${url} ready`, async () => (await fetch(`${url}/readyz`)).ok)
  await writeFile(
    join(stateDir, 'instance.json'),
    JSON.stringify({ url: urls[0], rpcUrl: chain.url, databaseUrl: postgres.url }),
  )
  await seedSandbox({ url: urls[0]!, stateDir })
  for (const name of readdirSync(join(stateDir, 'oracles')).filter((file) => file.endsWith('.json'))) {
    launch(name, [join(root, 'oracle', 'main.ts')], { ASSAY_ORACLE_CONFIG: join(stateDir, 'oracles', name) })
  }
})
afterAll(async () => {
  for (const stop of stops.reverse()) await stop()
  guard.stop()
  await rm(stateDir, { recursive: true, force: true })
})

function launch(name: string, args: readonly string[], settings: Record<string, string>): void {
  const log = openSync(join(stateDir, `${name}.log`), 'a')
  const child: ChildProcess = spawn(process.execPath, [...args], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  guard.watch(child, 'SIGTERM')
  stops.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await gone
  })
}

/** What the processes complained about, for whoever reads a failure. */
async function troubles(): Promise<string> {
  const files = readdirSync(stateDir).filter((name) => name.endsWith('.log'))
  const lines = await Promise.all(
    files.map(async (name) => {
      const text = await readFile(join(stateDir, name), 'utf8')
      const bad = text.split('\n').filter((line) => line !== '' && !line.includes('"level":"info"'))
      return bad.slice(-5).map((line) => `${name}: ${line.slice(0, 400)}`)
    }),
  )
  return lines.flat().join('\n')
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((resume) => setTimeout(resume, 200))) {
    if (await condition().catch(() => false)) return
  }
  throw new Error(`waited in vain: ${what}`)
}

test.each([0, 1])(
  'the stories play on the split program through API %i, and both are ready afterwards',
  async (api) => {
    const played = spawn(process.execPath, [join(root, 'demo', 'main.ts'), '--json'], {
      env: { ...process.env, ...environment, ASSAY_URL: urls[api]! },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let story = ''
    played.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    played.stderr.on('data', (chunk: Buffer) => {
      story += chunk.toString()
    })
    const code = await new Promise((resolve) => played.once('exit', resolve))
    expect(code, `${story}\n${await troubles()}`).toBe(0)
    expect(JSON.parse(output)).toMatchObject({
      G1: { verdict: 'approved', ftMinted: '4786222.5' },
      G2: { verdict: 'partial', ftMinted: '4355462.475' },
      G3: { verdict: 'rejected', ftMinted: '0' },
      G6: { issuedKg: '6967', retiredKg: '500' },
      G7: { cancelledKg: '2787' },
    })
    for (const url of urls) expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ ready: true })
  },
)

test('both APIs accept a token of either and show the same', async () => {
  const { clientId, clientSecret } = JSON.parse(await readFile(join(stateDir, 'operator.json'), 'utf8')) as Record<
    string,
    string
  >
  const answers = await Promise.all(
    urls.map(async (url) => {
      const token = await fetch(`${url}/oidc/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'grant_type=client_credentials&scope=verification:read',
      })
      const { access_token } = (await token.json()) as { access_token: string }
      return Promise.all(
        urls.map(async (other) => {
          const response = await fetch(`${other}/api/v1/nodes`, {
            headers: { authorization: `Bearer ${access_token}` },
          })
          return { status: response.status, body: await response.text() }
        }),
      )
    }),
  )
  const [first, ...others] = answers.flat()
  expect(first?.status).toBe(200)
  for (const answer of others) expect(answer).toEqual(first)
})
