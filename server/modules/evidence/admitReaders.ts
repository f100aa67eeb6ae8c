import type { CommandContext, QueryContext } from '../../module.ts'

/** Lets parties read the bytes of a frozen dossier's documents: the ones asked to judge its case. Doing it twice changes nothing. */
export async function admitReaders(
  context: CommandContext,
  of: { readonly caseId: string; readonly partyIds: readonly string[] },
): Promise<void> {
  if (of.partyIds.length === 0) return
  await context.db
    .insertInto('dossier_readers')
    .values([...new Set(of.partyIds)].map((partyId) => ({ case_id: of.caseId, party_id: partyId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** The parties admitted to a case. */
export async function judgesOfCase(db: QueryContext['db'], caseId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('dossier_readers').select('party_id').where('case_id', '=', caseId).execute()
  return rows.map((row) => row.party_id)
}

/** The parties admitted to a case that is judged by this document. */
export async function judgesByDocument(db: QueryContext['db'], documentId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('dossier_documents')
    .innerJoin('dossier_readers', 'dossier_readers.case_id', 'dossier_documents.case_id')
    .select('dossier_readers.party_id')
    .where('dossier_documents.document_id', '=', documentId)
    .execute()
  return rows.map((row) => row.party_id)
}
