/** An issuer's detached signature over the bytes of a document: the server checks it at ingest, every node again before it judges. */
import { decodeProtectedHeader, flattenedVerify, importJWK } from 'jose'

const compact = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/

/** True for a detached JWS (RFC 7515 appendix F) whose header names EdDSA. Says nothing of the signature itself. */
export function isDetachedJws(text: string): boolean {
  if (!compact.test(text)) return false
  try {
    const { alg } = decodeProtectedHeader(text)
    return alg === 'EdDSA' || alg === 'Ed25519'
  } catch {
    return false
  }
}

/** @param key Ed25519, the member `x` of its JWK (RFC 8037). @returns false for whatever is not a signature by this key over these bytes */
export async function verifyDetached(bytes: Uint8Array, detachedJws: string, key: string): Promise<boolean> {
  const [, protectedHeader = '', signature = ''] = compact.exec(detachedJws) ?? []
  try {
    const imported = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: key }, 'EdDSA')
    const payload = Buffer.from(bytes).toString('base64url')
    const jws = { protected: protectedHeader, payload, signature }
    await flattenedVerify(jws, imported, { algorithms: ['EdDSA', 'Ed25519'] })
    return true
  } catch {
    return false
  }
}
