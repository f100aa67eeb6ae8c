/** Documents as files of the state folder; `documentSeal.ts` says how they are encrypted. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileStore, fileErrors } from '../ports/files.ts'
import { digestOf, openDocument, sealDocument, wrapNewKey } from './documentSeal.ts'

/** Opens the store in `folder`, creating it when absent. `master` wraps the keys of the documents. */
export async function openDiskFiles(folder: string, master: Uint8Array): Promise<FileStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return {
    put: (bytes) => put(folder, master, bytes),
    get: (sha256) => get(folder, master, sha256),
    erase: (sha256) => erase(folder, sha256),
  }
}

async function put(folder: string, master: Uint8Array, bytes: Uint8Array): Promise<string> {
  const sha256 = digestOf(bytes)
  const paths = pathsOf(folder, sha256)
  const state = await readKey(paths.key)
  if (state === 'erased') throw fileErrors.FILE_ERASED({ sha256 })
  if (state !== null && (await readOrNull(paths.data)) !== null) return sha256
  try {
    await mkdir(dirname(paths.data), { recursive: true, mode: 0o700 })
    // The key first, and only one wins: whoever else stores the same bytes at this moment seals them with that same key.
    await writeDurably(paths.key, wrapNewKey(master, sha256), 'keep')
    const wrapped = await readKey(paths.key)
    if (wrapped === 'erased' || wrapped === null) throw fileErrors.FILE_ERASED({ sha256 })
    await writeDurably(paths.data, sealDocument(master, wrapped, bytes, sha256), 'replace')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw fileErrors.STORAGE_FULL({ sha256 }, { cause })
    throw cause
  }
  return sha256
}

async function get(folder: string, master: Uint8Array, sha256: string): Promise<Uint8Array> {
  const paths = pathsOf(folder, sha256)
  const wrapped = await readKey(paths.key)
  if (wrapped === 'erased') throw fileErrors.FILE_ERASED({ sha256 })
  const sealed = await readOrNull(paths.data)
  if (wrapped === null || sealed === null) throw fileErrors.FILE_NOT_FOUND({ sha256 })
  return openDocument(master, wrapped, sealed, sha256)
}

async function erase(folder: string, sha256: string): Promise<void> {
  const paths = pathsOf(folder, sha256)
  await mkdir(dirname(paths.key), { recursive: true, mode: 0o700 })
  // The tombstone replaces the key before the ciphertext goes: from this rename on nothing can be read.
  await writeDurably(paths.key, Buffer.alloc(0), 'replace')
  await rm(paths.data, { force: true })
}

function pathsOf(folder: string, sha256: string): { data: string; key: string } {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw fileErrors.FILE_NOT_FOUND({ sha256: sha256.slice(0, 80) })
  const stem = join(folder, sha256.slice(0, 2), sha256)
  return { data: `${stem}.bin`, key: `${stem}.key` }
}

async function readKey(path: string): Promise<Buffer | 'erased' | null> {
  const bytes = await readOrNull(path)
  return bytes?.length === 0 ? 'erased' : bytes
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Writes beside, syncs, renames, syncs the folder: after a crash the file is there whole or not at all. */
async function writeDurably(path: string, bytes: Uint8Array, existing: 'keep' | 'replace'): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.part`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    if (existing === 'replace') await rename(beside, path)
    else await link(beside, path)
  } catch (error) {
    if (existing === 'replace' || (error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(beside, { force: true })
  }
  const folder = await open(dirname(path), 'r')
  await folder.sync()
  await folder.close()
}
