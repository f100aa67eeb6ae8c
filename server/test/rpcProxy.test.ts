/** The proxy does what it says: a suite that runs behind a harmless one would prove nothing. */
import { createTestClient, type Hex, http, parseGwei, publicActions } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type EmbeddedChain, startAnvil } from '../runtime/embedded/anvil.ts'
import { type RpcProxy, startRpcProxy } from './rpcProxy.ts'
import { testMnemonic } from './wallets.ts'

let chain: EmbeddedChain
let proxy: RpcProxy
beforeAll(async () => {
  chain = await startAnvil({ port: 0, stateFile: null, mnemonic: testMnemonic })
  // Every share above a half strikes, every delay is as long as it can be.
  proxy = await startRpcProxy(chain.url, () => 0.5)
})
afterEach(() => proxy.setFaults({}))
afterAll(async () => {
  await proxy.close()
  await chain.stop()
})

const client = () => createTestClient({ mode: 'anvil', transport: http(chain.url), cacheTime: 0 }).extend(publicActions)

async function call(method: string, ...params: unknown[]): Promise<{ result?: unknown; error?: { message: string } }> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(proxy.url, { method: 'POST', headers, body })).json()
}

async function send(nonce: number, feeGwei: string): Promise<Awaited<ReturnType<typeof call>> & { raw: Hex }> {
  const account = mnemonicToAccount(testMnemonic)
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId: await client().getChainId(),
    nonce,
    to: account.address,
    gas: 21_000n,
    maxFeePerGas: parseGwei(feeGwei),
    maxPriorityFeePerGas: parseGwei(feeGwei),
  })
  return { ...(await call('eth_sendRawTransaction', raw)), raw }
}

test('a lost request is not acted on; a lost answer is', async () => {
  const before = await client().getBlockNumber()
  proxy.setFaults({ loseRequest: 1 })
  await expect(call('evm_mine')).rejects.toThrow()
  expect(await client().getBlockNumber()).toBe(before)
  proxy.setFaults({ loseAnswer: 1 })
  await expect(call('evm_mine')).rejects.toThrow()
  expect(await client().getBlockNumber()).toBe(before + 1n)
})

test('a repeated call is acted on twice', async () => {
  const before = await client().getBlockNumber()
  proxy.setFaults({ repeat: 1 })
  await call('evm_mine')
  expect(await client().getBlockNumber()).toBe(before + 2n)
})

test('answers overtake each other', async () => {
  proxy.setFaults({ delay: 1, delayMs: 1_000, methods: ['eth_chainId'] })
  const order: string[] = []
  await Promise.all(['eth_chainId', 'eth_blockNumber'].map((name) => call(name).then(() => order.push(name))))
  expect(order).toEqual(['eth_blockNumber', 'eth_chainId'])
})

test('a replacement must pay a tenth more; the same transaction again is none', async () => {
  await client().setAutomine(false)
  const first = await send(0, '50')
  expect(first.error).toBeUndefined()
  expect((await send(0, '54.9')).error?.message).toBe('replacement transaction underpriced')
  expect((await call('eth_sendRawTransaction', first.raw)).error?.message).not.toBe(
    'replacement transaction underpriced',
  )
  expect((await send(0, '55')).error).toBeUndefined()
  expect((await send(0, '60')).error?.message).toBe('replacement transaction underpriced')
  expect(proxy.happened.underpriced).toBe(2)
  await client().setAutomine(true)
})

test('the base fee jumps', async () => {
  proxy.setFaults({ spike: 1, spikeWei: parseGwei('300') })
  await call('evm_mine')
  expect((await client().getBlock()).baseFeePerGas).toBe(parseGwei('150') + 1n)
  expect(proxy.happened.spike).toBe(1)
})
