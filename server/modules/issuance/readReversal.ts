import type { QueryContext } from '../../module.ts'
import { isAssigned } from '../verification/index.ts'
import { issuanceErrors } from './errors.ts'
import { overseers } from './overseers.ts'
import type { Reversal } from './schema.ts'

/**
 * A reversal: what was recorded and what the chain drew. The figures are told to every member of the market; the reason, which
 * people wrote and which may name a place or a person, and its document only to whom it concerns. Errors: REVERSAL_NOT_FOUND.
 */
export async function readReversal(ctx: QueryContext, reversalId: string): Promise<Reversal> {
  const row = await ctx.db
    .selectFrom('reversals as r')
    .leftJoin('reversals_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .selectAll('r')
    .select(['c.from_own_buffer_kg', 'c.from_pool_kg', 'c.transaction_hash'])
    .where('r.reversal_id', '=', reversalId)
    .executeTakeFirst()
  if (row === undefined) throw issuanceErrors.REVERSAL_NOT_FOUND({ reversalId })
  const draws = await ctx.db
    .selectFrom('buffer_draws_on_chain')
    .select(['from_credit_id', 'kg'])
    .where('on_chain_id', '=', row.on_chain_id)
    .orderBy('log_index')
    .execute()
  const reversed = row.transaction_hash !== null
  const concerned = await isConcerned(ctx, row.project_id)
  return {
    reversalId,
    onChainId: row.on_chain_id,
    creditId: row.credit_id,
    projectId: row.project_id,
    state: reversed ? 'reversed' : row.failure === null ? 'submitted' : 'failed',
    cancelledKg: row.cancelled_kg,
    fromOwnBufferKg: row.from_own_buffer_kg,
    fromPoolKg: row.from_pool_kg,
    draws: draws.map((draw) => ({ creditId: draw.from_credit_id, kg: draw.kg })),
    evidenceDocumentId: concerned ? row.evidence_document_id : null,
    reason: concerned ? row.reason : null,
    failure: reversed ? null : row.failure,
    transactionHash: row.transaction_hash,
  }
}

/** Whoever oversees, was issued credits of the project, or is asked to judge a case that they come from. */
async function isConcerned(ctx: QueryContext, projectId: string): Promise<boolean> {
  const { partyId, roles } = ctx.actor
  if (overseers.some((role) => roles.has(role))) return true
  if (partyId === null) return false
  const issued = await ctx.db
    .selectFrom('issuance_requests')
    .select(['case_id', 'owner_party_id'])
    .where('project_id', '=', projectId)
    .execute()
  if (issued.some((of) => of.owner_party_id === partyId)) return true
  const caseIds = issued.map((of) => of.case_id)
  return isAssigned(ctx, caseIds, partyId)
}
