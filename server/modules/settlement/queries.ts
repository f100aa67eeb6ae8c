import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { QueryContext } from '../../module.ts'
import type { FeeComputation } from './computeFees.ts'
import { escrowErrors } from './errors.ts'
import type { StoredEscrowTerms } from './escrowTerms.ts'
import type { Escrow } from './schema.ts'

/** The escrow of a trade: what was asked for and what the chain shows. Errors: ESCROW_NOT_FOUND. */
export async function readEscrow(ctx: QueryContext, tradeId: string): Promise<Escrow> {
  const funding = await ctx.db
    .selectFrom('escrow_fundings')
    .select(['on_chain_id', 'terms', 'fee_computation', 'failure', 'timeout_at'])
    .where('trade_id', '=', tradeId)
    .executeTakeFirst()
  if (funding === undefined) throw escrowErrors.ESCROW_NOT_FOUND({ tradeId })
  const chain = await ctx.db
    .selectFrom('escrows_on_chain')
    .selectAll()
    .where('on_chain_id', '=', funding.on_chain_id)
    .executeTakeFirst()
  const terms = funding.terms as StoredEscrowTerms
  const paidOut = chain?.state === 'released' || chain?.state === 'split'
  // What the fees came from is the seller's own business; the buyer reads this too.
  const { parametersAsOf, inputs: _inputs, parameters, ...fees } = funding.fee_computation as unknown as FeeComputation
  return {
    tradeId,
    onChainId: funding.on_chain_id,
    caseOnChainId: terms.caseId,
    state: (chain?.state ?? (funding.failure === null ? 'submitted' : 'failed')) as Escrow['state'],
    buyer: terms.buyer,
    seller: terms.seller,
    amountPt: formatPt(terms.amount),
    // Before the payout the fees agreed on, afterwards those taken: they shrink with a shortage.
    tradeFeePt: formatPt(paidOut ? chain.trade_fee_pt : terms.tradeFee),
    verificationFeePt: formatPt(paidOut ? chain.verification_fee_pt : terms.verificationFee),
    feeComputation: { ...fees, parametersAt: parametersAsOf, parameters: [...(parameters ?? [])] },
    toSellerPt: formatPt(chain?.to_seller_pt ?? '0'),
    toBuyerPt: formatPt(chain?.to_buyer_pt ?? '0'),
    feeBurnedPt: formatPt(chain?.burned_pt ?? '0'),
    feeSplitPt: [chain?.operations_pt, chain?.development_pt, chain?.reserve_pt].map((part) => formatPt(part ?? '0')),
    timeoutAt: funding.timeout_at.toISOString(),
    failure: chain === undefined ? funding.failure : null,
    fundedTransaction: chain?.funded_transaction ?? null,
    paidOutTransaction: chain?.paid_out_transaction ?? null,
  }
}

/** The parties of an escrow. Null when the trade has none. */
export async function partiesOfEscrow(ctx: QueryContext, tradeId: string): Promise<readonly string[] | null> {
  const row = await ctx.db
    .selectFrom('escrow_fundings')
    .select(['buyer_party_id', 'seller_party_id', 'sovereign_party_id'])
    .where('trade_id', '=', tradeId)
    .executeTakeFirst()
  if (row === undefined) return null
  return [row.buyer_party_id, row.seller_party_id, ...(row.sovereign_party_id === null ? [] : [row.sovereign_party_id])]
}

/** PT and FT have the same decimals. */
export function formatPt(value: string | bigint): string {
  return formatQuantity(quantity(BigInt(value), 'PT'))
}

/** What the fees of every funded trade came from, newest first: for the replay of a parameter. */
export async function listFeeComputations(ctx: QueryContext, limit: number) {
  const rows = await ctx.db
    .selectFrom('escrow_fundings')
    .select(['trade_id', 'seller_party_id', 'fee_computation', 'terms'])
    .where('failure', 'is', null)
    .orderBy('requested_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    tradeId: row.trade_id,
    sellerPartyId: row.seller_party_id,
    computation: row.fee_computation as unknown as FeeComputation,
    terms: row.terms as StoredEscrowTerms,
  }))
}
