/** Reports in the form in which `Verification.submitResult` takes them: only what the case on chain does not say already. */
import { type Hex, parseSignature, signatureToCompactSignature } from 'viem'

/** IVerification.Opening: what a case was opened with and the chain keeps as a hash. */
export interface Opening {
  readonly claimKey: Hex
  readonly evidenceRoot: Hex
  readonly committee: bigint
}

/** IVerification.SignedReport. */
export interface SignedReport {
  /** Node index << 40 | critical << 33 | agrees << 32 | score x 10^4. */
  readonly answer: number
  readonly justificationHash: Hex
  readonly r: Hex
  /** s with the parity in its highest bit (ERC-2098). */
  readonly vs: Hex
}

export interface ReportAnswer {
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
  readonly justificationHash: Hex
}

/** @param signature 65 bytes r, s, v with low s, as the node made it. */
export function signedReport(nodeIndex: number, report: ReportAnswer, signature: Hex): SignedReport {
  const { r, yParityAndS } = signatureToCompactSignature(parseSignature(signature))
  const { scoreE4, agrees, critical, justificationHash } = report
  // 48 bits: exact in a double, and what the ABI's types ask for.
  const answer = nodeIndex * 2 ** 40 + (critical ? 2 ** 33 : 0) + (agrees ? 2 ** 32 : 0) + scoreE4
  return { answer, justificationHash, r, vs: yParityAndS }
}

/** Bit i = node i. */
export function committeeBitmap(nodeIndices: readonly number[]): bigint {
  return nodeIndices.reduce((bitmap, index) => bitmap | (1n << BigInt(index)), 0n)
}
