import type { QueryContext } from '../../module.ts'
import { issuanceErrors } from './errors.ts'
import type { Reversal } from './schema.ts'

/** A reversal: what was recorded and what the chain drew. Errors: REVERSAL_NOT_FOUND. */
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
    evidenceDocumentId: row.evidence_document_id,
    reason: row.reason,
    failure: reversed ? null : row.failure,
    transactionHash: row.transaction_hash,
  }
}
