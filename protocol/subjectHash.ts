import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { Parameter } from '@assay/domain/parameters.ts'
import { fictra } from '@assay/domain/programmes/fictra.ts'
import { secretTreesParameters } from '@assay/domain/programmes/secretTrees.ts'
import { type Hex, keccak256 } from 'viem'
import { canonicalBytes, type JsonValue } from './canonicalJson.ts'
import type { DeliverySubject, QuantificationSubject } from './caseFile.ts'

/** Parameters a quantification's case depends on: the programme's, and how much of a committee must answer. */
export const quantificationParameters: readonly Parameter<unknown>[] = [
  ...secretTreesParameters,
  fictra.verification.participation as Parameter<unknown>,
]

/**
 * Hash of everything a node was shown of a round, part of its signed justification: so that no record, custody step or claim can be
 * exchanged afterwards, not even one that no rule reads. Documents count in the order of their ids, addresses in lower case.
 */
export function subjectHash(subject: DeliverySubject | QuantificationSubject): Hex {
  const json =
    subject.kind === 'trade'
      ? {
          ...subject,
          dossier: { ...subject.dossier, documents: byId(subject.dossier.documents) },
          basis: { ...subject.basis, sovereign: subject.basis.sovereign.toLowerCase() },
        }
      : { ...subject, documents: byId(subject.documents), to: subject.to.toLowerCase() }
  return keccak256(canonicalBytes(json as unknown as JsonValue))
}

function byId(documents: readonly DocumentRecord[]): DocumentRecord[] {
  return documents.toSorted((a, b) => (a.documentId < b.documentId ? -1 : 1))
}
