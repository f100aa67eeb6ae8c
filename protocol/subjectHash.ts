import type { Dossier } from '@assay/domain/dossier.ts'
import { type Hex, keccak256 } from 'viem'
import { canonicalBytes, type JsonValue } from './canonicalJson.ts'
import type { DeliverySubject, QuantificationSubject } from './caseFile.ts'

/** A delivery without its documents. */
export type ShownDelivery = Omit<DeliverySubject, 'dossier'> & { readonly dossier: Omit<Dossier, 'documents'> }
/** A quantification without its documents. */
export type ShownQuantification = Omit<QuantificationSubject, 'documents'>

/**
 * Hash of what a node was shown of a round beside the documents, which the evidence root commits to; part of its signed
 * justification: so that no custody step, register fact or claim can be exchanged afterwards, not even one that no rule reads.
 * Addresses count in lower case.
 */
export function subjectHash(subject: ShownDelivery | ShownQuantification): Hex {
  return keccak256(canonicalBytes(withoutDocuments(subject) as unknown as JsonValue))
}

function withoutDocuments(subject: ShownDelivery | ShownQuantification): object {
  if (subject.kind === 'trade') {
    const { documents: _bound, ...dossier } = subject.dossier as Dossier
    const { buyer, seller, sovereign } = subject.basis
    const lower = {
      buyer: buyer.toLowerCase(),
      seller: seller.toLowerCase(),
      sovereign: sovereign.toLowerCase(),
    }
    return { ...subject, dossier, basis: { ...subject.basis, ...lower } }
  }
  const { documents: _bound, ...shown } = subject as QuantificationSubject
  return { ...shown, to: shown.to.toLowerCase() }
}
