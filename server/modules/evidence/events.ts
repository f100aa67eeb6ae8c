/** What evidence tells the rooms to its right. */
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { defineEvent } from '../../module.ts'
import type { SubjectKind } from './subjects.ts'

/** A document was read, checked and stored. */
export const documentRecorded = defineEvent<{
  documentId: string
  subjectKind: SubjectKind
  subjectId: string
  kind: DocumentKind
}>('evidence.documentRecorded')

/** Somebody was shown what it states, its bytes or its leaf. */
export const documentRead = defineEvent<{ documentId: string; shown: 'record' | 'content' | 'proof' }>(
  'evidence.documentRead',
)

/** A judge of a case was shown the bytes of these documents in one answer. */
export const dossierRead = defineEvent<{
  caseId: string
  documents: readonly { readonly documentId: string; readonly sha256: string }[]
}>('evidence.dossierRead')

/** Its content is gone; hash and proofs remain. */
export const documentErased = defineEvent<{ documentId: string }>('evidence.documentErased')

/** The documents of a case can no longer change. */
export const dossierFrozen = defineEvent<{ caseId: string; evidenceRoot: string; documents: number }>(
  'evidence.dossierFrozen',
)
