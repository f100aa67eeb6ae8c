/** The chain as the machine room sees it: one JSON-RPC client, the contracts' ABIs and where they are deployed. */
import type { RpcBlock, RpcReceipt } from '@assay/protocol/receipts.ts'
import { domainNames } from '@assay/protocol/typedData.ts'
import {
  type Abi,
  type Address,
  createPublicClient,
  getAddress,
  type Hex,
  http,
  keccak256,
  numberToHex,
  type PublicClient,
  type ReadContractParameters,
  toEventHash,
} from 'viem'
import type { ChainView, ContractName } from '../../module.ts'
import { runtimeErrors } from '../errors.ts'
import { decodeRevert } from './revert.ts'

/** Where the contracts of one chain are. Written by the deployment, never by hand. */
export interface AddressBook {
  readonly chainId: number
  /** No log of ours is in an earlier block. */
  readonly deployedAtBlock: number
  readonly contracts: Readonly<Record<string, Address>>
}

export interface Chain {
  readonly view: ChainView
  /** As `view.read`, of the newest block that stays. */
  readonly readFinal: ChainView['read']
  readonly client: PublicClient
  readonly chainId: number
  readonly deployedAtBlock: bigint
  readonly abis: Readonly<Record<string, Abi>>
  /** Contract name by lower-case address. */
  readonly nameOf: ReadonlyMap<string, string>
  readonly addresses: Readonly<Record<string, Address>>
}

export interface ChainOptions {
  readonly rpcUrl: string
  readonly timeoutMs: number
  readonly book: AddressBook
  readonly abis: Readonly<Record<string, Abi>>
}

/** Connects; makes no call. Every call answers CHAIN_UNAVAILABLE when the node does not, CHAIN_CALL_REVERTED when a
 *  contract refuses. */
export function openChain(options: ChainOptions): Chain {
  const { book, abis } = options
  const client = createPublicClient({
    transport: http(options.rpcUrl, { timeout: options.timeoutMs, retryCount: 2, retryDelay: 100, batch: { wait: 0 } }),
    cacheTime: 0,
  }) as PublicClient
  const nameOf = new Map(Object.entries(book.contracts).map(([name, address]) => [address.toLowerCase(), name]))
  const address = (contract: string): Address => {
    const found = book.contracts[contract]
    if (found === undefined) throw runtimeErrors.CHAIN_UNAVAILABLE({ contract, reason: 'not in the address book' })
    return getAddress(found)
  }
  const readAt =
    (blockTag: 'latest' | 'finalized'): ChainView['read'] =>
    (contract, functionName, args) =>
      read(client, { address: address(contract), abi: abiOf(abis, contract), functionName, args, blockTag })
  const view: ChainView = {
    chainId: book.chainId,
    address,
    domain: (contract) => ({
      ...domainOf(contract),
      chainId: book.chainId,
      verifyingContract: address(contract),
    }),
    read: readAt('latest'),
    block: (number) => readBlock(client, number),
  }
  return {
    view,
    readFinal: readAt('finalized'),
    client,
    chainId: book.chainId,
    deployedAtBlock: BigInt(book.deployedAtBlock),
    abis,
    nameOf,
    addresses: book.contracts,
  }
}

/** A chain that is not there, for parts and tests that need none: every use says so. */
export function absentChain(): Chain {
  return openChain({
    rpcUrl: 'http://127.0.0.1:1',
    timeoutMs: 100,
    book: { chainId: 0, deployedAtBlock: 0, contracts: {} },
    abis: {},
  })
}

/** EIP-712 name and version of a contract; a contract that signs nothing has its own name. */
function domainOf(contract: string): { name: string; version: string } {
  if (contract === 'PaymentToken') return { name: 'Assay Payment Token', version: '1' }
  return domainNames[contract as keyof typeof domainNames] ?? { name: contract, version: '1' }
}

export function abiOf(abis: Readonly<Record<string, Abi>>, contract: ContractName | string): Abi {
  const abi = abis[contract]
  if (abi === undefined) throw runtimeErrors.CHAIN_UNAVAILABLE({ contract, reason: 'unknown contract' })
  return abi
}

async function readBlock(client: PublicClient, number: bigint) {
  try {
    const at = numberToHex(number)
    const [header, receipts] = await Promise.all([
      client.request({ method: 'eth_getBlockByNumber', params: [at, false] }),
      client.request({ method: 'eth_getBlockReceipts' as never, params: [at] as never }),
    ])
    if (header === null || receipts === null) throw new Error(`the node has no block ${number}`)
    return { header: header as unknown as RpcBlock, receipts: receipts as unknown as RpcReceipt[] }
  } catch (cause) {
    throw runtimeErrors.CHAIN_UNAVAILABLE({ block: number.toString() }, { cause })
  }
}

async function read(client: PublicClient, call: ReadContractParameters) {
  const { functionName } = call
  try {
    return await client.readContract(call)
  } catch (cause) {
    const revert = decodeRevert(cause, [call.abi as Abi])
    if (revert !== null) throw runtimeErrors.CHAIN_CALL_REVERTED({ functionName, error: revert.text }, { cause })
    throw runtimeErrors.CHAIN_UNAVAILABLE({ functionName }, { cause })
  }
}

/** Identity of a log by what it says, not by where it stands: the same through reorganisations and replays. */
export function contentKeyOf(log: { address: string; topics: readonly string[]; data: string }): Hex {
  return keccak256(
    `0x${[log.address, ...log.topics, log.data].map((part) => part.toLowerCase().replace(/^0x/, '')).join('')}`,
  )
}

/** Topic 0 of every event of an ABI. */
export function topicsOf(abi: Abi): Map<Hex, string> {
  return new Map(abi.flatMap((item) => (item.type === 'event' ? [[toEventHash(item), item.name]] : [])))
}
