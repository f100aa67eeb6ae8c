/**
 * Proofs that a contract said something: a log, in a receipt, in the receipts trie of a block, whose header has a hash that anybody
 * can ask any node of the chain for. Ethereum Yellow Paper sections 4.3 (header, receipt) and appendix D (trie), EIP-2718.
 */
import { createMerkleProof, createMPT, verifyMerkleProof } from '@ethereumjs/mpt'
import { type Address, bytesToHex, fromRlp, type Hex, hexToBigInt, hexToBytes, keccak256, toRlp } from 'viem'

/** Hex quantities and data as JSON-RPC gives them. */
export interface RpcBlock {
  readonly hash: Hex
  readonly [field: string]: unknown
}

export interface RpcReceipt {
  readonly transactionHash: Hex
  readonly transactionIndex: Hex
  readonly type: Hex
  readonly status: Hex
  readonly cumulativeGasUsed: Hex
  readonly logsBloom: Hex
  readonly logs: readonly { readonly address: Address; readonly topics: readonly Hex[]; readonly data: Hex }[]
}

/** One receipt and the way from it to a block hash. */
export interface ReceiptProof {
  readonly blockHash: Hex
  /** RLP of the header; its keccak256 is the block hash. */
  readonly header: Hex
  readonly transactionIndex: number
  /** The receipt as the trie holds it: type byte and RLP. */
  readonly receipt: Hex
  /** Trie nodes from the root to the receipt. */
  readonly proof: readonly Hex[]
}

export interface ProvenLog {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
}

export interface ProvenReceipt {
  readonly blockNumber: bigint
  /** Seconds since 1970. */
  readonly timestamp: bigint
  readonly logs: readonly ProvenLog[]
}

/** Members of a header in their order; those of later forks come last and may be missing. */
const headerFields = [
  'parentHash',
  'sha3Uncles',
  'miner',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
] as const
const quantities = new Set([
  'difficulty',
  'number',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'baseFeePerGas',
  'blobGasUsed',
  'excessBlobGas',
])
const receiptsRootAt = headerFields.indexOf('receiptsRoot')
const numberAt = headerFields.indexOf('number')
const timestampAt = headerFields.indexOf('timestamp')

/**
 * Proves the receipt of one transaction of a block from all receipts of that block.
 * @throws Error when header or receipts do not hash to what the block says: a chain with another header layout, or a lying node.
 */
export async function proveReceipt(
  block: RpcBlock,
  receipts: readonly RpcReceipt[],
  transactionHash: Hex,
): Promise<ReceiptProof> {
  const header = encodeHeader(block)
  if (keccak256(header) !== block.hash)
    throw new Error(`the header of block ${block.hash} has members this proof does not know`)
  const own = receipts.find((receipt) => receipt.transactionHash === transactionHash)
  if (own === undefined) throw new Error(`block ${block.hash} has no transaction ${transactionHash}`)
  const trie = await createMPT()
  for (const receipt of receipts)
    await trie.put(keyOf(Number(receipt.transactionIndex)), hexToBytes(encodeReceipt(receipt)))
  if (bytesToHex(trie.root()) !== block.receiptsRoot)
    throw new Error(`the receipts of block ${block.hash} do not hash to its receipts root`)
  const transactionIndex = Number(own.transactionIndex)
  const proof = await createMerkleProof(trie, keyOf(transactionIndex))
  return {
    blockHash: block.hash,
    header,
    transactionIndex,
    receipt: encodeReceipt(own),
    proof: proof.map((node) => bytesToHex(node)),
  }
}

/** Checks a proof and reads what it proves. @throws Error saying what does not fit; also for a transaction that failed. */
export async function verifyReceipt(claim: ReceiptProof): Promise<ProvenReceipt> {
  if (keccak256(claim.header) !== claim.blockHash) throw new Error(`the header does not hash to ${claim.blockHash}`)
  const header = fromRlp(claim.header, 'hex')
  const receiptsRoot = memberOf(header, receiptsRootAt)
  const found = await verifyMerkleProof(
    keyOf(claim.transactionIndex),
    claim.proof.map((node) => hexToBytes(node)),
    { root: hexToBytes(receiptsRoot) },
  ).catch((cause: unknown) => {
    throw new Error(`the proof does not lead to the receipts root of block ${claim.blockHash}`, { cause })
  })
  if (found === null || bytesToHex(found) !== claim.receipt)
    throw new Error(`block ${claim.blockHash} holds another receipt`)
  return {
    blockNumber: numberOf(memberOf(header, numberAt)),
    timestamp: numberOf(memberOf(header, timestampAt)),
    logs: decodeLogs(claim.receipt),
  }
}

function encodeHeader(block: RpcBlock): Hex {
  const members: Hex[] = []
  for (const field of headerFields) {
    const value = block[field]
    if (value === undefined || value === null) break
    members.push(quantities.has(field) ? rlpQuantity(value as Hex) : (value as Hex))
  }
  return toRlp(members)
}

function encodeReceipt(receipt: RpcReceipt): Hex {
  const body = toRlp([
    rlpQuantity(receipt.status),
    rlpQuantity(receipt.cumulativeGasUsed),
    receipt.logsBloom,
    receipt.logs.map(({ address, topics, data }) => [address, [...topics], data]),
  ])
  return Number(receipt.type) === 0 ? body : `0x${Number(receipt.type).toString(16).padStart(2, '0')}${body.slice(2)}`
}

function decodeLogs(receipt: Hex): ProvenLog[] {
  // A typed receipt begins with its type (EIP-2718); a list of RLP with 0xc0 or more.
  const body: Hex = Number.parseInt(receipt.slice(2, 4), 16) >= 0xc0 ? receipt : `0x${receipt.slice(4)}`
  const [status, , , logs] = fromRlp(body, 'hex') as unknown as [Hex, Hex, Hex, [Address, Hex[], Hex][]]
  if (status !== '0x01') throw new Error('the transaction failed')
  return logs.map(([address, topics, data]) => ({ address, topics, data }))
}

/** Key of the receipts trie: RLP of the transaction's place in the block. */
function keyOf(transactionIndex: number): Uint8Array {
  return toRlp(rlpQuantity(`0x${transactionIndex.toString(16)}`), 'bytes')
}

/** An integer as RLP wants it: big-endian without leading zeros, zero as nothing. */
function rlpQuantity(value: Hex): Hex {
  const digits = BigInt(value).toString(16)
  if (digits === '0') return '0x'
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}

function numberOf(value: Hex): bigint {
  return value === '0x' ? 0n : hexToBigInt(value)
}

function memberOf(header: unknown, index: number): Hex {
  const member = Array.isArray(header) ? header[index] : undefined
  if (typeof member !== 'string') throw new Error('the header is not a list of members')
  return member as Hex
}
