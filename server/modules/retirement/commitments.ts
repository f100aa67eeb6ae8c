import { randomBytes } from 'node:crypto'
import { bytesToHex, concat, type Hex, keccak256, stringToBytes } from 'viem'

/** A fresh salt: without it nobody can test a guess against a commitment on chain. */
export function newSalt(): Hex {
  return bytesToHex(randomBytes(32))
}

/** keccak256(salt || UTF-8 of the text in Unicode normal form C). */
export function commitment(salt: Hex, text: string): Hex {
  return keccak256(concat([salt, bytesToHex(stringToBytes(text.normalize('NFC')))]))
}
