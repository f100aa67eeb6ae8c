import type { CommandContext } from '../../module.ts'
import { evidenceErrors } from './errors.ts'
import { ownersOfSubject } from './subjects.ts'

/**
 * Lets the bills and inventories of a frozen dossier stand for their building or project, for ever: the same bytes back one, or a
 * single file would be issued for as often as it is filed. The primary key decides between two that come at once.
 * Errors: DOCUMENT_BACKS_ANOTHER, with the other subject only for its owner.
 */
export async function takeBackings(
  context: CommandContext,
  of: { readonly caseId: string; readonly projectId: string },
): Promise<void> {
  const documents = await context.db
    .selectFrom('documents')
    .innerJoin('dossier_documents', 'dossier_documents.document_id', 'documents.id')
    .select(['documents.id', 'documents.sha256', 'documents.subject_kind', 'documents.subject_id'])
    .where('dossier_documents.case_id', '=', of.caseId)
    .where('documents.kind', 'in', ['billOfMaterials', 'treeInventory'])
    // In one order for all, so that two cases never wait for each other.
    .orderBy('documents.sha256')
    .orderBy('documents.id')
    .execute()
  for (const document of documents) {
    const building = document.subject_kind === 'building'
    const kind = building ? ('building' as const) : ('project' as const)
    const id = building ? document.subject_id : of.projectId
    await context.db
      .insertInto('backings')
      .values({
        sha256: document.sha256,
        subject_kind: kind,
        subject_id: id,
        case_id: of.caseId,
        taken_at: context.now,
      })
      .onConflict((conflict) => conflict.column('sha256').doNothing())
      .execute()
    const holder = await context.db
      .selectFrom('backings')
      .select(['subject_kind', 'subject_id'])
      .where('sha256', '=', document.sha256)
      .executeTakeFirstOrThrow()
    if (holder.subject_kind === kind && holder.subject_id === id) continue
    throw evidenceErrors.DOCUMENT_BACKS_ANOTHER({ documentId: document.id, ...(await shownTo(context, holder)) })
  }
}

/** Whose house a bill was made for is not told to whoever holds a copy of it. */
async function shownTo(
  context: CommandContext,
  holder: { readonly subject_kind: string; readonly subject_id: string },
): Promise<object> {
  const kind = holder.subject_kind as 'building' | 'project'
  const owners = await ownersOfSubject(context.db, { kind, id: holder.subject_id })
  const { partyId } = context.actor
  return partyId !== null && owners?.includes(partyId) === true
    ? { subjectKind: kind, subjectId: holder.subject_id }
    : {}
}
