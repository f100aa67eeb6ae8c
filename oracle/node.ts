import type { AssayClient } from '@assay/sdk/client.ts'
import type { PrivateKeyAccount } from 'viem/accounts'
import type { OracleConfig } from './config.ts'
import type { Journal } from './journal.ts'
import type { NodeLog } from './log.ts'

export interface Node {
  readonly config: OracleConfig
  readonly account: PrivateKeyAccount
  readonly journal: Journal
  readonly api: AssayClient
  readonly log: NodeLog
}

export interface Assignment {
  readonly caseId: string
  readonly round: number
  readonly nodeIndex: number
  readonly reference: string
}
