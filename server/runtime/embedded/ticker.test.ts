import { createTestClient, http, publicActions, walletActions } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLog } from '../log.ts'
import type { Loop } from '../loop.ts'
import { type EmbeddedChain, startAnvil } from './anvil.ts'
import { startTicker } from './ticker.ts'

let chain: EmbeddedChain
let ticker: Loop
let awaited = false
let looks = 0
beforeAll(async () => {
  chain = await startAnvil({ port: 0, stateFile: null })
  ticker = startTicker({
    rpcUrl: chain.url,
    log: silentLog,
    blockMs: 20,
    isAwaited: async () => {
      looks++
      return awaited
    },
  })
})
afterAll(async () => {
  await ticker.stop()
  await chain.stop()
})

const client = () =>
  createTestClient({ mode: 'anvil', transport: http(chain.url), cacheTime: 0 })
    .extend(publicActions)
    .extend(walletActions)
const newest = async (blockTag: 'latest' | 'finalized') => (await client().getBlock({ blockTag })).number

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resume) => setTimeout(resume, 20))
}

/** The ticker has asked twice more: whatever it made of the first answer is done. */
async function twoLooks(): Promise<void> {
  const wanted = looks + 2
  await until(() => looks >= wanted)
}

test('a chain nobody waits for rests; one that is waited for goes on without any transaction', async () => {
  await twoLooks()
  const rested = await newest('latest')
  await twoLooks()
  expect(await newest('latest')).toBe(rested)
  awaited = true
  await until(async () => (await newest('latest')) >= rested + 2n)
  awaited = false
  await twoLooks()
  const restedAgain = await newest('latest')
  await twoLooks()
  expect(await newest('latest')).toBe(restedAgain)
})

test('a transaction becomes final though nobody waits for the time, and then the chain rests', async () => {
  const [account] = await client().getAddresses()
  const hash = await client().sendTransaction({ account: account!, to: account!, value: 1n, chain: null })
  const { blockNumber } = await client().waitForTransactionReceipt({ hash })
  await until(async () => (await newest('finalized')) >= blockNumber)
  await twoLooks()
  const rested = await newest('latest')
  await twoLooks()
  expect(await newest('latest')).toBe(rested)
})
