import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { QueryContext } from '../../module.ts'
import { ledgerErrors } from './errors.ts'
import type { Emission } from './schema.ts'

/** An emission and whether the chain has minted it: `minted` as soon as the balances show it, not when its receipt is known.
 *  Errors: LEDGER_EMISSION_NOT_FOUND. */
export async function readEmission(ctx: QueryContext, emissionId: string): Promise<Emission> {
  const row = await ctx.db
    .selectFrom('emissions')
    .innerJoin('chain_intents', 'chain_intents.id', 'emissions.intent_id')
    .select(['wallet', 'amount_pt', 'reason', 'failure', 'transaction_hash'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('chain_logs')
            .select('chain_logs.transaction_hash')
            .where('contract', '=', 'PaymentToken')
            .whereRef('chain_logs.transaction_hash', '=', 'chain_intents.transaction_hash'),
        )
        .as('minted'),
    )
    .where('emission_id', '=', emissionId)
    .executeTakeFirst()
  if (row === undefined) throw ledgerErrors.LEDGER_EMISSION_NOT_FOUND({ emissionId })
  return {
    emissionId,
    wallet: row.wallet,
    amountPt: formatQuantity(quantity(BigInt(row.amount_pt), 'PT')),
    reason: row.reason,
    state: row.failure !== null ? 'failed' : row.minted ? 'minted' : 'submitted',
    failure: row.failure,
    transactionHash: row.transaction_hash,
  }
}
