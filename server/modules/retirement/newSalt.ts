import { randomBytes } from 'node:crypto'
import { bytesToHex, type Hex } from 'viem'

/** A fresh salt: without it nobody can test a guess against a commitment on chain. */
export function newSalt(): Hex {
  return bytesToHex(randomBytes(32))
}
