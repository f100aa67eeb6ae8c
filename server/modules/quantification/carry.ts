/** The fraction of a kilogram that whole credits leave over goes into the project's next run. */
import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import type { CommandContext, QueryContext } from '../../module.ts'
import { loadQuantification } from './readQuantification.ts'

/** What the project's last issuance left over, kg CO2e; '0' before the first. */
export async function carryOf(ctx: QueryContext, projectId: string): Promise<string> {
  const last = await ctx.db
    .selectFrom('quantifications')
    .select('carried_kg')
    .where('project_id', '=', projectId)
    .where('settled_at', 'is not', null)
    .orderBy('settled_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.carried_kg ?? '0'
}

/**
 * Notes that a run is settled, once, so that the next one begins with its fraction. A partial outcome scales what is issued and
 * leaves nothing that a formula could name, so its fraction is not carried: rounding stays against the project.
 * @throws QUANTIFICATION_NOT_FOUND
 */
export async function settleQuantification(
  ctx: CommandContext,
  settled: { readonly quantificationId: string; readonly inFull: boolean },
): Promise<void> {
  const { result } = await loadQuantification(ctx, settled.quantificationId)
  await ctx.db
    .updateTable('quantifications')
    .set({ settled_at: ctx.now, carried_kg: settled.inFull ? (result as QuantificationRun).carryKg : '0' })
    .where('id', '=', settled.quantificationId)
    .where('settled_at', 'is', null)
    .execute()
}
