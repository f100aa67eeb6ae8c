import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { canonicalJson, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { CommandContext } from '../../module.ts'
import { evidenceErrors } from './errors.ts'
import { type DocumentRow, readDocument } from './readDocument.ts'

/** What a document would be stored as, were its bytes not filed already. */
export type Refiled = Pick<
  DocumentRow,
  | 'format'
  | 'profile'
  | 'issuer_name'
  | 'issuer_country'
  | 'issuer_type'
  | 'issuer_recognised'
  | 'issuer_key'
  | 'signature_jws'
  | 'measured_sha256'
  | 'state'
> & {
  readonly signature: DocumentRecord['signature']
  readonly statements: JsonValue
  /** Of a vessel's track: whose it is, when no number of the ship says so. */
  readonly mmsi: JsonValue
}

/**
 * The same bytes, filed about the same thing again: answered with the document that stands when they are meant alike. A signature that
 * verifies is taken over while no case is judged by the document, so that nobody can keep a signed paper out by filing it unsigned first.
 * Errors: DOCUMENT_FILED_OTHERWISE.
 */
export async function filedAgain(context: CommandContext, existing: DocumentRow, again: Refiled): Promise<DocumentRow> {
  const differs = differencesOf(existing, again)
  if (differs.length > 0) throw evidenceErrors.DOCUMENT_FILED_OTHERWISE({ documentId: existing.id, differs })
  const adds = again.signature !== 'absent' && again.signature_jws !== existing.signature_jws
  if (!adds || existing.signature === 'verified') return existing
  if (again.signature !== 'verified' || (await isFrozen(context, existing.id)))
    throw evidenceErrors.DOCUMENT_FILED_OTHERWISE({ documentId: existing.id, differs: ['signature'] })
  const { issuer_name, issuer_country, issuer_type, issuer_recognised, issuer_key, signature, signature_jws, state } =
    again
  await context.db
    .updateTable('documents')
    .set({ issuer_name, issuer_country, issuer_type, issuer_recognised, issuer_key, signature, signature_jws, state })
    .where('id', '=', existing.id)
    .execute()
  return readDocument(context.db, existing.id)
}

function differencesOf(existing: DocumentRow, again: Refiled): readonly string[] {
  const { mmsi = null } = existing.details as { mmsi?: JsonValue }
  const pairs: readonly (readonly [string, unknown, unknown])[] = [
    ['format', existing.format, again.format],
    ['profile', existing.profile, again.profile],
    ['issuer', existing.issuer_name.toLowerCase(), again.issuer_name.toLowerCase()],
    ['issuerCountry', existing.issuer_country, again.issuer_country],
    ['statements', canonicalJson(existing.statements as JsonValue), canonicalJson(again.statements)],
    ['measured', existing.measured_sha256, again.measured_sha256],
    ['vessel', mmsi, again.mmsi],
  ]
  return pairs.filter(([, one, other]) => one !== other).map(([name]) => name)
}

/** Whether a case is judged by it, after waiting for one that is being opened: who freezes a document holds its row. */
async function isFrozen({ db }: CommandContext, documentId: string): Promise<boolean> {
  await db.selectFrom('documents').select('id').where('id', '=', documentId).forUpdate().execute()
  const frozen = await db
    .selectFrom('dossier_documents')
    .select('case_id')
    .where('document_id', '=', documentId)
    .executeTakeFirst()
  return frozen !== undefined
}
