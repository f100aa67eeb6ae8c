import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileStore } from '../ports/files.ts'
import { testDocumentKey } from '../test/wallets.ts'
import { openDiskFiles } from './files-disk.ts'

let folder: string
let files: FileStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-files-'))
  files = await openDiskFiles(folder, testDocumentKey)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const bytesOf = (text: string) => new TextEncoder().encode(text)
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')
const pathOf = (sha256: string, kind: 'bin' | 'key') => join(folder, sha256.slice(0, 2), `${sha256}.${kind}`)

test.each(['0'.repeat(64), 'not a digest', '../../etc/passwd', 'A'.repeat(64), ''])(
  '%s is not found',
  async (sha256) => {
    await expect(files.get(sha256)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  },
)

test('a changed byte anywhere in data or key is noticed', async () => {
  for (const kind of ['bin', 'key'] as const) {
    const sha256 = await files.put(bytesOf(`tamper with ${kind}`))
    const original = await readFile(pathOf(sha256, kind))
    for (let at = 0; at < original.length; at += 7) {
      const changed = Buffer.from(original)
      changed[at]! ^= 1
      await writeFile(pathOf(sha256, kind), changed)
      await expect(files.get(sha256)).rejects.toMatchObject({ code: 'FILE_CORRUPT' })
    }
    await writeFile(pathOf(sha256, kind), original)
    expect(await files.get(sha256)).toEqual(Buffer.from(`tamper with ${kind}`))
  }
})

test('a file cannot be passed off as another', async () => {
  const [one, two] = await Promise.all([files.put(bytesOf('one')), files.put(bytesOf('two'))])
  await writeFile(pathOf(one, 'bin'), await readFile(pathOf(two, 'bin')))
  await writeFile(pathOf(one, 'key'), await readFile(pathOf(two, 'key')))
  await expect(files.get(one)).rejects.toMatchObject({ code: 'FILE_CORRUPT' })
})

test('stored bytes come back, under their own digest, and are not on the disk in the clear', async () => {
  const sha256 = await files.put(bytesOf('the cargo is wheat'))
  expect(sha256).toBe(digestOf('the cargo is wheat'))
  expect(Buffer.from(await files.get(sha256)).toString()).toBe('the cargo is wheat')
  for (const name of await readdir(join(folder, sha256.slice(0, 2)))) {
    expect((await readFile(join(folder, sha256.slice(0, 2), name))).includes('wheat')).toBe(false)
  }
})

test('empty and large files are files too', async () => {
  for (const bytes of [new Uint8Array(0), new Uint8Array(3_000_000).fill(7)]) {
    expect(Buffer.from(await files.get(await files.put(bytes))).equals(bytes)).toBe(true)
  }
})

test('the same bytes stored by many at once are one readable file', async () => {
  const other = await openDiskFiles(folder, testDocumentKey)
  const digests = await Promise.all(
    Array.from({ length: 20 }, (_, i) => (i % 2 ? files : other).put(bytesOf('at once'))),
  )
  expect(new Set(digests).size).toBe(1)
  expect(Buffer.from(await other.get(digests[0]!)).toString()).toBe('at once')
})

test('a crash between key and data is repaired by storing again', async () => {
  const sha256 = await files.put(bytesOf('half'))
  await rm(pathOf(sha256, 'bin'))
  await expect(files.get(sha256)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
  expect(await files.put(bytesOf('half'))).toBe(sha256)
  expect(Buffer.from(await files.get(sha256)).toString()).toBe('half')
})

test('what was erased cannot be read or stored again, and its ciphertext is gone', async () => {
  const sha256 = await files.put(bytesOf('forget me'))
  await files.erase(sha256)
  await expect(files.get(sha256)).rejects.toMatchObject({ code: 'FILE_ERASED' })
  await expect(files.put(bytesOf('forget me'))).rejects.toMatchObject({ code: 'FILE_ERASED' })
  await expect(readFile(pathOf(sha256, 'bin'))).rejects.toMatchObject({ code: 'ENOENT' })
  await files.erase(sha256)
})

test('the key of another installation opens nothing', async () => {
  const sha256 = await files.put(bytesOf('ours'))
  const stranger = await openDiskFiles(folder, Buffer.alloc(32, 6))
  await expect(stranger.get(sha256)).rejects.toMatchObject({ code: 'FILE_CORRUPT' })
})
