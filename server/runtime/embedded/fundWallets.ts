import { createTestClient, http, parseEther, publicActions } from 'viem'
import { type Signer, walletIndexes } from '../../ports/signer.ts'
import { keyedWallets } from '../../wallets.ts'

const balanceWei = parseEther('1000000')

/** Gives the installation's wallets that send transactions money for gas. Only the embedded chain makes money. */
export async function fundWallets(rpcUrl: string, signer: Signer): Promise<void> {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl, { batch: true }) }).extend(publicActions)
  const fund = async (index: number) => {
    const address = await signer.address(index)
    if ((await client.getBalance({ address })) < balanceWei / 2n)
      await client.setBalance({ address, value: balanceWei })
  }
  await Promise.all(keyedWallets.map((name) => fund(walletIndexes[name])))
}
