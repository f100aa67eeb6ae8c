import type { Selectable } from 'kysely'
import type { Backings } from '../../generated/rows.ts'
import type { CommandContext } from '../../module.ts'
import { evidenceErrors } from './errors.ts'
import { ownersOfSubject } from './subjects.ts'

export interface BackedCase {
  readonly caseId: string
  readonly projectId: string
  readonly vintage: number
  /** The inventories whose stock the vintage is credited with, as the later of two. */
  readonly laterDocumentIds: readonly string[]
  /** False once a case can no longer issue: what was counted in it may be counted again. */
  counts(caseId: string): Promise<boolean>
}

interface Backing {
  readonly documentId: string
  readonly kind: 'building' | 'project'
  readonly subjectId: string
  /** Null when the document is not the later inventory of this case. */
  readonly vintage: number | null
}

/**
 * Lets the bills and inventories of a frozen dossier stand for their building or project, for ever, and each later inventory for its
 * vintage: what the same file says would otherwise be issued for as often as it is filed, or named with another quarter. Both its
 * bytes and its content are taken. The primary key decides between two that come at once.
 * Errors: DOCUMENT_BACKS_ANOTHER, with the other subject only for its owner; INVENTORY_COUNTED.
 */
export async function takeBackings(context: CommandContext, of: BackedCase): Promise<void> {
  const documents = await context.db
    .selectFrom('documents')
    .innerJoin('dossier_documents', 'dossier_documents.document_id', 'documents.id')
    .select(['documents.id', 'sha256', 'content_sha256', 'subject_kind', 'subject_id'])
    .where('dossier_documents.case_id', '=', of.caseId)
    .where('documents.kind', 'in', ['billOfMaterials', 'treeInventory'])
    .orderBy('documents.id')
    .execute()
  const taken = documents.flatMap((document) => {
    const building = document.subject_kind === 'building'
    const backing: Backing = {
      documentId: document.id,
      kind: building ? 'building' : 'project',
      subjectId: building ? document.subject_id : of.projectId,
      vintage: of.laterDocumentIds.includes(document.id) ? of.vintage : null,
    }
    const hashes = [document.sha256, ...(document.content_sha256 === null ? [] : [document.content_sha256])]
    return hashes.map((sha256) => ({ sha256, backing }))
  })
  // In one order for all, so that two cases never wait for each other.
  for (const { sha256, backing } of taken.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)))
    await take(context, of, sha256, backing)
}

async function take(context: CommandContext, of: BackedCase, sha256: string, backing: Backing): Promise<void> {
  const { kind, subjectId, vintage, documentId } = backing
  const row = { sha256, subject_kind: kind, subject_id: subjectId, vintage, case_id: of.caseId, taken_at: context.now }
  await context.db
    .insertInto('backings')
    .values(row)
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute()
  const holder = await context.db
    .selectFrom('backings')
    .selectAll()
    .where('sha256', '=', sha256)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (holder.subject_kind !== kind || holder.subject_id !== subjectId) {
    throw evidenceErrors.DOCUMENT_BACKS_ANOTHER({ documentId, ...(await shownTo(context, holder)) })
  }
  if (vintage === null) return
  if (holder.vintage !== null && holder.vintage !== vintage && (await of.counts(holder.case_id))) {
    throw evidenceErrors.INVENTORY_COUNTED({ documentId, vintage: holder.vintage })
  }
  await context.db
    .updateTable('backings')
    .set({ vintage, case_id: of.caseId, taken_at: context.now })
    .where('sha256', '=', sha256)
    .execute()
}

/** Whose house a bill was made for is not told to whoever holds a copy of it. */
async function shownTo(context: CommandContext, holder: Selectable<Backings>): Promise<object> {
  const kind = holder.subject_kind as 'building' | 'project'
  const owners = await ownersOfSubject(context.db, { kind, id: holder.subject_id })
  const { partyId } = context.actor
  return partyId !== null && owners?.includes(partyId) === true
    ? { subjectKind: kind, subjectId: holder.subject_id }
    : {}
}
