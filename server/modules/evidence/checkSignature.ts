import { decodeProtectedHeader, flattenedVerify, importJWK } from 'jose'
import type { IssuerRecord } from '../parties/index.ts'
import { evidenceErrors } from './errors.ts'

/** Outcome of checking an issuer's signature over the bytes of a document. */
export type SignatureOutcome = 'verified' | 'absent' | 'invalid'

/**
 * Checks a detached JWS (RFC 7515 appendix F) with Ed25519 (RFC 8037) by the key the register holds for the issuer. `absent`
 * also when nobody can check it: the register does not know the issuer or holds no key.
 * Errors: SIGNATURE_MALFORMED.
 */
export async function checkSignature(
  bytes: Uint8Array,
  detachedJws: string | undefined,
  issuer: IssuerRecord | null,
): Promise<SignatureOutcome> {
  if (detachedJws === undefined) return 'absent'
  const parts = /^([A-Za-z0-9_-]+)\.\.([A-Za-z0-9_-]+)$/.exec(detachedJws)
  const [, protectedHeader, signature] = parts ?? []
  if (protectedHeader === undefined || signature === undefined || !isEdDsa(detachedJws)) {
    throw evidenceErrors.SIGNATURE_MALFORMED({ field: 'signature' })
  }
  const jwk = issuer?.publicKey
  if (jwk === undefined || jwk === null) return 'absent'
  try {
    const key = await importJWK(jwk, 'EdDSA')
    const payload = Buffer.from(bytes).toString('base64url')
    await flattenedVerify({ protected: protectedHeader, payload, signature }, key, { algorithms: ['EdDSA', 'Ed25519'] })
    return 'verified'
  } catch {
    return 'invalid'
  }
}

function isEdDsa(jws: string): boolean {
  try {
    const { alg } = decodeProtectedHeader(jws)
    return alg === 'EdDSA' || alg === 'Ed25519'
  } catch {
    return false
  }
}
