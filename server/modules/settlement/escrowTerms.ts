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

/** Whether the escrow that stands on chain under a trade's id is the one that was asked for: the id alone says nothing of whose it is. */
export function isOurs(row: {
  readonly terms: unknown
  readonly buyer: string | null
  readonly seller: string | null
  readonly amount_pt: string | null
  readonly case_on_chain_id: string | null
}): boolean {
  const { buyer, seller, amount, caseId } = row.terms as StoredEscrowTerms
  return (
    row.buyer === buyer.toLowerCase() &&
    row.seller === seller.toLowerCase() &&
    row.amount_pt === amount &&
    row.case_on_chain_id === caseId
  )
}
