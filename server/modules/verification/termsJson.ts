/** Issuance terms as rows and answers hold them: amounts as decimal digits, everything else as it is. */
import type { AllocationTerms, IssuanceTerms } from '@assay/protocol/terms.ts'

type Stored<T> = { readonly [K in keyof T]: T[K] extends bigint ? string : T[K] }
export type StoredAllocationTerms = Stored<AllocationTerms>
export type StoredIssuanceTerms = Stored<IssuanceTerms>
export type StoredTerms = StoredAllocationTerms | StoredIssuanceTerms

export function storeAllocationTerms(terms: AllocationTerms): StoredAllocationTerms {
  return { ...terms, ptValue: terms.ptValue.toString(), expected: terms.expected.toString() }
}

export function storeIssuanceTerms(terms: IssuanceTerms): StoredIssuanceTerms {
  return { ...terms, netKg: terms.netKg.toString(), bufferKg: terms.bufferKg.toString() }
}
