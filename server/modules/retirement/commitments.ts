import { randomBytes } from 'node:crypto'
import { saltedCommitment } from '@assay/protocol/retirementHashes.ts'
import { bytesToHex, type Hex } from 'viem'

/** A fresh salt: without it nobody can test a guess against a commitment on chain. */
export function newSalt(): Hex {
  return bytesToHex(randomBytes(32))
}

/** keccak256(salt || UTF-8 of the text in Unicode normal form C). */
export function commitment(salt: Hex, text: string): Hex {
  return saltedCommitment(salt, text)
}
