import type { CommandContext } from '../../module.ts'
import { documentErased } from './events.ts'
import { lockDigests } from './lockBytes.ts'
import { type DocumentRow, readDocument } from './readDocument.ts'

/**
 * Erases a document: its key is destroyed, so the bytes can never be read again; what was read from it is emptied, and the salt
 * that would let it be guessed is forgotten. Hash and frozen leaves stay, so every root still comes out and every proof keeps
 * holding. Bytes that another document shares stay until that one goes too.
 * Erasing again changes nothing. Errors: DOCUMENT_NOT_FOUND.
 */
export async function eraseDocument(context: CommandContext, documentId: string): Promise<DocumentRow> {
  const { db, now, actor } = context
  const { sha256 } = await readDocument(db, documentId)
  await lockDigests(context, [sha256])
  const row = await readDocument(db, documentId)
  if (row.erased_at !== null) return row
  await db
    .updateTable('documents')
    .set({
      erased_at: now,
      erased_by: actor.partyId,
      statements: '[]',
      measured_sha256: null,
      content_sha256: null,
      details: '{}',
      file_name: 'erased',
      number: 'erased',
      signature_jws: null,
      issuer_key: null,
      salt: null,
    })
    .where('id', '=', documentId)
    .execute()
  const sharing = await db
    .selectFrom('documents')
    .select('id')
    .where('sha256', '=', row.sha256)
    .where('erased_at', 'is', null)
    .executeTakeFirst()
  if (sharing === undefined) await context.files.erase(row.sha256)
  await context.emit(documentErased({ documentId }))
  return readDocument(db, documentId)
}
