import type { CaseFile } from '@assay/protocol/caseFile.ts'
import type { AssayClient } from '@assay/sdk/client.ts'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { OracleConfig } from './config.ts'
import type { Journal } from './journal.ts'
import type { NodeLog } from './log.ts'
import type { Opinion } from './signReport.ts'

export interface Node {
  readonly config: OracleConfig
  readonly account: PrivateKeyAccount
  readonly journal: Journal
  readonly api: AssayClient
  readonly log: NodeLog
  readonly judge: Judge
}

/** Comes to an opinion on a case file, or throws when there is nothing it would sign. */
export type Judge = (node: Node, file: CaseFile) => Promise<Opinion>

export interface Assignment {
  readonly caseId: string
  readonly round: number
  readonly nodeIndex: number
  readonly reference: string
}
