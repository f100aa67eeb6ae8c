import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { type Config, readConfig } from '../config.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { openDatabase } from './database.ts'
import { checkSecrets, foundSecrets, freshSecrets, readSecrets } from './secrets.ts'

let harness: Harness
let stateDir: string
let config: Config
beforeEach(async () => {
  harness = await createHarness({ modules: [], chain: false })
  stateDir = await mkdtemp(join(tmpdir(), 'assay-secrets-'))
  config = readConfig({ STATE_DIR: stateDir })
})
afterEach(async () => {
  await harness.close()
  await rm(stateDir, { recursive: true, force: true })
})

/** The lines of an environment file as an environment. */
function environmentOf(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1).replaceAll('"', '')]),
  )
}
const configured = () => readConfig({ STATE_DIR: stateDir, ...environmentOf(freshSecrets()) })

test.each([
  ['WALLET_MNEMONIC', 'mnemonic'],
  ['DOCUMENT_KEY', join('files', 'master.key')],
  ['HTTP_SECRET', 'http.secret'],
])('without %s and without its file nothing starts, and the message names both', async (variable, file) => {
  const { [variable]: _, ...others } = environmentOf(freshSecrets())
  const lacking = readConfig({ STATE_DIR: stateDir, ...others })
  await expect(readSecrets(lacking)).rejects.toMatchObject({
    code: 'SECRET_MISSING',
    details: { variable, file: join(stateDir, file) },
  })
  expect(await readdir(stateDir)).toEqual([])
})

test.each(['mnemonic', 'files/master.key', 'http.secret'])('a damaged %s is refused, not replaced', async (file) => {
  await foundSecrets(config, harness.machine.pool)
  for (const damaged of ['', 'twelve words that are no mnemonic at all in any sense of the']) {
    await writeFile(join(stateDir, file), damaged)
    await expect(readSecrets(config)).rejects.toMatchObject({ code: 'SECRET_DAMAGED' })
    await expect(foundSecrets(config, harness.machine.pool)).rejects.toMatchObject({ code: 'SECRET_DAMAGED' })
    expect(await readFile(join(stateDir, file), 'utf8')).toBe(damaged)
  }
})

test('a database without an installation says so, migrated or not', async () => {
  const secrets = await readSecrets(configured())
  await expect(checkSecrets(harness.machine.pool, secrets)).rejects.toMatchObject({ code: 'INSTALLATION_MISSING' })
  const bare = openDatabase({ url: inject('services').databaseUrl, poolSize: 1 })
  await expect(checkSecrets(bare.pool, secrets)).rejects.toMatchObject({ code: 'INSTALLATION_MISSING' })
  await bare.close()
})

test.each(['WALLET_MNEMONIC', 'DOCUMENT_KEY', 'HTTP_SECRET'])(
  'a process with the %s of another installation is told which one it is',
  async (variable) => {
    const own = environmentOf(freshSecrets())
    await foundSecrets(readConfig({ STATE_DIR: stateDir, ...own }), harness.machine.pool)
    const stranger = readConfig({ STATE_DIR: stateDir, ...own, [variable]: environmentOf(freshSecrets())[variable] })
    const refusal = { code: 'SECRET_DIFFERS', details: { variable } }
    await expect(checkSecrets(harness.machine.pool, await readSecrets(stranger))).rejects.toMatchObject(refusal)
    await expect(foundSecrets(stranger, harness.machine.pool)).rejects.toMatchObject(refusal)
  },
)

test('an installation that exists gets no new secrets: an empty folder elsewhere lacks them', async () => {
  await foundSecrets(configured(), harness.machine.pool)
  await expect(foundSecrets(config, harness.machine.pool)).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  expect(await readdir(stateDir)).toEqual([])
})

test('of several that found an installation at once all have the same secrets, readable by the owner only', async () => {
  await Promise.all(Array.from({ length: 8 }, () => foundSecrets(config, harness.machine.pool)))
  await checkSecrets(harness.machine.pool, await readSecrets(config))
  for (const file of ['mnemonic', 'files/master.key', 'http.secret'])
    expect((await stat(join(stateDir, file))).mode & 0o777).toBe(0o600)
  expect((await readdir(stateDir, { recursive: true })).sort()).toEqual([
    'files',
    'files/master.key',
    'http.secret',
    'mnemonic',
  ])
})

test('fresh secrets are valid settings, new each time, and need no folder', async () => {
  const [one, two] = [await readSecrets(configured()), await readSecrets(configured())]
  expect(one.mnemonic.split(' ')).toHaveLength(24)
  expect(Buffer.from(one.documentKey).equals(two.documentKey)).toBe(false)
  await foundSecrets(configured(), harness.machine.pool)
  expect(await readdir(stateDir)).toEqual([])
})

test('the database learns no secret', async () => {
  await mkdir(stateDir, { recursive: true })
  await foundSecrets(config, harness.machine.pool)
  const { mnemonic, documentKey, httpSecret } = await readSecrets(config)
  const { rows } = await harness.machine.pool.query('select fingerprint from secret_fingerprints')
  for (const secret of [Buffer.from(mnemonic), Buffer.from(documentKey), Buffer.from(httpSecret)])
    for (const { fingerprint } of rows) expect(fingerprint.equals(secret)).toBe(false)
})
