import { type Hex, parseEther } from 'viem'
import { factory } from './plan.ts'
import { included, type Wallet } from './sendAll.ts'

/** The factory's deployment, signed once for all chains by a key nobody has (github.com/Arachnid/deterministic-deployment-proxy). */
const signedDeployment: Hex =
  '0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222'
const signer = '0x3fAB184622Dc19b6109349B94811493BF2a45362' as const

/** Makes sure the deterministic deployment proxy is on the chain. @throws Error when the chain refuses it. */
export async function ensureFactory({ client, wallet }: Wallet, log: (line: string) => void): Promise<void> {
  if ((await client.getCode({ address: factory })) !== undefined) return
  log('contracts: deploying the deterministic deployment proxy')
  const needed = parseEther('0.01')
  const balance = await client.getBalance({ address: signer })
  if (balance < needed) {
    const hash = await wallet.sendTransaction({ to: signer, value: needed - balance })
    await included(client, hash)
  }
  const hash = await client.sendRawTransaction({ serializedTransaction: signedDeployment })
  await included(client, hash)
  if ((await client.getCode({ address: factory })) === undefined) throw new Error(`${factory} could not be deployed`)
}
