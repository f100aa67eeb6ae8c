import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { QueryContext } from '../../module.ts'
import { ledgerErrors } from './errors.ts'
import type { Emission } from './schema.ts'

/** An emission and whether the chain has minted it: `minted` as soon as the balances show it, not when its receipt is known.
 *  Errors: LEDGER_EMISSION_NOT_FOUND. */
export async function readEmission(ctx: QueryContext, emissionId: string): Promise<Emission> {
  const row = await ctx.db
    .selectFrom('emissions')
    .select(['wallet', 'amount_pt', 'reason', 'failure', 'intent_id'])
    .where('emission_id', '=', emissionId)
    .executeTakeFirst()
  if (row === undefined) throw ledgerErrors.LEDGER_EMISSION_NOT_FOUND({ emissionId })
  const [intent] = await ctx.records.intents({ ids: [row.intent_id] })
  const transactionHash = intent?.transactionHash ?? null
  return {
    emissionId,
    wallet: row.wallet,
    amountPt: formatQuantity(quantity(BigInt(row.amount_pt), 'PT')),
    reason: row.reason,
    state: row.failure !== null ? 'failed' : (await isMinted(ctx, transactionHash)) ? 'minted' : 'submitted',
    failure: row.failure,
    transactionHash,
  }
}

async function isMinted(ctx: QueryContext, transactionHash: string | null): Promise<boolean> {
  if (transactionHash === null) return false
  const entry = await ctx.db
    .selectFrom('ledger_entries')
    .select('kind')
    .where('transaction_hash', '=', transactionHash)
    .where('kind', '=', 'mint')
    .limit(1)
    .executeTakeFirst()
  return entry !== undefined
}
