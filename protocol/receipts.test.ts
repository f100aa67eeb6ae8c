/** Proofs over blocks of a real chain: several transactions of several types in one block, with and without logs. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createPublicClient, type Hex, http, type PublicClient, toHex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { proveReceipt, type RpcBlock, type RpcReceipt, verifyReceipt } from './receipts.ts'

/** Init code of a contract that answers every call with one log: its data the first word of the call, its topic the caller. */
const logger: Hex = '0x600d600c600039600d6000f36000356000523360206000a100'
let anvil: ChildProcess
let client: PublicClient
const from = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
  anvil = spawn(
    fileURLToPath(new URL('../node_modules/.bin/anvil', import.meta.url)),
    ['--port', `${port}`, '--no-mining', '--silent'],
    { stdio: 'ignore' },
  )
  client = createPublicClient({ transport: http(`http://127.0.0.1:${port}`, { retryCount: 40, retryDelay: 100 }) })
  await client.getChainId()
})
afterAll(() => {
  anvil.kill()
})

const rpc = <T>(method: string, ...params: unknown[]) => client.request({ method, params } as never) as Promise<T>

async function mined(
  transactions: readonly object[],
): Promise<{ block: RpcBlock; receipts: RpcReceipt[]; hashes: Hex[] }> {
  const hashes: Hex[] = []
  for (const transaction of transactions)
    hashes.push(await rpc<Hex>('eth_sendTransaction', { from, gas: '0x30000', ...transaction }))
  await rpc('evm_mine')
  const block = await rpc<RpcBlock>('eth_getBlockByNumber', 'latest', false)
  return { block, receipts: await rpc<RpcReceipt[]>('eth_getBlockReceipts', block.hash), hashes }
}

let contract: Hex

test('receipts of every kind prove their logs, also beyond one byte of index', async () => {
  const deployed = await mined([{ data: logger }])
  contract = (await rpc<{ contractAddress: Hex }>('eth_getTransactionReceipt', deployed.hashes[0])).contractAddress
  const legacy = { to: from, gasPrice: '0x77359400', type: '0x0' }
  const calls = Array.from({ length: 140 }, (_, n) => ({ to: contract, data: toHex(n, { size: 32 }) }))
  const { block, receipts, hashes } = await mined([
    legacy,
    { to: from, accessList: [], type: '0x1', gasPrice: '0x77359400' },
    ...calls,
  ])
  expect(receipts).toHaveLength(142)
  for (const index of [0, 1, 2, 100, 127, 128, 129, 141]) {
    const proof = await proveReceipt(block, receipts, hashes[index]!)
    const proven = await verifyReceipt(JSON.parse(JSON.stringify(proof)))
    expect(proven.blockNumber).toBe(BigInt(block.number as Hex))
    expect(proven.timestamp).toBe(BigInt(block.timestamp as Hex))
    expect(proven.logs).toEqual(
      index < 2
        ? []
        : [{ address: contract, topics: [toHex(BigInt(from), { size: 32 })], data: toHex(index - 2, { size: 32 }) }],
    )
  }
})

test('a transaction that failed proves nothing', async () => {
  const { block, receipts, hashes } = await mined([{ data: '0xfe' }])
  await expect(proveReceipt(block, receipts, hashes[0]!).then(verifyReceipt)).rejects.toThrow('the transaction failed')
})

test('a block whose header, receipts or transactions do not fit is refused when the proof is made', async () => {
  const { block, receipts, hashes } = await mined([{ to: contract, data: toHex(1, { size: 32 }) }])
  await expect(proveReceipt({ ...block, gasUsed: '0x1' }, receipts, hashes[0]!)).rejects.toThrow('does not know')
  const other = receipts.map((receipt) => ({ ...receipt, cumulativeGasUsed: '0x1' as const }))
  await expect(proveReceipt(block, other, hashes[0]!)).rejects.toThrow('receipts root')
  await expect(proveReceipt(block, receipts, `0x${'1'.repeat(64)}`)).rejects.toThrow('has no transaction')
})

test('a change of any byte of a proof is noticed', async () => {
  const { block, receipts, hashes } = await mined(
    Array.from({ length: 20 }, (_, n) => ({ to: contract, data: toHex(n, { size: 32 }) })),
  )
  const proof = await proveReceipt(block, receipts, hashes[17]!)
  await verifyReceipt(proof)
  const flip = (hex: Hex, at: number): Hex => {
    const digit = hex[at]!
    return `${hex.slice(0, at)}${digit === '0' ? '1' : '0'}${hex.slice(at + 1)}` as Hex
  }
  const changed = [
    { ...proof, transactionIndex: 16 },
    ...Array.from({ length: proof.blockHash.length - 2 }, (_, at) => ({
      ...proof,
      blockHash: flip(proof.blockHash, at + 2),
    })),
    ...Array.from({ length: proof.header.length - 2 }, (_, at) => ({ ...proof, header: flip(proof.header, at + 2) })),
    ...Array.from({ length: proof.receipt.length - 2 }, (_, at) => ({
      ...proof,
      receipt: flip(proof.receipt, at + 2),
    })),
    ...proof.proof.flatMap((node, index) =>
      Array.from({ length: node.length - 2 }, (_, at) => ({
        ...proof,
        proof: proof.proof.with(index, flip(node, at + 2)),
      })),
    ),
  ]
  const accepted: unknown[] = []
  for (const each of changed)
    await verifyReceipt(each).then(
      () => accepted.push(each),
      () => {},
    )
  expect(accepted).toEqual([])
  expect(changed.length).toBeGreaterThan(3_000)
})
