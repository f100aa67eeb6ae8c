/** Terms as a case stores them (JSON) and as the contracts take them. */
import type { AllocationTerms, IssuanceTerms } from '@assay/protocol/terms.ts'
import type { StoredAllocationTerms, StoredIssuanceTerms } from '../verification/index.ts'

export function allocationArgs(terms: StoredAllocationTerms): AllocationTerms {
  return { ...terms, ptValue: BigInt(terms.ptValue), expected: BigInt(terms.expected) }
}

export function issuanceArgs(terms: StoredIssuanceTerms): IssuanceTerms {
  return { ...terms, netKg: BigInt(terms.netKg), bufferKg: BigInt(terms.bufferKg) }
}

/** As CarbonCredit.creditId: the upper 224 bits of the project's id followed by the vintage. */
export function creditIdOf(projectOnChainId: string, vintage: number): bigint {
  return ((BigInt(projectOnChainId) >> 32n) << 32n) | BigInt(vintage)
}

/** The vintage in a credit id: year x 10 + quarter. */
export function vintageOf(creditId: bigint): number {
  return Number(creditId & 0xffff_ffffn)
}

/** 20253 is `2025-Q3`. */
export function vintageLabel(vintage: number): string {
  return `${Math.floor(vintage / 10)}-Q${vintage % 10}`
}
