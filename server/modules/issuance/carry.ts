import type { CommandContext } from '../../module.ts'

/** Books what an issuance took of its project's carry and what it left, as the quantification computed it (carryDown). */
export async function recordCarry(
  ctx: CommandContext,
  of: { readonly caseId: string; readonly projectId: string; readonly takenKg: string; readonly leftKg: string },
): Promise<void> {
  await ctx.db
    .insertInto('carbon_carries')
    .values({
      case_id: of.caseId,
      project_id: of.projectId,
      taken_kg: of.takenKg,
      left_kg: of.leftKg,
      recorded_at: ctx.now,
    })
    .execute()
}
