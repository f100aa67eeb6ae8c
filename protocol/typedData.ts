/** EIP-712 types and domains of our contracts, word for word as in contracts/src: one letter apart is another digest. */
import { type Address, type Hex, hashTypedData } from 'viem'

export interface TypedDataDomain {
  readonly name: string
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

/** Names and versions the contracts pass to `__EIP712_init`. */
export const domainNames = {
  Verification: { name: 'Assay Verification', version: '1' },
  Parties: { name: 'Assay Parties', version: '1' },
  Escrow: { name: 'Assay Escrow', version: '1' },
} as const

/** The domain of a deployed contract. */
export function typedDataDomain(
  contract: keyof typeof domainNames,
  chainId: number,
  verifyingContract: Address,
): TypedDataDomain {
  return { ...domainNames[contract], chainId, verifyingContract }
}

/** IVerification.Report. */
export const reportTypes = {
  Report: [
    { name: 'caseId', type: 'bytes32' },
    { name: 'round', type: 'uint32' },
    { name: 'evidenceRoot', type: 'bytes32' },
    { name: 'termsHash', type: 'bytes32' },
    { name: 'quantity', type: 'uint128' },
    { name: 'scoreE4', type: 'uint32' },
    { name: 'agrees', type: 'bool' },
    { name: 'critical', type: 'bool' },
    { name: 'justificationHash', type: 'bytes32' },
  ],
} as const

export interface ReportMessage {
  readonly caseId: Hex
  readonly round: number
  readonly evidenceRoot: Hex
  readonly termsHash: Hex
  /** Thousandths of a tonne, or whole kg CO2e: the unit of the case's contracted quantity. */
  readonly quantity: bigint
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
  readonly justificationHash: Hex
}

/** IParties.PartyClaim. */
export const partyClaimTypes = {
  PartyClaim: [
    { name: 'account', type: 'address' },
    { name: 'partyId', type: 'bytes32' },
    { name: 'roles', type: 'uint32' },
    { name: 'country', type: 'uint16' },
    { name: 'expiresAt', type: 'uint64' },
    { name: 'nonce', type: 'uint256' },
  ],
} as const

export interface PartyClaimMessage {
  readonly account: Address
  readonly partyId: Hex
  readonly roles: number
  /** ISO 3166-1 numeric. */
  readonly country: number
  readonly expiresAt: bigint
  readonly nonce: bigint
}

/** IEscrow.EscrowTerms: the buyer's consent to `fundWithPermit`. */
export const escrowTermsTypes = {
  EscrowTerms: [
    { name: 'caseId', type: 'bytes32' },
    { name: 'buyer', type: 'address' },
    { name: 'seller', type: 'address' },
    { name: 'amount', type: 'uint128' },
    { name: 'tradeFee', type: 'uint128' },
    { name: 'verificationFee', type: 'uint128' },
    { name: 'burnBps', type: 'uint16' },
    { name: 'timeoutAt', type: 'uint64' },
  ],
} as const

export interface EscrowTermsMessage {
  readonly caseId: Hex
  readonly buyer: Address
  readonly seller: Address
  readonly amount: bigint
  readonly tradeFee: bigint
  readonly verificationFee: bigint
  readonly burnBps: number
  readonly timeoutAt: bigint
}

/** What a node signs, as viem's `signTypedData` and `recoverTypedDataAddress` take it. */
export function reportTypedData(domain: TypedDataDomain, message: ReportMessage) {
  return { domain, types: reportTypes, primaryType: 'Report', message } as const
}

/** What a claim issuer signs. */
export function partyClaimTypedData(domain: TypedDataDomain, message: PartyClaimMessage) {
  return { domain, types: partyClaimTypes, primaryType: 'PartyClaim', message } as const
}

/** What a buyer signs. */
export function escrowConsentTypedData(domain: TypedDataDomain, message: EscrowTermsMessage) {
  return { domain, types: escrowTermsTypes, primaryType: 'EscrowTerms', message } as const
}

/** Equal to `Verification.reportDigest`. */
export function reportDigest(domain: TypedDataDomain, message: ReportMessage): Hex {
  return hashTypedData(reportTypedData(domain, message))
}
