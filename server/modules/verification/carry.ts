import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import type { QueryContext } from '../../module.ts'

/**
 * The fraction of a kilogram that a project's last full issuance left over. A partial outcome scales what is issued and leaves
 * nothing that a formula could name, so its fraction is not carried: rounding stays against the project.
 */
export async function carryOf(ctx: QueryContext, projectId: string): Promise<string> {
  const last = await ctx.db
    .selectFrom('quantifications')
    .innerJoin('cases', 'cases.id', 'quantifications.id')
    .select(['quantifications.result', 'cases.state'])
    .where('quantifications.project_id', '=', projectId)
    .where('cases.settled_at', 'is not', null)
    .where('cases.state', 'in', ['verified', 'partiallyVerified'])
    .orderBy('cases.settled_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.state === 'verified' ? (last.result as QuantificationRun).carryKg : '0'
}

/** True while another claim of the project can still settle: two at once could carry the same fraction. */
export async function hasOpenClaim(ctx: QueryContext, projectId: string): Promise<boolean> {
  const open = await ctx.db
    .selectFrom('quantifications')
    .innerJoin('cases', 'cases.id', 'quantifications.id')
    .select('cases.id')
    .where('quantifications.project_id', '=', projectId)
    .where('cases.settled_at', 'is', null)
    .where('cases.state', 'not in', ['closed', 'refused'])
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}
