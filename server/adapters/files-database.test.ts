import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileStore } from '../ports/files.ts'
import { createHarness, type Harness } from '../test/harness.ts'
import { testDocumentKey } from '../test/wallets.ts'
import { openDatabaseFiles } from './files-database.ts'

let harness: Harness
let files: FileStore
beforeAll(async () => {
  harness = await createHarness({ modules: [], chain: false })
  files = openDatabaseFiles(harness.machine.pool, testDocumentKey)
})
afterAll(() => harness.close())

const bytesOf = (text: string) => new TextEncoder().encode(text)
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')
const write = (sha256: string, column: 'wrapped_key' | 'sealed', bytes: Buffer) =>
  harness.machine.pool.query(`update stored_files set ${column} = $2 where sha256 = $1`, [sha256, bytes])
const read = async (sha256: string) =>
  (await harness.machine.pool.query('select wrapped_key, sealed from stored_files where sha256 = $1', [sha256])).rows[0]

test.each(['0'.repeat(64), 'not a digest', "' or true --", ''])('%s is not found', async (sha256) => {
  await expect(files.get(sha256)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
})

test('a changed byte anywhere in data or key is noticed', async () => {
  for (const column of ['wrapped_key', 'sealed'] as const) {
    const sha256 = await files.put(bytesOf(`tamper with ${column}`))
    const original: Buffer = (await read(sha256))[column]
    for (let at = 0; at < original.length; at += 7) {
      const changed = Buffer.from(original)
      changed[at]! ^= 1
      await write(sha256, column, changed)
      await expect(files.get(sha256)).rejects.toMatchObject({ code: 'FILE_CORRUPT' })
    }
    await write(sha256, column, original)
    expect(Buffer.from(await files.get(sha256)).toString()).toBe(`tamper with ${column}`)
  }
})

test('a file cannot be passed off as another, and the key of another installation opens nothing', async () => {
  const [one, two] = await Promise.all([files.put(bytesOf('one')), files.put(bytesOf('two'))])
  const stranger = openDatabaseFiles(harness.machine.pool, Buffer.alloc(32, 6))
  await expect(stranger.get(one)).rejects.toMatchObject({ code: 'FILE_CORRUPT' })
  const { wrapped_key, sealed } = await read(two)
  await write(one, 'wrapped_key', wrapped_key)
  await write(one, 'sealed', sealed)
  await expect(files.get(one)).rejects.toMatchObject({ code: 'FILE_CORRUPT' })
})

test('stored bytes come back, under their own digest, empty and large ones too, and never lie there in the clear', async () => {
  const sha256 = await files.put(bytesOf('the cargo is wheat'))
  expect(sha256).toBe(digestOf('the cargo is wheat'))
  expect(Buffer.from(await files.get(sha256)).toString()).toBe('the cargo is wheat')
  expect((await read(sha256)).sealed.includes('wheat')).toBe(false)
  for (const bytes of [new Uint8Array(0), new Uint8Array(3_000_000).fill(7)]) {
    expect(Buffer.from(await files.get(await files.put(bytes))).equals(bytes)).toBe(true)
  }
})

test('the same bytes stored by many at once are one readable file', async () => {
  const digests = await Promise.all(Array.from({ length: 20 }, () => files.put(bytesOf('at once'))))
  expect(new Set(digests).size).toBe(1)
  expect(Buffer.from(await files.get(digests[0]!)).toString()).toBe('at once')
})

test('what was erased, stored or not, cannot be read or stored again, and its ciphertext is gone', async () => {
  const sha256 = await files.put(bytesOf('forget me'))
  await files.erase(sha256)
  await files.erase(digestOf('never come'))
  for (const text of ['forget me', 'never come']) {
    await expect(files.get(digestOf(text))).rejects.toMatchObject({ code: 'FILE_ERASED' })
    await expect(files.put(bytesOf(text))).rejects.toMatchObject({ code: 'FILE_ERASED' })
    expect(await read(digestOf(text))).toEqual({ wrapped_key: null, sealed: null })
  }
  await files.erase(sha256)
})
