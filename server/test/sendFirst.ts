import { type Address, encodeFunctionData } from 'viem'
import type { ContractName } from '../module.ts'
import { abiOf } from '../runtime/chain/chain.ts'
import type { Harness } from './harness.ts'

export interface StrangersCall {
  readonly from: Address
  readonly contract: ContractName
  readonly functionName: string
  readonly args: readonly unknown[]
}

/** Carries out a call on the chain past the product, as somebody does who saw ours on its way. Throws when it is refused. */
export async function sendFirst(harness: Harness, of: StrangersCall): Promise<void> {
  const { chain, client } = harness.chain
  const { from, contract, functionName, args } = of
  const data = encodeFunctionData({ abi: abiOf(chain.abis, contract), functionName, args })
  await client.impersonateAccount({ address: from })
  await client.setBalance({ address: from, value: 10n ** 18n })
  const sent = await client.request({
    method: 'eth_sendTransaction',
    params: [{ from, to: chain.view.address(contract), data }],
  } as never)
  const { status } = await client.waitForTransactionReceipt({ hash: sent as `0x${string}` })
  await client.stopImpersonatingAccount({ address: from })
  if (status !== 'success') throw new Error(`${functionName} was refused`)
}
