/** Sends one transaction as an intent: what the suite plays is sent, tracked and sent again as everything else is. */
import type pg from 'pg'
import type { Address } from 'viem'
import type { ContractName } from '../../server/module.ts'
import type { Harness } from '../../server/test/harness.ts'
import type { SendingWallet } from '../../server/wallets.ts'

export type Known = () => pg.Pool

export interface Call {
  readonly contract: ContractName
  readonly functionName: string
  readonly args: readonly unknown[]
}

export function call(contract: Call['contract'], functionName: string, ...args: unknown[]): Call {
  return { contract, functionName, args }
}

export interface SendOptions {
  /** Sets apart two calls that say the same, as when the first was refused: of that one nothing more is heard. */
  readonly salt?: string
  /** It waits for another wallet's transaction of the same round, so a refusal is not the end of it. */
  readonly patient?: true
}

export type Send = (from: Address | SendingWallet, call: Call, options?: SendOptions) => Promise<void>

/** Leaves the sending to the caller's next turn of the submitter. A refusal is an answer: after a reorganisation much is refused
 *  that was true before, and it is not tried again. */
export function sender(harness: Harness): Send {
  return async (from, call, { salt = '', patient } = {}) => {
    const tries = patient ? {} : ({ once: true } as const)
    await harness.run((ctx) => ctx.intend({ from, ...call, salt, ...tries, subject: 'reorg suite' }))
  }
}
