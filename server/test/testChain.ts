/** A chain of one's own: the run's deployed state in a fresh anvil, each block one second after the one before. */
import {
  type Abi,
  type Address,
  createTestClient,
  type Hex,
  http,
  type PublicActions,
  publicActions,
  type TestClient,
} from 'viem'
import { abis } from '../../contracts/generated/abis.ts'
import { type AddressBook, type Chain, openChain } from '../runtime/chain/chain.ts'
import { startAnvil } from '../runtime/embedded/anvil.ts'
import { type Guard, startGuard } from '../runtime/embedded/guard.ts'
import { testEpoch } from './clock.ts'
import type { Services } from './globalSetup.ts'
import { type RpcProxy, seededRandom, startRpcProxy } from './rpcProxy.ts'
import { testMnemonic } from './wallets.ts'

export interface TestContract {
  readonly name: string
  readonly abi: Abi
  readonly bytecode: Hex
}

export interface TestChain {
  readonly chain: Chain
  readonly url: string
  readonly book: AddressBook
  /** Throws unless the chain was opened with `proxySeed`. */
  readonly proxy: RpcProxy
  readonly client: TestClient<'anvil'> & PublicActions
  mine(blocks: number): Promise<void>
  /** Replaces the newest `depth` blocks by empty ones; their transactions are lost from the chain. */
  reorganise(depth: number): Promise<void>
  /** Mines a block at this time, unless the chain is there already. */
  advanceTo(at: Date): Promise<void>
  /** Time of the newest block. */
  time(): Promise<Date>
  stop(): Promise<void>
}

let guard: Guard | undefined

export interface TestChainOptions {
  /** Put on this chain beside the product's contracts. */
  readonly contracts?: readonly TestContract[]
  /** `safe` is one epoch below the newest block, `finalized` two. Default 1. */
  readonly slotsInEpoch?: number
  /** For tests that reorganise long chains. */
  readonly statesKept?: number
  /** The machine talks to the chain through a proxy of ours that misbehaves when told. */
  readonly proxySeed?: number
}

export async function openTestChain(services: Services, options: TestChainOptions = {}): Promise<TestChain> {
  const { contracts = [] } = options
  const anvil = await startAnvil({
    port: 0,
    stateFile: null,
    loadFile: services.chainState,
    mnemonic: testMnemonic,
    timestamp: testEpoch,
    slotsInEpoch: options.slotsInEpoch,
    statesKept: options.statesKept,
  })
  guard ??= startGuard()
  guard.watch(anvil.child, 'SIGINT')
  const client = createTestClient({ mode: 'anvil', transport: http(anvil.url), cacheTime: 0 }).extend(publicActions)
  await client.request({ method: 'anvil_setBlockTimestampInterval', params: [1] } as never)
  const advanceTo = async (at: Date) => {
    const latest = await client.getBlock()
    const timestamp = BigInt(Math.floor(at.getTime() / 1_000))
    if (timestamp <= latest.timestamp) return
    await client.setNextBlockTimestamp({ timestamp })
    await client.mine({ blocks: 1 })
  }
  await advanceTo(testEpoch)
  const book = { ...services.addressBook, contracts: { ...services.addressBook.contracts } as Record<string, Address> }
  for (const contract of contracts) book.contracts[contract.name] = await deploy(client, contract)
  const proxy = options.proxySeed === undefined ? null : await startRpcProxy(anvil.url, seededRandom(options.proxySeed))
  const rpcUrl = proxy?.url ?? anvil.url
  const own = Object.fromEntries(contracts.map(({ name, abi }) => [name, abi]))
  return {
    chain: openChain({
      rpcUrl,
      timeoutMs: 2_000,
      book,
      abis: { ...abis, ...own } as unknown as Record<string, Abi>,
    }),
    url: anvil.url,
    book,
    get proxy() {
      if (proxy === null) throw new Error('this chain was opened without a proxy')
      return proxy
    },
    client,
    mine: (blocks) => client.mine({ blocks }),
    reorganise: (depth) => client.request({ method: 'anvil_reorg', params: [depth, []] } as never),
    advanceTo,
    time: async () => new Date(Number((await client.getBlock()).timestamp) * 1_000),
    async stop() {
      await proxy?.close()
      await anvil.stop()
    },
  }
}

/** From an account of the node's own, so that no wallet of ours has a transaction it does not know of. */
async function deploy(client: TestChain['client'], contract: TestContract): Promise<Address> {
  const accounts = (await client.request({ method: 'eth_accounts' } as never)) as Address[]
  const hash = (await client.request({
    method: 'eth_sendTransaction',
    params: [{ from: accounts[9], data: contract.bytecode }],
  } as never)) as Hex
  const { contractAddress } = await client.waitForTransactionReceipt({ hash })
  if (!contractAddress) throw new Error(`${contract.name} was not deployed`)
  return contractAddress
}
