import { canonicalBytes, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { type ReportMessage, reportDigest, reportTypedData, typedDataDomain } from '@assay/protocol/typedData.ts'
import { keccak256 } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { SignedReport } from './journal.ts'

/** What a node has come to think of a round. */
export interface Opinion {
  /** Score x 10^4, 0 to 1,000,000. */
  readonly scoreE4: number
  readonly agrees: boolean
  readonly critical: boolean
  /** The whole explanation; its canonical hash is signed. */
  readonly justification: JsonValue
}

/** Signs an opinion on a round (EIP-712, bound to chain, contract, case, round, evidence, terms and quantity). */
export async function signReport(account: PrivateKeyAccount, file: CaseFile, opinion: Opinion): Promise<SignedReport> {
  const domain = typedDataDomain('Verification', file.chain.chainId, file.chain.verifyingContract)
  const message: ReportMessage = {
    caseId: file.onChainId,
    round: file.round,
    evidenceRoot: file.opened.evidenceRoot,
    termsHash: file.opened.termsHash,
    quantity: BigInt(file.proposedQuantity),
    scoreE4: opinion.scoreE4,
    agrees: opinion.agrees,
    critical: opinion.critical,
    justificationHash: keccak256(canonicalBytes(opinion.justification)),
  }
  return {
    caseId: file.caseId,
    digest: reportDigest(domain, message),
    report: { ...message, quantity: message.quantity.toString() },
    signature: await account.signTypedData(reportTypedData(domain, message)),
    justification: opinion.justification,
  }
}
