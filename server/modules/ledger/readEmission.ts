import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { QueryContext } from '../../module.ts'
import { ledgerErrors } from './errors.ts'
import type { Emission } from './schema.ts'

/** An emission and whether the chain has minted it. Errors: LEDGER_EMISSION_NOT_FOUND. */
export async function readEmission(ctx: QueryContext, emissionId: string): Promise<Emission> {
  const row = await ctx.db
    .selectFrom('emissions')
    .innerJoin('chain_intents', 'chain_intents.id', 'emissions.intent_id')
    .select(['wallet', 'amount_pt', 'reason', 'failure', 'state', 'transaction_hash'])
    .where('emission_id', '=', emissionId)
    .executeTakeFirst()
  if (row === undefined) throw ledgerErrors.LEDGER_EMISSION_NOT_FOUND({ emissionId })
  const minted = row.state === 'included' || row.state === 'safe' || row.state === 'final'
  return {
    emissionId,
    wallet: row.wallet,
    amountPt: formatQuantity(quantity(BigInt(row.amount_pt), 'PT')),
    reason: row.reason,
    state: row.failure !== null ? 'failed' : minted ? 'minted' : 'submitted',
    failure: row.failure,
    transactionHash: row.transaction_hash,
  }
}
