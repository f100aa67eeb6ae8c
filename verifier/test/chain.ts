/** A chain for bundles of tests: real tries and headers hash; only the blocks are our own. */
import { type ProvenContract, provenEvents } from '@assay/protocol/events.ts'
import { proveReceipt, type RpcReceipt } from '@assay/protocol/receipts.ts'
import { createMPT } from '@ethereumjs/mpt'
import {
  type Address,
  bytesToHex,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  keccak256,
  numberToHex,
  toRlp,
} from 'viem'

export const chainId = 31337
export const contracts = {
  Verification: '0x00000000000000000000000000000000000000a1',
  Escrow: '0x00000000000000000000000000000000000000a5',
  Allocation: '0x00000000000000000000000000000000000000a2',
  CarbonCredit: '0x00000000000000000000000000000000000000a3',
  AuditAnchor: '0x00000000000000000000000000000000000000a4',
} as const satisfies Record<ProvenContract, Address>
const stranger = '0x00000000000000000000000000000000000000b1' as const
/** Seconds since 1970 of the first block. */
export const startAt = 1_780_000_000n

/** A log that a contract of ours wrote. */
export interface Said {
  readonly contract: ProvenContract
  readonly event: string
  readonly args: Readonly<Record<string, unknown>>
}

/** One block per event, one second apart, each with a few strangers' transactions. @param after number of the block before. */
export async function chainOf(said: readonly Said[], after = 0) {
  const receipts = []
  for (const [place, each] of said.entries()) receipts.push(await blockWith(each, BigInt(after + place + 1)))
  return {
    receipts: receipts.map(({ proof, ...receipt }) => ({ ...receipt, proof: [...proof] })),
    facts: said.map(({ contract, event }, receipt) => ({ contract, event, receipt, log: 1 })),
  }
}

async function blockWith({ contract, event, args }: Said, number: bigint) {
  const abi = provenEvents[contract]
  const inputs = abi.find((item) => item.name === event)!.inputs as readonly {
    name: string
    type: string
    indexed?: boolean
  }[]
  const plain = inputs.filter(({ indexed }) => !indexed)
  const log = {
    address: contracts[contract],
    topics: encodeEventTopics({ abi, eventName: event, args } as never) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map(({ name }) => args[name]),
    ),
  }
  const other = { address: stranger, topics: [keccak256('0x01')], data: '0x' as Hex }
  const receipts: RpcReceipt[] = [0, 1, 2].map((index) => ({
    transactionHash: keccak256(numberToHex(index)),
    transactionIndex: numberToHex(index),
    type: '0x2',
    status: '0x1',
    cumulativeGasUsed: numberToHex(21_000 * (index + 1)),
    logsBloom: `0x${'00'.repeat(256)}`,
    logs: index === 1 ? [other, log] : [other],
  }))
  const timestamp = typeof args.at === 'bigint' ? args.at : startAt + number
  const block = {
    parentHash: keccak256(numberToHex(number)),
    sha3Uncles: keccak256('0xc0'),
    miner: stranger,
    stateRoot: keccak256('0x02'),
    transactionsRoot: keccak256('0x03'),
    receiptsRoot: await receiptsRootOf(receipts),
    logsBloom: `0x${'00'.repeat(256)}` as Hex,
    difficulty: '0x0' as Hex,
    number: numberToHex(number),
    gasLimit: '0x1c9c380' as Hex,
    gasUsed: '0xf618' as Hex,
    timestamp: numberToHex(timestamp),
    extraData: '0x' as Hex,
    mixHash: keccak256('0x04'),
    nonce: '0x0000000000000000' as Hex,
    baseFeePerGas: '0x7' as Hex,
  }
  return proveReceipt({ ...block, hash: keccak256(headerOf(block)) }, receipts, receipts[1]!.transactionHash)
}

const lean = (value: Hex): Hex => {
  const digits = BigInt(value).toString(16)
  return digits === '0' ? '0x' : `0x${digits.length % 2 ? `0${digits}` : digits}`
}

function headerOf(block: Readonly<Record<string, Hex>>): Hex {
  const integers = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp', 'baseFeePerGas']
  return toRlp(Object.entries(block).map(([name, value]) => (integers.includes(name) ? lean(value) : value)))
}

async function receiptsRootOf(receipts: readonly RpcReceipt[]): Promise<Hex> {
  const trie = await createMPT()
  for (const [index, { status, cumulativeGasUsed, logsBloom, logs }] of receipts.entries()) {
    const body = toRlp(
      [
        lean(status),
        lean(cumulativeGasUsed),
        logsBloom,
        logs.map(({ address, topics, data }) => [address, [...topics], data]),
      ],
      'bytes',
    )
    await trie.put(toRlp(lean(numberToHex(index)), 'bytes'), Uint8Array.of(2, ...body))
  }
  return bytesToHex(trie.root())
}
