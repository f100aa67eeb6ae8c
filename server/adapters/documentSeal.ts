/**
 * How documents are encrypted, wherever they lie: each with a key of its own (AES-256-GCM, NIST SP 800-38D), which is kept next to it
 * wrapped by the installation's key. Erasing a document destroys the wrapped key (crypto-shredding).
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { fileErrors } from '../ports/files.ts'

const ivBytes = 12
const tagBytes = 16
const keyBytes = 32

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** A new key, wrapped. */
export function wrapNewKey(master: Uint8Array, sha256: string): Buffer {
  return seal(master, randomBytes(keyBytes), sha256)
}

export function sealDocument(master: Uint8Array, wrapped: Uint8Array, bytes: Uint8Array, sha256: string): Buffer {
  return seal(unseal(master, wrapped, sha256), bytes, sha256)
}

/** Throws FILE_CORRUPT when a byte of key or document has changed, or when they are another file's. */
export function openDocument(master: Uint8Array, wrapped: Uint8Array, sealed: Uint8Array, sha256: string): Uint8Array {
  try {
    const bytes = unseal(unseal(master, wrapped, sha256), sealed, sha256)
    if (digestOf(bytes) === sha256) return bytes
  } catch (cause) {
    throw fileErrors.FILE_CORRUPT({ sha256 }, { cause })
  }
  throw fileErrors.FILE_CORRUPT({ sha256 })
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
