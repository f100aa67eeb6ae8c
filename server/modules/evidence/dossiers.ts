/**
 * The documents a case is judged by. They are frozen when the case opens: their root goes on chain, and documents that arrive
 * later belong to a later case. Evidence stands left of verification and knows a case only by its uuid.
 */
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { type EvidenceProof, evidenceLeafHash, evidenceRoot, proveEvidence } from '@assay/protocol/evidenceRoot.ts'
import { sql } from 'kysely'
import type { Hex } from 'viem'
import type { CommandContext, QueryContext } from '../../module.ts'
import { evidenceErrors } from './errors.ts'
import { dossierFrozen } from './events.ts'
import { recordOf, rowsOfSubject } from './readDocument.ts'
import type { Subject } from './subjects.ts'

type Db = QueryContext['db']

export interface FrozenDocument {
  readonly record: DocumentRecord
  /** Under the evidence root: the seal of the record as it was frozen. */
  readonly leafHash: Hex
  /** Null once the document was erased: its record is empty, and the leaf is all that remains. */
  readonly salt: string | null
}

export interface FrozenDossier {
  readonly caseId: string
  readonly subject: Subject
  readonly evidenceRoot: Hex
  /** Every frozen document, ordered by id. */
  readonly documents: readonly FrozenDocument[]
}

/**
 * Freezes the documents of a subject for a case. Asked again for the same case it answers with what was frozen first.
 * Errors: DOSSIER_EMPTY.
 */
export async function freezeDossier(
  context: CommandContext,
  of: { readonly caseId: string; readonly subject: Subject },
): Promise<FrozenDossier> {
  const existing = await findDossier(context.db, of.caseId)
  if (existing !== null) return existing
  const rows = await frozenRows(context, of.subject)
  if (rows.length === 0) throw evidenceErrors.DOSSIER_EMPTY({ subjectKind: of.subject.kind, subjectId: of.subject.id })
  const leaves = rows.map((row) => ({ document_id: row.id, leaf_hash: evidenceLeafHash(recordOf(row), row.salt!) }))
  const root = evidenceRoot(leaves.map(({ leaf_hash }) => leaf_hash))
  const inserted = await context.db
    .insertInto('dossiers')
    .values({
      case_id: of.caseId,
      subject_kind: of.subject.kind,
      subject_id: of.subject.id,
      evidence_root: root,
      frozen_at: context.now,
    })
    .onConflict((conflict) => conflict.column('case_id').doNothing())
    .returning('case_id')
    .executeTakeFirst()
  if (inserted === undefined) return (await findDossier(context.db, of.caseId))!
  await context.db
    .insertInto('dossier_documents')
    .values(leaves.map((leaf) => ({ case_id: of.caseId, ...leaf })))
    .execute()
  await context.emit(dossierFrozen({ caseId: of.caseId, evidenceRoot: root, documents: rows.length }))
  return (await findDossier(context.db, of.caseId))!
}

/** The documents as they will stay: whoever wants to change one waits until the case is open, and then may not. */
async function frozenRows(context: CommandContext, subject: Subject) {
  const ids = (await rowsOfSubject(context.db, subject)).map(({ id }) => id)
  if (ids.length > 0)
    await context.db.selectFrom('documents').select('id').where('id', 'in', ids).orderBy('id').forShare().execute()
  const held = new Set(ids)
  return (await rowsOfSubject(context.db, subject)).filter(({ id }) => held.has(id))
}

/** What was frozen for a case; null when nothing was. */
export async function findDossier(db: Db, caseId: string): Promise<FrozenDossier | null> {
  const dossier = await db.selectFrom('dossiers').selectAll().where('case_id', '=', caseId).executeTakeFirst()
  if (dossier === undefined) return null
  const rows = await db
    .selectFrom('documents')
    .innerJoin('dossier_documents', 'dossier_documents.document_id', 'documents.id')
    .selectAll('documents')
    .select('dossier_documents.leaf_hash')
    .select(sql<string>`to_char(documents.issued_on, 'YYYY-MM-DD')`.as('issued_on'))
    .where('dossier_documents.case_id', '=', caseId)
    .orderBy('documents.id')
    .execute()
  return {
    caseId,
    subject: { kind: dossier.subject_kind as Subject['kind'], id: dossier.subject_id },
    evidenceRoot: dossier.evidence_root as Hex,
    documents: rows.map((row) => ({ record: recordOf(row), leafHash: row.leaf_hash as Hex, salt: row.salt })),
  }
}

export interface DocumentProof {
  readonly caseId: string
  readonly documentId: string
  readonly evidenceRoot: Hex
  /** What the leaf is made of; null once the document was erased. */
  readonly leaf: { readonly record: DocumentRecord; readonly salt: string } | null
  readonly proof: EvidenceProof
}

/** Proof that a document is one the case was judged by; holds whether or not its content still exists.
 *  Errors: DOSSIER_NOT_FOUND, DOCUMENT_NOT_IN_CASE. */
export async function proveDocument(db: Db, caseId: string, documentId: string): Promise<DocumentProof> {
  const dossier = await findDossier(db, caseId)
  if (dossier === null) throw evidenceErrors.DOSSIER_NOT_FOUND({ caseId })
  const found = dossier.documents.find(({ record }) => record.documentId === documentId)
  if (found === undefined) throw evidenceErrors.DOCUMENT_NOT_IN_CASE({ caseId, documentId })
  const { record, leafHash, salt } = found
  return {
    caseId,
    documentId,
    evidenceRoot: dossier.evidenceRoot,
    leaf: salt === null ? null : { record, salt },
    proof: proveLeaf(dossier, leafHash),
  }
}

/** Proof of one leaf under the root of its dossier. */
export function proveLeaf({ documents }: FrozenDossier, leafHash: Hex): EvidenceProof {
  return proveEvidence(
    documents.map((each) => each.leafHash),
    leafHash,
  )
}
