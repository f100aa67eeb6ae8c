/**
 * The same program split: two each of serve, work and index, and the oracle nodes, on one PostgreSQL and one chain. No two processes
 * share a folder. Afterwards everything has happened once.
 */
import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodePrograms } from '../demo/nodePrograms.ts'
import { seedSandbox } from '../demo/seed.ts'
import { openMachine } from '../server/app.ts'
import { readConfig } from '../server/config.ts'
import { expectAllOnce } from './crash/aftermath.ts'
import { hasEnded, isReady, launch, until } from './program.ts'
import { type RedisServer, redisInstalled, startRedis } from './redisServer.ts'
import { type SplitProgram, startSplit } from './splitProgram.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let redis: RedisServer | null = null
let split: SplitProgram

beforeAll(async () => {
  if (redisInstalled) redis = await startRedis()
  else process.stderr.write('redis-server is not installed: the split program runs without Redis\n')
  split = await startSplit({
    parts: ['serve', 'work', 'index'],
    settings: redis === null ? {} : { REDIS_URL: redis.url },
  })
  const { clientDir, urls } = split
  await until(
    () => isReady(urls[0]!),
    60_000,
    () => 'not ready',
  )
  await seedSandbox({ url: urls[0]!, stateDir: clientDir })
  for (const { slug, program, settingsFile } of nodePrograms(clientDir)) {
    await split.run(slug, [program], { ASSAY_ORACLE_CONFIG: settingsFile })
  }
}, 300_000)
afterAll(async () => {
  await split?.stop()
  await redis?.stop()
})

test.each([0, 1])(
  'the stories play on the split program through API %i, and both are ready afterwards',
  async (api) => {
    const { urls } = split
    const played = spawn(process.execPath, [join(root, 'demo', 'main.ts'), '--json'], {
      env: { ...process.env, STATE_DIR: split.clientDir, ASSAY_URL: urls[api]! },
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
    expect(code, `${story}\n${await split.troubles()}`).toBe(0)
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

test('with two of each nothing has happened twice, and nothing is missing', async () => {
  const folder = await split.folderOf('judge')
  const settings = { STATE_DIR: folder, ADDRESS_BOOK: join(folder, 'book.json'), LOG_LEVEL: 'silent' }
  const machine = await openMachine(readConfig({ ...split.environment, ...settings }), 'judge')
  try {
    await expectAllOnce(machine)
  } finally {
    await machine.close()
  }
})

test('both APIs accept a token of either and show the same', async () => {
  const { urls } = split
  const file = await readFile(join(split.clientDir, 'operator.json'), 'utf8')
  const { clientId, clientSecret } = JSON.parse(file) as Record<string, string>
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

test('no process has left a secret or a document in its folder', async () => {
  for (const part of ['serve', 'work', 'index'])
    for (const n of [0, 1]) expect(await readdir(await split.folderOf(`${part}-${n}`))).toEqual(['book.json'])
})

test.each([
  ['lacks a secret', { HTTP_SECRET: '' }, ['SECRET_MISSING', 'HTTP_SECRET']],
  [
    'has the wallets of another installation',
    { WALLET_MNEMONIC: `${'test '.repeat(11)}junk` },
    ['SECRET_DIFFERS', 'WALLET_MNEMONIC'],
  ],
  ['has no address book', { ADDRESS_BOOK: '/nowhere/book.json' }, ['CHAIN_UNAVAILABLE', 'not deployed']],
])('a process that %s says so and does not start', async (_what, settings, words) => {
  const folder = await split.folderOf('stranger')
  const environment = { ...split.environment, ADDRESS_BOOK: join(folder, 'book.json'), ...settings }
  const { child, output } = launch(folder, ['serve'], environment)
  await until(() => hasEnded(child), 60_000, output)
  expect(child.exitCode).toBe(1)
  for (const word of words) expect(output()).toContain(word)
})
