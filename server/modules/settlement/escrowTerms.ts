/** Terms as `escrow_fundings` stores them: IEscrow.EscrowTerms with numbers as decimal digits. */
export interface StoredEscrowTerms {
  readonly caseId: string
  readonly buyer: string
  readonly seller: string
  readonly amount: string
  readonly tradeFee: string
  readonly verificationFee: string
}
