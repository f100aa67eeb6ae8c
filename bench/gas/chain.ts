/** A chain on which any account may send: what it mines shows what a transaction costs, 21,000 and calldata included. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  createTestClient,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  http,
  parseEther,
  publicActions,
} from 'viem'
import { startAnvil } from '../../server/runtime/embedded/anvil.ts'
import { startGuard } from '../../server/runtime/embedded/guard.ts'

export interface Code {
  readonly abi: Abi
  readonly bytecode: Hex
}

export interface Contract {
  readonly address: Address
  readonly abi: Abi
}

export interface GasChain {
  readonly url: string
  readonly chainId: number
  /** A folder that is forgotten with the chain. */
  readonly directory: string
  deploy(code: Code, args: readonly unknown[], from?: Address): Promise<Contract>
  /** Sends and waits. @returns the gas of the whole transaction. @throws Error when it reverts. */
  send(from: Address, to: Contract, functionName: string, args: readonly unknown[]): Promise<number>
  read(of: Contract, functionName: string, args: readonly unknown[]): Promise<unknown>
  /** Time of the newest block, in seconds since 1970. */
  time(): Promise<bigint>
  pass(seconds: number): Promise<void>
  stop(): Promise<void>
}

/** Deploys peers, and pays for whatever nobody else has to. */
export const anyone: Address = '0x00000000000000000000000000000000000a11ce'

/** Less than a block holds and more than any of our transactions needs, so that nothing has to be estimated. */
const gasLimit = 25_000_000n

export async function openGasChain(mnemonic: string): Promise<GasChain> {
  const directory = mkdtempSync(join(tmpdir(), 'assay-gas-'))
  const anvil = await startAnvil({ port: 0, stateFile: null, mnemonic })
  const guard = startGuard()
  guard.watch(anvil.child, 'SIGINT')
  const options = { transport: http(anvil.url), cacheTime: 0, pollingInterval: 20 }
  const client = createTestClient({ mode: 'anvil', ...options }).extend(publicActions)
  await client.request({ method: 'anvil_autoImpersonateAccount', params: [true] } as never)
  const rich = new Set<Address>()

  async function mine(from: Address, of: { to?: Address; data: Hex }) {
    if (!rich.has(from)) await client.setBalance({ address: from, value: parseEther('1000') })
    rich.add(from)
    const request = { from, gas: `0x${gasLimit.toString(16)}`, ...of }
    const hash = (await client.request({ method: 'eth_sendTransaction', params: [request] } as never)) as Hex
    const receipt = await client.waitForTransactionReceipt({ hash })
    if (receipt.status !== 'success') throw new Error(`a transaction of ${from} reverted: ${hash}`)
    return receipt
  }

  return {
    url: anvil.url,
    chainId: await client.getChainId(),
    directory,
    async deploy({ abi, bytecode }, args, from = anyone) {
      const { contractAddress } = await mine(from, { data: encodeDeployData({ abi, bytecode, args }) })
      return { address: contractAddress!, abi }
    },
    async send(from, { address, abi }, functionName, args) {
      const data = encodeFunctionData({ abi, functionName, args })
      // A call first: it says why, which a receipt does not.
      await client.call({ account: from, to: address, data, gas: gasLimit }).catch((cause: unknown) => {
        throw new Error(`${functionName} would revert`, { cause })
      })
      return Number((await mine(from, { to: address, data })).gasUsed)
    },
    read: ({ address, abi }, functionName, args) => client.readContract({ address, abi, functionName, args }),
    time: async () => (await client.getBlock()).timestamp,
    async pass(seconds) {
      await client.increaseTime({ seconds })
      await client.mine({ blocks: 1 })
    },
    async stop() {
      await anvil.stop()
      guard.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
