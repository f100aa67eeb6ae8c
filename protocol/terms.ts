/** Issuance terms as Solidity's `abi.encode` writes them, and their hashes. A case stores `termsHash`; the committee signs it. */
import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem'
import { canonicalBytes, type JsonValue } from './canonicalJson.ts'

/** IAllocation.AllocationTerms. Amounts in base units (18 decimals). */
export interface AllocationTerms {
  readonly caseId: Hex
  /** With case, seller and value the escrow that paid for the delivery (`tradeIdOf`). */
  readonly buyer: Address
  readonly seller: Address
  readonly sovereign: Address
  readonly ptValue: bigint
  readonly baseMultiplierE4: number
  /** VOL, SUS, TXV, DEV, STR, CAR, PRO x 10^4. */
  readonly factorsE4: Seven<number>
  /** Sum 10^4. */
  readonly weightsE4: Seven<number>
  readonly modifierE4: number
  readonly eligibilityBps: number
  readonly expected: bigint
  readonly parametersHash: Hex
}

export type Seven<T> = readonly [T, T, T, T, T, T, T]

/** ICarbon.IssuanceTerms. */
export interface IssuanceTerms {
  readonly caseId: Hex
  readonly projectId: Hex
  readonly parcelId: Hex
  readonly to: Address
  /** Year x 10 + quarter. */
  readonly vintage: number
  readonly netKg: bigint
  readonly bufferKg: bigint
  readonly methodologyHash: Hex
}

const allocationTermsAbi = [
  {
    type: 'tuple',
    components: [
      { name: 'caseId', type: 'bytes32' },
      { name: 'buyer', type: 'address' },
      { name: 'seller', type: 'address' },
      { name: 'sovereign', type: 'address' },
      { name: 'ptValue', type: 'uint128' },
      { name: 'baseMultiplierE4', type: 'uint32' },
      { name: 'factorsE4', type: 'int32[7]' },
      { name: 'weightsE4', type: 'uint16[7]' },
      { name: 'modifierE4', type: 'uint32' },
      { name: 'eligibilityBps', type: 'uint16' },
      { name: 'expected', type: 'uint128' },
      { name: 'parametersHash', type: 'bytes32' },
    ],
  },
] as const

const issuanceTermsAbi = [
  {
    type: 'tuple',
    components: [
      { name: 'caseId', type: 'bytes32' },
      { name: 'projectId', type: 'bytes32' },
      { name: 'parcelId', type: 'bytes32' },
      { name: 'to', type: 'address' },
      { name: 'vintage', type: 'uint32' },
      { name: 'netKg', type: 'uint128' },
      { name: 'bufferKg', type: 'uint128' },
      { name: 'methodologyHash', type: 'bytes32' },
    ],
  },
] as const

/** `abi.encode(terms)`. @throws viem's IntegerOutOfRangeError and kin when a value does not fit its type. */
export function encodeAllocationTerms(terms: AllocationTerms): Hex {
  return encodeAbiParameters(allocationTermsAbi, [terms])
}

/** `keccak256(abi.encode(terms))`. */
export function allocationTermsHash(terms: AllocationTerms): Hex {
  return keccak256(encodeAllocationTerms(terms))
}

/** `abi.encode(terms)`. @throws viem's IntegerOutOfRangeError and kin when a value does not fit its type. */
export function encodeIssuanceTerms(terms: IssuanceTerms): Hex {
  return encodeAbiParameters(issuanceTermsAbi, [terms])
}

/** `keccak256(abi.encode(terms))`. */
export function issuanceTermsHash(terms: IssuanceTerms): Hex {
  return keccak256(encodeIssuanceTerms(terms))
}

/** One governed parameter in the version that was used. */
export interface ParameterVersion {
  readonly key: string
  readonly version: number
  readonly value: JsonValue
}

/**
 * Hash of the parameters a computation used: keccak256 of the canonical JSON of the list sorted by key (code units), so that the
 * order they were read in does not matter. Versions and values are both in it: a version whose value was altered is noticed.
 * @throws TypeError when a key occurs twice.
 */
export function parametersHash(parameters: readonly ParameterVersion[]): Hex {
  const sorted = parameters
    .map(({ key, version, value }) => ({ key, version, value }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  for (const [index, { key }] of sorted.entries()) {
    if (key === sorted[index + 1]?.key) throw new TypeError(`parameter ${key} occurs twice`)
  }
  return keccak256(canonicalBytes(sorted))
}

/** A quantification: which methodology in which version was applied to which inputs. */
export interface AppliedMethodology {
  readonly methodologyId: string
  readonly version: string
  readonly inputs: JsonValue
  /** Which document each measured part of the inputs was read from (measuredInputs.ts). */
  readonly sources: JsonValue
  /** Of the governed parameters it reads. */
  readonly parametersHash: Hex
}

/** Hash of an applied methodology: keccak256 of the canonical JSON of {methodologyId, version, sources, inputsHash, parametersHash}; inputsHash =
 *  keccak256 of the canonical JSON of the inputs. Two steps, so that the inputs can be withheld while the methodology is shown. */
export function methodologyHash({ inputs, ...applied }: AppliedMethodology): Hex {
  return keccak256(canonicalBytes({ ...applied, inputsHash: keccak256(canonicalBytes(inputs)) }))
}
