/** Reads stretches of the chain so that blocks and logs certainly belong together. */
import { type Address, BlockNotFoundError, type Hex } from 'viem'
import type { Chain } from './chain.ts'
import { contentKeyOf, topicsOf } from './chain.ts'

export interface ReadBlock {
  readonly number: bigint
  readonly hash: Hex
  readonly parentHash: Hex
  readonly timestamp: Date
  readonly logs: readonly ReadLog[]
}

export interface ReadLog {
  readonly logIndex: number
  readonly transactionHash: Hex
  readonly contract: string
  readonly address: Address
  readonly eventName: string
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly contentKey: Hex
}

/** The chain changed while it was read; look again. */
export class ChainMoved extends Error {}

/** Blocks that may still be reorganised, one by one: logs are asked for by block hash (EIP-234), so that they belong to exactly
 *  this block. @throws ChainMoved */
export async function readOpenBlocks(chain: Chain, from: bigint, to: bigint): Promise<ReadBlock[]> {
  const numbers = Array.from({ length: Number(to - from) + 1 }, (_, i) => from + BigInt(i))
  const headers = await Promise.all(numbers.map((number) => header(chain, number)))
  return Promise.all(
    headers.map(async (block, i) => {
      if (i > 0 && block.parentHash !== headers[i - 1]!.hash) throw new ChainMoved()
      const logs = await chain.client.getLogs({ blockHash: block.hash, address: addressesOf(chain) } as never)
      return { ...block, logs: ours(chain, logs as RawLog[]) }
    }),
  )
}

/** Final blocks, in one question; only those with logs of ours and the last one are returned. @throws ChainMoved */
export async function readFinalBlocks(chain: Chain, from: bigint, to: bigint): Promise<ReadBlock[]> {
  const logs = (await chain.client.getLogs({ address: addressesOf(chain), fromBlock: from, toBlock: to })) as RawLog[]
  const byBlock = Map.groupBy(logs, (log) => log.blockNumber)
  const numbers = [...new Set([...byBlock.keys(), to])].sort((a, b) => (a < b ? -1 : 1))
  return Promise.all(
    numbers.map(async (number) => {
      const block = await header(chain, number)
      const own = byBlock.get(number) ?? []
      if (own.some((log) => log.blockHash !== block.hash)) throw new ChainMoved()
      return { ...block, logs: ours(chain, own) }
    }),
  )
}

/** A block's header, or null when the chain does not reach that far. */
export async function findHeader(chain: Chain, number: bigint): Promise<Omit<ReadBlock, 'logs'> | null> {
  try {
    const { hash, parentHash, timestamp } = await chain.client.getBlock({ blockNumber: number })
    return { number, hash, parentHash, timestamp: new Date(Number(timestamp) * 1_000) }
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null
    throw error
  }
}

async function header(chain: Chain, number: bigint): Promise<Omit<ReadBlock, 'logs'>> {
  const found = await findHeader(chain, number)
  if (found === null) throw new ChainMoved()
  return found
}

interface RawLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
  readonly blockNumber: bigint
  readonly blockHash: Hex
  readonly logIndex: number
  readonly transactionHash: Hex
}

/** Logs of events our ABIs declare, in order. A proxy's own events are nobody's business here. */
function ours(chain: Chain, logs: readonly RawLog[]): ReadLog[] {
  return logs
    .flatMap((log) => {
      const contract = chain.nameOf.get(log.address.toLowerCase())
      const eventName = contract && log.topics[0] ? eventNames(chain, contract).get(log.topics[0]) : undefined
      if (contract === undefined || eventName === undefined) return []
      return [{ ...log, contract, eventName, contentKey: contentKeyOf(log) }]
    })
    .sort((a, b) => a.logIndex - b.logIndex)
}

const namesByAbi = new WeakMap<object, Map<Hex, string>>()

function eventNames(chain: Chain, contract: string): Map<Hex, string> {
  const abi = chain.abis[contract]
  if (abi === undefined) return new Map()
  const known = namesByAbi.get(abi) ?? topicsOf(abi)
  namesByAbi.set(abi, known)
  return known
}

function addressesOf(chain: Chain): Address[] {
  return Object.values(chain.addresses)
}
