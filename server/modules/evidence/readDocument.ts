/** Questions about documents. */
import type { DocumentKind, DocumentRecord, IssuerType, Statement } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { type Selectable, sql } from 'kysely'
import type { Static } from 'typebox'
import type { Documents } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import { isListedPort } from '../../reading/codes/portCodes.ts'
import { evidenceErrors } from './errors.ts'
import type { DocumentView } from './schema.ts'
import { relatedSubjects, type Subject } from './subjects.ts'

type Db = QueryContext['db']

export type DocumentRow = Selectable<Documents>

/** Days are read as text: the driver would turn them into instants of the server's time zone. */
export const issuedDay = sql<string>`to_char(issued_on, 'YYYY-MM-DD')`.as('issued_on')

/** Every document of a subject and of what belongs to it that was not erased, ordered by id. */
export async function rowsOfSubject(db: Db, subject: Subject): Promise<readonly DocumentRow[]> {
  const subjects = await relatedSubjects(db, subject)
  return db
    .selectFrom('documents')
    .selectAll()
    .select(issuedDay)
    .where((where) =>
      where.or(
        subjects.map(({ kind, id }) => where.and([where('subject_kind', '=', kind), where('subject_id', '=', id)])),
      ),
    )
    .where('erased_at', 'is', null)
    .orderBy('id')
    .execute()
}

/** What every rule of verification sees of the subject's documents. */
export async function documentsOf(db: Db, subject: Subject): Promise<readonly DocumentRecord[]> {
  return (await rowsOfSubject(db, subject)).map(recordOf)
}

export async function findDocument(db: Db, documentId: string): Promise<DocumentRow | null> {
  const row = await db
    .selectFrom('documents')
    .selectAll()
    .select(issuedDay)
    .where('id', '=', documentId)
    .executeTakeFirst()
  return row ?? null
}

/** Errors: DOCUMENT_NOT_FOUND. */
export async function readDocument(db: Db, documentId: string): Promise<DocumentRow> {
  const row = await findDocument(db, documentId)
  if (row === null) throw evidenceErrors.DOCUMENT_NOT_FOUND({ documentId })
  return row
}

/** The bytes as they came in. Errors: DOCUMENT_NOT_FOUND, DOCUMENT_ERASED. */
export async function readContent(context: QueryContext, documentId: string): Promise<Uint8Array> {
  const row = await readDocument(context.db, documentId)
  if (row.erased_at !== null) throw evidenceErrors.DOCUMENT_ERASED({ documentId })
  return context.files.get(row.sha256)
}

/** The normalised record of a stored document. */
export function recordOf(row: DocumentRow): DocumentRecord {
  return {
    documentId: row.id,
    sha256: row.sha256,
    parser: row.parser,
    kind: row.kind as DocumentKind,
    number: row.number,
    issuer: {
      name: row.issuer_name,
      country: row.issuer_country,
      type: row.issuer_type as IssuerType,
      recognised: row.issuer_recognised,
    },
    issuedOn: row.issued_on,
    signature: row.signature as DocumentRecord['signature'],
    issuerKey: row.issuer_key,
    statements: row.statements as Statement[],
    measuredSha256: row.measured_sha256,
  }
}

/** @param parameters now in force: a port that was added since is not called unlisted any more. */
export function presentDocument(row: DocumentRow, parameters: ParameterSet): Static<typeof DocumentView> {
  const { documentId, statements, ...record } = recordOf(row)
  return {
    documentId,
    subjectKind: row.subject_kind as Subject['kind'],
    subjectId: row.subject_id,
    state: row.state as Static<typeof DocumentView>['state'],
    format: row.format,
    profile: row.profile,
    fileName: row.file_name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    ...record,
    statements: [...statements],
    details: row.details,
    unlistedPorts: statements
      .filter(
        ({ field, value }) => (field === 'loadPort' || field === 'dischargePort') && !isListedPort(value, parameters),
      )
      .map(({ value }) => value),
    quarantineBatchId: row.batch_id,
    submittedAt: row.submitted_at.toISOString(),
    erasedAt: row.erased_at?.toISOString() ?? null,
  }
}
