import { type Hex, keccak256 } from 'viem'
import { canonicalBytes } from './canonicalJson.ts'

/** What a retirement commits to: for whom and what for, under one salt that can be destroyed with the texts. */
export interface RetirementTexts {
  readonly beneficiary: string
  readonly purpose: string
  /** 32 random bytes. */
  readonly salt: Hex
}

/** The commitments on chain: keccak256 of the canonical JSON of {beneficiary, salt} and of {purpose, salt}. The member's name keeps a
 *  beneficiary from passing for a purpose. @throws TypeError unless the salt is 32 bytes of lower-case hex. */
export function retirementHashes({ beneficiary, purpose, salt }: RetirementTexts): {
  readonly beneficiaryHash: Hex
  readonly purposeHash: Hex
} {
  if (!/^0x[0-9a-f]{64}$/.test(salt)) throw new TypeError('salt: 32 bytes of lower-case hex are needed')
  return {
    beneficiaryHash: keccak256(canonicalBytes({ beneficiary, salt })),
    purposeHash: keccak256(canonicalBytes({ purpose, salt })),
  }
}
