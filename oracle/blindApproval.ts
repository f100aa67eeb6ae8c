import type { CaseFile } from '@assay/protocol/caseFile.ts'
import { oracleErrors } from './errors.ts'
import type { Opinion } from './signReport.ts'

/** Chains nobody's money is on: the development chains of anvil and hardhat. */
const developmentChains: readonly number[] = [31_337, 1_337]

/**
 * A fault for a sandbox, so that collusion can be watched failing: approves whatever it is asked, without looking.
 * @throws ORACLE_FAULT_FORBIDDEN when the case is on any other chain than a development chain
 */
export function approveBlindly(file: CaseFile): Opinion {
  if (!developmentChains.includes(file.chain.chainId)) {
    throw oracleErrors.ORACLE_FAULT_FORBIDDEN({ setting: 'approvePrefix', chainId: file.chain.chainId })
  }
  return { scoreE4: 1_000_000, agrees: true, critical: false, justification: { fault: 'approved without looking' } }
}
