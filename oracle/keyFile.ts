import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Hex } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { oracleErrors } from './errors.ts'

/**
 * The node's key from its own file, created on first use with access for its owner alone. The key never leaves the process
 * and is in no error and no log line.
 * @throws ORACLE_KEY_INVALID when the file holds anything else than one key, or others may read it.
 */
export function loadKey(path: string): PrivateKeyAccount {
  if (readKey(path) === null) createKey(path)
  const key = readKey(path)
  if (key === null) throw oracleErrors.ORACLE_KEY_INVALID({ keyFile: path, problem: 'cannot be created' })
  try {
    return privateKeyToAccount(key)
  } catch {
    throw oracleErrors.ORACLE_KEY_INVALID({ keyFile: path, problem: 'is not a secp256k1 private key' })
  }
}

function readKey(path: string): Hex | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw oracleErrors.ORACLE_KEY_INVALID({ keyFile: path, problem: 'cannot be read' })
  }
  if (!/^0x[0-9a-f]{64}$/.test(text)) {
    throw oracleErrors.ORACLE_KEY_INVALID({ keyFile: path, problem: 'must hold 0x and 64 lower-case hex digits' })
  }
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
    throw oracleErrors.ORACLE_KEY_INVALID({ keyFile: path, problem: 'can be read by others; set its mode to 600' })
  }
  return text as Hex
}

/** Writes the whole key before it gets its name, so that a crash leaves either no key or all of it; two starters agree on one. */
function createKey(path: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${generatePrivateKey()}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
  } finally {
    unlinkSync(draft)
  }
  syncFolder(dirname(path))
}

/** Makes a new name durable: without it a power cut can lose the file though its bytes were written. */
export function syncFolder(path: string): void {
  if (process.platform === 'win32') return // folders cannot be opened there; the file system journals names itself
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
