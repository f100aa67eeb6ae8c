import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import type { QueryContext } from '../../module.ts'
import type { FeeComputation } from './computeFees.ts'
import { escrowErrors } from './errors.ts'
import type { Escrow } from './schema.ts'

/** Terms as `escrow_fundings` stores them: IEscrow.EscrowTerms with numbers as decimal digits. */
export interface StoredEscrowTerms {
  readonly tradeId: string
  readonly caseId: string
  readonly buyer: string
  readonly seller: string
  readonly amount: string
  readonly tradeFee: string
  readonly verificationFee: string
}

/** The escrow of a trade: what was asked for and what the chain shows. Errors: ESCROW_NOT_FOUND. */
export async function readEscrow(ctx: QueryContext, tradeId: string): Promise<Escrow> {
  const row = await ctx.db
    .selectFrom('escrow_fundings as f')
    .leftJoin('escrows_on_chain as c', 'c.on_chain_id', 'f.on_chain_id')
    .selectAll('c')
    .select(['f.on_chain_id as trade_on_chain_id', 'f.terms', 'f.fee_computation', 'f.failure', 'f.timeout_at'])
    .where('f.trade_id', '=', tradeId)
    .executeTakeFirst()
  if (row === undefined) throw escrowErrors.ESCROW_NOT_FOUND({ tradeId })
  const terms = row.terms as StoredEscrowTerms
  const paidOut = row.state === 'released' || row.state === 'split'
  // What the fees came from is the seller's own business; the buyer reads this too.
  const { parametersAsOf, inputs: _inputs, parameters, ...fees } = row.fee_computation as unknown as FeeComputation
  return {
    tradeId,
    onChainId: row.trade_on_chain_id,
    caseOnChainId: terms.caseId,
    state: (row.state ?? (row.failure === null ? 'submitted' : 'failed')) as Escrow['state'],
    buyer: terms.buyer,
    seller: terms.seller,
    amountPt: formatPt(terms.amount),
    // Before the payout the fees agreed on, afterwards those taken: they shrink with a shortage.
    tradeFeePt: formatPt(paidOut ? row.trade_fee_pt! : terms.tradeFee),
    verificationFeePt: formatPt(paidOut ? row.verification_fee_pt! : terms.verificationFee),
    feeComputation: { ...fees, parametersAt: parametersAsOf, parameters: [...(parameters ?? [])] },
    toSellerPt: formatPt(row.to_seller_pt ?? '0'),
    toBuyerPt: formatPt(row.to_buyer_pt ?? '0'),
    feeBurnedPt: formatPt(row.burned_pt ?? '0'),
    feeSplitPt: [row.operations_pt, row.development_pt, row.reserve_pt].map((part) => formatPt(part ?? '0')),
    timeoutAt: row.timeout_at.toISOString(),
    failure: row.state === null ? row.failure : null,
    fundedTransaction: row.funded_transaction,
    paidOutTransaction: row.paid_out_transaction,
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
