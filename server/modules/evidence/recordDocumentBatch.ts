import { AssayError } from '@assay/domain/errors.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import type { CsvRow } from '../../reading/documents/csvRows.ts'
import { formats } from '../../reading/documents/formats.ts'
import { parseInspectionRow, readInspectionRows, writeInspectionRow } from '../../reading/documents/inspectionCsv.ts'
import type { ParseInput } from '../../reading/documents/parsing.ts'
import { InputRefused, type RefusedRow } from '../../reading/problems.ts'
import { type BatchView, readBatch, recordBatch, refuseWhole } from '../assets/index.ts'
import { evidenceErrors } from './errors.ts'
import { refuseAsInvalid } from './identifyIssuer.ts'
import { lockBytes } from './lockBytes.ts'
import { profileFor } from './profiles.ts'
import { type IdentifiedDocument, identify, storeDocument } from './recordDocument.ts'
import type { DocumentBatchQuery } from './schema.ts'
import { ownersOfSubject } from './subjects.ts'

/**
 * Takes in a CSV file of export inspection certificates: every row becomes a document of its own, content-addressed by its
 * values. With mode `refuse` one bad row refuses the file; with `quarantine` the good ones are stored and the others kept aside.
 * Errors: BATCH_REFUSED, DOCUMENT_INVALID, DOCUMENT_TOO_LARGE, DOCUMENT_EMPTY, PROFILE_NOT_FOUND, SUBJECT_NOT_FOUND,
 * DOCUMENT_ISSUER_UNKNOWN.
 */
export async function recordDocumentBatch(
  context: CommandContext,
  query: Static<typeof DocumentBatchQuery>,
  bytes: Uint8Array,
): Promise<Static<typeof BatchView>> {
  const { limitBytes } = formats['inspection-csv']
  if (bytes.length === 0) throw evidenceErrors.DOCUMENT_EMPTY({ fileName: query.fileName })
  if (bytes.length > limitBytes) throw evidenceErrors.DOCUMENT_TOO_LARGE({ sizeBytes: bytes.length, limitBytes })
  if ((await ownersOfSubject(context.db, { kind: query.subjectKind, id: query.subjectId })) === null) {
    throw evidenceErrors.SUBJECT_NOT_FOUND({ subjectKind: query.subjectKind, subjectId: query.subjectId })
  }
  const mode = query.mode ?? 'refuse'
  const profile = await profileFor(context.db, 'inspection-csv', query.profile, context.actor.partyId)
  const input: ParseInput = {
    file: query.fileName,
    bytes,
    kind: 'inspectionCertificate',
    mode,
    parameters: context.parameters,
    receivedOn: context.now.toISOString().slice(0, 10),
    ...(profile === undefined ? {} : { profile }),
  }
  const { rows, refused: unreadable } = refuseAsInvalid(() => readInspectionRows(input))
  const refused: RefusedRow[] = [...unreadable]
  const document = {
    ...query,
    kind: 'inspectionCertificate',
    format: 'inspection-csv',
    mediaType: 'application/json',
  } as const
  const good: IdentifiedDocument[] = []
  for (const row of rows) {
    try {
      const content = writeInspectionRow(profile!, row)
      good.push(await identify(context, document, content, parseInspectionRow(input, row)))
    } catch (error) {
      refused.push({ position: row.position, problems: problemsOfRow(error, row), row: row.raw })
    }
  }
  // Nothing is stored before this: what the file store has taken, no refusal takes back.
  refuseWhole(mode, refused, rows.length + unreadable.length)
  await lockBytes(
    context,
    good.map(({ bytes: content }) => content),
  )
  const batchId = context.newId()
  for (const each of good) await storeDocument(context, document, each, profile ?? null, batchId)
  refused.sort((a, b) => a.position - b.position)
  await recordBatch(context, batchId, { kind: 'documents', fileName: query.fileName, mode }, good.length, refused)
  return readBatch(context.db, batchId)
}

/** A date in the future or an unknown country is a fault of the row, as what its parser found; everything else is thrown. */
function problemsOfRow(error: unknown, row: CsvRow): RefusedRow['problems'] {
  if (error instanceof InputRefused) return error.problems
  if (!(error instanceof AssayError) || error.code !== 'DOCUMENT_INVALID') throw error
  const problems = error.details.problems as RefusedRow['problems']
  return problems.map((problem) => {
    const pointer = problem.pointer === '/issuedOn' ? row.column('issuedOn') : problem.pointer
    return { ...problem, line: row.line, pointer }
  })
}
