import { bytesToHex, concat, type Hex, keccak256, stringToBytes } from 'viem'

/** What a retirement commits to: for whom and what for, under one salt that can be destroyed with the texts. */
export interface RetirementTexts {
  readonly beneficiary: string
  readonly purpose: string
  /** 32 random bytes. */
  readonly salt: Hex
}

/** keccak256(salt || UTF-8 of the text in Unicode normal form C): without the salt nobody can test a guess. */
export function saltedCommitment(salt: Hex, text: string): Hex {
  return keccak256(concat([salt, bytesToHex(stringToBytes(text.normalize('NFC')))]))
}

/** The commitments on chain. */
export function retirementHashes({ beneficiary, purpose, salt }: RetirementTexts): {
  readonly beneficiaryHash: Hex
  readonly purposeHash: Hex
} {
  return { beneficiaryHash: saltedCommitment(salt, beneficiary), purposeHash: saltedCommitment(salt, purpose) }
}
