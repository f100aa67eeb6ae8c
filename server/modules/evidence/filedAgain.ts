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
  | 'issued_on'
  | 'state'
> & {
  readonly signature: DocumentRecord['signature']
  readonly statements: JsonValue
  /** Of a vessel's track: whose it is, when no number of the ship says so. */
  readonly mmsi: JsonValue
}

/**
 * The same bytes, filed about the same thing again: answered with the document that stands when they are meant alike. While no case is
 * judged by the document, what proves more takes over its issuer: a signature that verifies, or an issuer that the register knows. So
 * nobody can keep a paper out by filing it first, without its signature or under another's name.
 * Errors: DOCUMENT_FILED_OTHERWISE.
 */
export async function filedAgain(context: CommandContext, existing: DocumentRow, again: Refiled): Promise<DocumentRow> {
  const differs = differencesOf(existing, again)
  const provesMore = proofOf(again) > proofOf(existing)
  if (differs.some((name) => !provesMore || !typedOfIssuer.has(name)))
    throw evidenceErrors.DOCUMENT_FILED_OTHERWISE({ documentId: existing.id, differs })
  const adds = again.signature !== 'absent' && again.signature_jws !== existing.signature_jws
  if (differs.length === 0 && (!adds || existing.signature === 'verified')) return existing
  if (!provesMore || (await isFrozen(context, existing.id))) {
    const named = differs.length > 0 ? differs : ['signature']
    throw evidenceErrors.DOCUMENT_FILED_OTHERWISE({ documentId: existing.id, differs: named })
  }
  const { issuer_name, issuer_country, issuer_type, issuer_recognised, issuer_key } = again
  const { signature, signature_jws, state, issued_on } = again
  await context.db
    .updateTable('documents')
    .set({ issuer_name, issuer_country, issuer_type, issuer_recognised, issuer_key })
    .set({ signature, signature_jws, state, issued_on })
    .where('id', '=', existing.id)
    .execute()
  return readDocument(context.db, existing.id)
}

/** What is typed of a paper that does not say it itself. */
const typedOfIssuer: ReadonlySet<string> = new Set(['issuer', 'issuerCountry'])

/** How far a filing proves who issued the paper. */
function proofOf({ signature, issuer_recognised }: Pick<DocumentRow, 'issuer_recognised'> & { signature: string }) {
  if (signature === 'verified') return 2
  return issuer_recognised && signature !== 'invalid' ? 1 : 0
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
