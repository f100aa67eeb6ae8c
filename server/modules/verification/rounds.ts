import type { QueryContext } from '../../module.ts'
import type { CaseRow, RoundRow } from './caseRow.ts'

/** All rounds of a case, first to last. */
export async function roundsOf(ctx: QueryContext, caseId: string): Promise<readonly RoundRow[]> {
  return ctx.db.selectFrom('case_rounds').selectAll().where('case_id', '=', caseId).orderBy('round').execute()
}

/** What the present round asks about, whole units of the chain. */
export async function proposedQuantityOf(ctx: QueryContext, of: Pick<CaseRow, 'id' | 'round'>): Promise<bigint> {
  const row = await ctx.db
    .selectFrom('case_rounds')
    .select('proposed_quantity')
    .where('case_id', '=', of.id)
    .where('round', '=', of.round)
    .executeTakeFirstOrThrow()
  return BigInt(row.proposed_quantity)
}
