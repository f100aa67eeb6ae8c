/** Sends one transaction as an intent: what the suite plays is sent, tracked and sent again as everything else is. */
import type { Address } from 'viem'
import type { ContractName } from '../../server/module.ts'
import { submitterStep } from '../../server/runtime/chain/submitter.ts'
import type { Harness } from '../../server/test/harness.ts'

export interface Call {
  readonly contract: ContractName
  readonly functionName: string
  readonly args: readonly unknown[]
}

/** `salt` sets apart two calls that say the same. */
export type Send = (from: Address | 'operator', call: Call, salt?: string) => Promise<void>

/** A refusal is an answer: after a reorganisation much is refused that was true before, and it is not tried again. */
export function sender(harness: Harness): Send {
  return async (from, call, salt = '') => {
    await harness.run((ctx) => ctx.intend({ from, ...call, salt, once: true, subject: 'reorg suite' }))
    await submitterStep(harness.machine, { ignorePauses: true })
  }
}
