import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { isDetachedJws, verifyDetached } from '@assay/protocol/detachedSignature.ts'
import type { IssuerRecord } from '../parties/index.ts'
import { evidenceErrors } from './errors.ts'

/** Outcome of checking an issuer's signature over the bytes of a document, and the key it was checked by. */
export type SignatureCheck = Pick<DocumentRecord, 'signature' | 'issuerKey'>

/**
 * Checks a detached JWS by the key the register holds for the issuer. `absent` also when nobody can check it: the register does not
 * know the issuer or holds no key.
 * Errors: SIGNATURE_MALFORMED.
 */
export async function checkSignature(
  bytes: Uint8Array,
  detachedJws: string | undefined,
  issuer: IssuerRecord | null,
): Promise<SignatureCheck> {
  if (detachedJws === undefined) return { signature: 'absent', issuerKey: null }
  if (!isDetachedJws(detachedJws)) throw evidenceErrors.SIGNATURE_MALFORMED({ field: 'signature' })
  const issuerKey = issuer?.publicKey?.x ?? null
  if (issuerKey === null) return { signature: 'absent', issuerKey }
  const holds = await verifyDetached(bytes, detachedJws, issuerKey)
  return { signature: holds ? 'verified' : 'invalid', issuerKey }
}
