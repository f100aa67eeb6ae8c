import type { QueryContext } from '../../module.ts'
import { readTrees, type Tree } from '../../reading/documents/treeInventory.ts'
import { profileFor } from './profiles.ts'
import { findDocument, readContent } from './readDocument.ts'

/**
 * The trees of an inventory filed for a project, read again from its bytes: a quantification computes from the very file that its
 * evidence root names. Null when the document is not a tree inventory of this project, or was erased.
 */
export async function treesOf(
  context: QueryContext,
  of: { readonly documentId: string; readonly projectId: string },
): Promise<readonly Tree[] | null> {
  const document = await findDocument(context.db, of.documentId)
  if (document === null || document.erased_at !== null || document.kind !== 'treeInventory') return null
  if (document.subject_kind !== 'project' || document.subject_id !== of.projectId) return null
  const profile = await profileFor(context.db, 'trees-csv', document.profile ?? undefined, document.submitted_by)
  const bytes = await readContent(context, of.documentId)
  // What was accepted when it came in is accepted again, and nothing else.
  return readTrees({ file: document.file_name, bytes, profile: profile!, mode: 'quarantine' }).trees
}
