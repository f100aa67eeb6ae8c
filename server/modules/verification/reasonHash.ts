import { canonicalBytes } from '@assay/protocol/canonicalJson.ts'
import { type Hex, keccak256 } from 'viem'

/** The chain sees a reason only as the hash of its text with the case: the text itself may name people. */
export function reasonHashOf(caseId: string, reason: string): Hex {
  return keccak256(canonicalBytes({ caseId, reason }))
}
