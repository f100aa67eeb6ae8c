import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { dossierRead } from './events.ts'
import type { DossierContentPage } from './schema.ts'

/** Bytes of files in one answer; base64 makes a third more of them. */
const answerBytesMost = 4 * 1_048_576

/**
 * The files of the documents a case is judged by, many in one answer; one entry of the audit log names them all. A page ends where the
 * next file would be too much. Erased files are left out, and so are those that are too much by themselves: they are read one by one.
 * Errors: CURSOR_INVALID.
 */
export async function readDossierContents(
  context: CommandContext,
  caseId: string,
  query: { readonly limit?: number; readonly cursor?: string },
): Promise<Static<typeof DossierContentPage>> {
  const page = readPage(query)
  const rows = await context.db
    .selectFrom('documents')
    .innerJoin('dossier_documents', 'dossier_documents.document_id', 'documents.id')
    .select(['documents.id', 'documents.sha256', 'documents.size_bytes'])
    .where('dossier_documents.case_id', '=', caseId)
    .where('documents.erased_at', 'is', null)
    .where('documents.size_bytes', '<=', answerBytesMost)
    .$if(page.after !== null, (q) => q.where('documents.id', '>', page.after?.[0] ?? ''))
    .orderBy('documents.id')
    .limit(page.limit + 1)
    .execute()
  const limit = Math.min(page.limit, fitting(rows))
  const { items, nextCursor } = toPage(
    { ...page, limit },
    rows,
    ({ id }) => [id],
    ({ id, sha256 }) => ({ documentId: id, sha256 }),
  )
  if (items.length > 0) await context.emit(dossierRead({ caseId, documents: items }))
  const shown: Static<typeof DossierContentPage>['items'] = []
  for (const each of items) {
    const bytes = await context.files.get(each.sha256)
    shown.push({ ...each, content: Buffer.from(bytes).toString('base64') })
  }
  return { items: shown, nextCursor }
}

/** How many of the first files have their place in one answer. */
function fitting(rows: readonly { readonly size_bytes: number }[]): number {
  let bytes = 0
  const over = rows.findIndex((row) => {
    bytes += row.size_bytes
    return bytes > answerBytesMost
  })
  return over === -1 ? rows.length : over
}
