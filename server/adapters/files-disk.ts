/**
 * Files on disk. Each document is encrypted with a key of its own (AES-256-GCM, NIST SP 800-38D), which is stored next to it
 * wrapped by the installation's master key; erasing a document destroys the wrapped key (crypto-shredding).
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type FileStore, fileErrors } from '../ports/files.ts'

const ivBytes = 12
const tagBytes = 16
const keyBytes = 32

/** Opens the store in `folder`, creating it and its master key (mode 0600) when absent. */
export async function openDiskFiles(folder: string): Promise<FileStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const master = await readOrCreateKey(join(folder, 'master.key'))
  return {
    put: (bytes) => put(folder, master, bytes),
    get: (sha256) => get(folder, master, sha256),
    erase: (sha256) => erase(folder, sha256),
  }
}

async function put(folder: string, master: Buffer, bytes: Uint8Array): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const paths = pathsOf(folder, sha256)
  const state = await readKey(paths.key)
  if (state === 'erased') throw fileErrors.FILE_ERASED({ sha256 })
  if (state !== null && (await readOrNull(paths.data)) !== null) return sha256
  try {
    await mkdir(dirname(paths.data), { recursive: true, mode: 0o700 })
    // The key first, and only one wins: whoever else stores the same bytes at this moment seals them with that same key.
    await writeDurably(paths.key, seal(master, randomBytes(keyBytes), sha256), 'keep')
    const wrapped = await readKey(paths.key)
    if (wrapped === 'erased' || wrapped === null) throw fileErrors.FILE_ERASED({ sha256 })
    await writeDurably(paths.data, seal(unseal(master, wrapped, sha256), bytes, sha256), 'replace')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw fileErrors.STORAGE_FULL({ sha256 }, { cause })
    throw cause
  }
  return sha256
}

async function get(folder: string, master: Buffer, sha256: string): Promise<Uint8Array> {
  const paths = pathsOf(folder, sha256)
  const wrapped = await readKey(paths.key)
  if (wrapped === 'erased') throw fileErrors.FILE_ERASED({ sha256 })
  const sealed = await readOrNull(paths.data)
  if (wrapped === null || sealed === null) throw fileErrors.FILE_NOT_FOUND({ sha256 })
  try {
    const bytes = unseal(unseal(master, wrapped, sha256), sealed, sha256)
    if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes
  } catch (cause) {
    throw fileErrors.FILE_CORRUPT({ sha256 }, { cause })
  }
  throw fileErrors.FILE_CORRUPT({ sha256 })
}

async function erase(folder: string, sha256: string): Promise<void> {
  const paths = pathsOf(folder, sha256)
  await mkdir(dirname(paths.key), { recursive: true, mode: 0o700 })
  // The tombstone replaces the key before the ciphertext goes: from this rename on nothing can be read.
  await writeDurably(paths.key, Buffer.alloc(0), 'replace')
  await rm(paths.data, { force: true })
}

/** iv || tag || ciphertext; the digest is authenticated, so that a file cannot be passed off as another. */
function seal(key: Uint8Array, bytes: Uint8Array, sha256: string): Buffer {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(sha256, 'hex'))
  const body = Buffer.concat([cipher.update(bytes), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), body])
}

function unseal(key: Uint8Array, sealed: Uint8Array, sha256: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(Buffer.from(sha256, 'hex'))
    .setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes))
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()])
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

async function readOrCreateKey(path: string): Promise<Buffer> {
  if ((await readOrNull(path)) === null) {
    try {
      const file = await open(path, 'wx', 0o600)
      await file.writeFile(randomBytes(keyBytes))
      await file.sync()
      await file.close()
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  for (let wait = 0; wait < 50; wait++) {
    const key = await readFile(path)
    if (key.length === keyBytes) return key
    await new Promise((resume) => setTimeout(resume, 20))
  }
  throw fileErrors.FILE_CORRUPT({ file: 'master.key' })
}
