/** What a refusal means: that somebody was faster and everything is as it should be, or that something is in the way. */
import { type Address, decodeFunctionData, type Hex } from 'viem'
import type { ChainView } from '../../module.ts'
import type { Machine } from '../machine.ts'
import { abiOf } from './chain.ts'
import type { IntentRow } from './intentRow.ts'
import { decodeRevert, type Revert } from './revert.ts'

/** `final`: what the intent is for is so, and stays. `soon`: it is so in a block that may still leave the chain. */
export type Done = 'final' | 'soon' | 'no'

/** Asks the chain whether what the intent wants is so already. Errors of the connection are thrown. */
export async function alreadyDone(machine: Machine, intent: IntentRow, revert: Revert): Promise<Done> {
  const { view, readFinal, abis } = machine.chain
  const goal = machine.goals.get(`${intent.contract}.${intent.function_name}`)
  if (goal === undefined) {
    if (!meansDone(revert.name)) return 'no'
    return meansDone((await refusalAtFinal(machine, intent))?.name ?? '') ? 'final' : 'soon'
  }
  const { args } = decodeFunctionData({ abi: abiOf(abis, intent.contract), data: intent.calldata as Hex })
  const isReached = (read: ChainView['read']) => goal.isReached(read, args ?? [], revert.name)
  if (!(await isReached(view.read))) return 'no'
  return (await isReached(readFinal)) ? 'final' : 'soon'
}

/** True for the errors by which our contracts say that the very thing was done before: `AlreadyAllocated`, `CaseExists`. It is so where
 *  nobody else may send the call, or the id stands for all that it does; where a stranger may use an id for something of his own, the
 *  call has a goal. */
function meansDone(errorName: string): boolean {
  return /^Already[A-Z]\w*$|^[A-Z]\w*Exists$/.test(errorName)
}

async function refusalAtFinal(machine: Machine, intent: IntentRow): Promise<Revert | null> {
  try {
    await machine.chain.client.call({
      account: intent.from_address as Address,
      to: intent.to_address as Address,
      data: intent.calldata as Hex,
      blockTag: 'finalized',
    })
    return null
  } catch (error) {
    const revert = decodeRevert(error, Object.values(machine.chain.abis))
    if (revert === null) throw error
    return revert
  }
}
