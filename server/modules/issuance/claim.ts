import type { CommandContext } from '../../module.ts'

/**
 * Takes a claim key for a case. True the first time; false when this very case has it already. When another case has it, the
 * database refuses the row (`issuance_claims_pkey`) and the whole reaction with it.
 */
export async function claim(
  ctx: CommandContext,
  of: { caseId: string; claimKey: string; kind: 'allocation' | 'issuance' },
): Promise<boolean> {
  const row = await ctx.db
    .insertInto('issuance_claims')
    .values({ claim_key: of.claimKey, case_id: of.caseId, kind: of.kind, claimed_at: ctx.now })
    .onConflict((conflict) => conflict.column('case_id').doNothing())
    .returning('case_id')
    .executeTakeFirst()
  return row !== undefined
}
