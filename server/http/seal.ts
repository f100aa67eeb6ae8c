/** Sealing of small secrets that must be kept in the database: AES-256-GCM (NIST SP 800-38D), one key per purpose. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16

export interface Seal {
  /** nonce || ciphertext || tag. `context` must be the same when opening: it binds the sealed bytes to their row. */
  seal(bytes: Uint8Array, context: string): Buffer
  /** Throws when a byte or the context differs. */
  open(sealed: Uint8Array, context: string): Buffer
}

/** @param secret the installation's secret, at least 32 bytes. @param purpose separates keys (HKDF, RFC 5869 `info`). */
export function createSeal(secret: Uint8Array, purpose: string): Seal {
  if (secret.length < 32) throw new TypeError('the secret of the installation needs at least 32 bytes')
  const key = Buffer.from(hkdfSync('sha256', secret, 'assay', purpose, 32))
  return {
    seal(bytes, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(bytes.length - tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
    },
  }
}
