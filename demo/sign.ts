import { FlattenedSign, importJWK } from 'jose'
import type { SandboxIssuer } from './sandbox.ts'

/** Detached JWS (RFC 7515 appendix F) of an issuer over the bytes of a document, Ed25519. */
export async function signDetached(issuer: SandboxIssuer, bytes: Uint8Array): Promise<string> {
  const key = await importJWK(issuer.privateKey, 'EdDSA')
  const jws = await new FlattenedSign(bytes).setProtectedHeader({ alg: 'EdDSA' }).sign(key)
  return `${jws.protected}..${jws.signature}`
}
