import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { DocumentReading } from '@assay/protocol/caseFile.ts'
import type { QueryContext } from '../../module.ts'
import type { FormatName } from '../../reading/documents/formats.ts'
import { profileFor } from './profiles.ts'

/**
 * What a judge needs, beside the bytes, to read every document of a case again and to check its signature: by the id of the document.
 * An erased document has no reading.
 */
export async function readingsOf(context: QueryContext, caseId: string): Promise<ReadonlyMap<string, DocumentReading>> {
  const rows = await context.db
    .selectFrom('documents')
    .innerJoin('dossier_documents', 'dossier_documents.document_id', 'documents.id')
    .select(['documents.id', 'format', 'profile', 'size_bytes', 'signature_jws', 'submitted_at', 'submitted_by'])
    .where('dossier_documents.case_id', '=', caseId)
    .where('erased_at', 'is', null)
    .execute()
  const readings = new Map<string, DocumentReading>()
  for (const row of rows) {
    const { format, profile: name, submitted_by: party } = row
    const profile = name === null ? null : await profileFor(context.db, format as FormatName, name, party)
    readings.set(row.id, {
      sizeBytes: row.size_bytes,
      receivedAt: row.submitted_at.toISOString(),
      signature: row.signature_jws,
      profile: (profile ?? null) as unknown as JsonValue,
    })
  }
  return readings
}
