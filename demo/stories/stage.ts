import type { Address } from 'viem'
import type { AssayClient } from '../../sdk/typescript/client.ts'
import type { Sandbox } from '../sandbox.ts'

/** The chain beside the API. */
export interface ChainAccess {
  readonly rpcUrl: string
  readonly foundationToken: Address
}

/** What every story has at hand. */
export interface Stage {
  readonly url: string
  /** Sets one run of the stories apart from another: names, keys and transport documents carry it. */
  readonly run: string
  readonly sandbox: Sandbox
  readonly operator: AssayClient
  readonly governance: AssayClient
  readonly treasury: AssayClient
  readonly reviewer: AssayClient
  readonly inspector: AssayClient
  readonly auditor: AssayClient
  /** Tells people what happens. */
  say(line: string): void
}
