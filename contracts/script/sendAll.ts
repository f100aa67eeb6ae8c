import {
  type Account,
  type Address,
  type Chain,
  type Hex,
  type PublicClient,
  TransactionReceiptNotFoundError,
  type Transport,
  type WalletClient,
} from 'viem'

export interface Call {
  readonly to: Address
  readonly data: Hex
}

export interface Wallet {
  readonly client: PublicClient<Transport, Chain>
  readonly wallet: WalletClient<Transport, Chain, Account>
}

/**
 * Sends calls that do not depend on each other with consecutive nonces and waits until all are included: one block's time
 * instead of one per call. @throws Error when one of them would fail or fails.
 */
export async function sendAll({ client, wallet }: Wallet, calls: readonly Call[]): Promise<void> {
  if (calls.length === 0) return
  const { account } = wallet
  // Estimated first, so that nothing is sent when something cannot work.
  const gas = await Promise.all(calls.map((call) => client.estimateGas({ account, ...call })))
  const first = await client.getTransactionCount({ address: account.address, blockTag: 'pending' })
  const hashes: Hex[] = []
  for (const [i, call] of calls.entries()) {
    hashes.push(await wallet.sendTransaction({ ...call, nonce: first + i, gas: (gas[i]! * 12n) / 10n }))
  }
  for (const hash of hashes) await included(client, hash)
}

/**
 * Waits until a transaction is included. Asks again and again, whatever the height: viem's own waiting asks once per block,
 * and a node that mines on demand makes no further block. @throws Error when it failed or took more than two minutes.
 */
export async function included(client: Pick<Wallet['client'], 'getTransactionReceipt'>, hash: Hex): Promise<void> {
  const giveUpAt = Date.now() + 120_000
  while (Date.now() < giveUpAt) {
    const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return null
      throw error
    })
    if (receipt?.status === 'reverted') throw new Error(`transaction ${hash} failed`)
    if (receipt) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`transaction ${hash} was not included within two minutes`)
}

/** A run that was killed may have left transactions on their way; what they do must be seen before more are sent. */
export async function nothingPending(client: Wallet['client'], address: Address): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const [included, sent] = await Promise.all([
      client.getTransactionCount({ address, blockTag: 'latest' }),
      client.getTransactionCount({ address, blockTag: 'pending' }),
    ])
    if (included === sent) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error(`transactions of ${address} have been pending for two minutes`)
}
