/** The ways relayers lock up, as named scenarios: each must end with every intent final, once, without gaps. */
import { encodeFunctionData, type Hex, parseEther, parseGwei } from 'viem'
import { afterEach, expect, test } from 'vitest'
import { submitterStep } from '../server/runtime/chain/submitter.ts'
import { createHarness, type Harness, type HarnessOptions } from '../server/test/harness.ts'
import { compileRegister, createRegisterTables, idOf, recordIntentOf, registerModule } from '../server/test/register.ts'

const register = compileRegister()
let harness: Harness

async function boot(options: Partial<HarnessOptions> = {}): Promise<void> {
  harness = await createHarness({ modules: [registerModule], contracts: [register], proxySeed: 7, ...options })
  await createRegisterTables(harness.machine.pool)
}
afterEach(() => harness.close())

const intend = (count: number, first = 1) =>
  harness.run(async (context) => {
    for (let n = first; n < first + count; n++) await context.intend(recordIntentOf(n))
  })
const step = () => submitterStep(harness.machine, { ignorePauses: true })
const stepQuietly = () => step().catch(() => 0)
const intents = () =>
  harness.db.selectFrom('chain_intents').selectAll().where('function_name', '=', 'record').orderBy('sequence').execute()
const attempts = () => harness.db.selectFrom('chain_attempts').selectAll().execute()
const operator = () => harness.machine.signer.address(0)
const nonceOf = async (tag: 'latest' | 'pending') =>
  harness.chain.client.getTransactionCount({ address: await operator(), blockTag: tag })

/** Signed outside of the submitter, as by an operator with a second tool. */
async function sendOutside(nonce: number): Promise<void> {
  const from = await operator()
  const raw = await harness.machine.signer.signTransaction(from, {
    chainId: harness.machine.chain.chainId,
    nonce,
    to: from,
    data: '0x',
    value: 0n,
    gas: 21_000n,
    maxFeePerGas: parseGwei('50'),
    maxPriorityFeePerGas: parseGwei('5'),
  })
  await harness.chain.client.sendRawTransaction({ serializedTransaction: raw })
}

async function expectEachOnce(count: number): Promise<void> {
  await harness.settle()
  expect((await intents()).map(({ state }) => state)).toEqual(Array.from({ length: count }, () => 'final'))
  const { rows } = await harness.machine.pool.query<{ id: Hex }>('select id from test_records order by id')
  expect(rows.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, i) => idOf(i + 1)))
  expect(await nonceOf('latest')).toBe(await nonceOf('pending'))
}

test('a node that loses, repeats, delays and reorders answers', { timeout: 180_000 }, async () => {
  await boot()
  harness.chain.proxy.setFaults({ loseRequest: 0.08, loseAnswer: 0.08, repeat: 0.15, delay: 0.3, delayMs: 40 })
  for (let round = 0; round < 10; round++) {
    await intend(4, 1 + round * 4)
    for (let turn = 0; turn < 3; turn++) await stepQuietly()
  }
  const { happened } = harness.chain.proxy
  expect(Math.min(happened.loseRequest, happened.loseAnswer, happened.repeat, happened.delay)).toBeGreaterThan(0)
  harness.chain.proxy.setFaults({})
  const before = await nonceOf('latest')
  await expectEachOnce(40)
  expect(await nonceOf('latest')).toBeGreaterThanOrEqual(before)
})

test('all of that while the base fee jumps beyond the cap and back: no replacement pays too little', {
  timeout: 180_000,
}, async () => {
  await boot({ proxySeed: 11, config: { maxFeePerGasWei: parseGwei('200') } })
  const { proxy, client } = harness.chain
  await client.setAutomine(false)
  const lost = { loseRequest: 0.05, loseAnswer: 0.05, repeat: 0.1, delay: 0.2, delayMs: 20 }
  proxy.setFaults({ ...lost, spike: 0.2, spikeWei: parseGwei('300') })
  for (let round = 0; round < 6; round++) {
    await intend(3, 1 + round * 3)
    for (let turn = 0; turn < 4; turn++) {
      await stepQuietly()
      // A block, at whatever fee it has now, and time for a replacement.
      await harness.advance(31)
    }
  }
  for (const kind of ['loseRequest', 'loseAnswer', 'repeat', 'delay', 'spike'] as const)
    expect(proxy.happened[kind], kind).toBeGreaterThan(0)
  const replacements = await attempts()
  expect(new Set(replacements.map(({ intent_id }) => intent_id)).size).toBeLessThan(replacements.length)
  proxy.setFaults({})
  await client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await client.setAutomine(true)
  await harness.advance(31)
  await expectEachOnce(18)
  expect(proxy.happened.underpriced).toBe(0)
})

test('a base fee that rises eightfold: replaced by at least a tenth more, a few times, same nonces', async () => {
  await boot()
  await harness.chain.client.setAutomine(false)
  await harness.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await harness.chain.mine(1)
  await intend(3)
  await step()
  const first = await nonceOf('latest')
  await harness.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('8') })
  await harness.chain.mine(1)
  for (let turn = 0; turn < 4; turn++) {
    await harness.advance(31)
    await harness.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('8') })
    await step()
  }
  expect(harness.chain.proxy.happened.underpriced).toBe(0)
  await harness.chain.mine(1)
  await harness.chain.client.setAutomine(true)
  await expectEachOnce(3)
  expect(await nonceOf('latest')).toBe(first + 3)
  for (const intent of await intents()) {
    const own = (await attempts()).filter((attempt) => attempt.intent_id === intent.id)
    expect(own.length).toBeGreaterThan(1)
    expect(own.length).toBeLessThanOrEqual(5)
    expect(new Set(own.map((attempt) => attempt.nonce)).size).toBe(1)
  }
})

test('a price above the cap parks without a nonce, and resumes by itself', async () => {
  await boot({ config: { maxFeePerGasWei: parseGwei('20') } })
  await harness.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('900') })
  await harness.chain.mine(1)
  await intend(2)
  const before = await nonceOf('pending')
  for (let turn = 0; turn < 3; turn++) await step()
  expect((await intents()).map(({ state, nonce }) => ({ state, nonce }))).toEqual([
    { state: 'parked', nonce: null },
    { state: 'queued', nonce: null },
  ])
  expect(await nonceOf('pending')).toBe(before)
  await harness.chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: parseGwei('1') })
  await harness.chain.mine(1)
  await expectEachOnce(2)
})

test('a nonce used elsewhere after we had signed with it: a new nonce once the other transaction is safe', async () => {
  await boot()
  harness.chain.proxy.setFaults({ loseRequest: 1, methods: ['eth_sendRawTransaction'] })
  await intend(2)
  await stepQuietly()
  const signed = (await intents()).map(({ nonce }) => Number(nonce))
  await sendOutside(signed[0]!)
  harness.chain.proxy.setFaults({})
  await step()
  expect((await intents())[0]).toMatchObject({ nonce: String(signed[0]) })
  await harness.chain.mine(2)
  await expectEachOnce(2)
})

test('a chain that went back and lost transactions of others: the hole in the nonces is closed', async () => {
  await boot()
  const snapshot = await harness.chain.client.snapshot()
  const start = await nonceOf('latest')
  await sendOutside(start)
  await intend(2)
  await harness.settle()
  await harness.chain.client.revert({ id: snapshot })
  expect(await nonceOf('latest')).toBe(start)
  await expectEachOnce(2)
  expect(await nonceOf('latest')).toBe(start + 3)
})

test('an empty wallet waits for its gas money, one empty operator for its own', async () => {
  await boot()
  const from = await operator()
  await harness.chain.client.setBalance({ address: from, value: 1n })
  const wallet = await harness.machine.signer.address(40)
  await harness.run((context) => context.intend(recordIntentOf(1, 1n, { from: wallet })))
  for (let turn = 0; turn < 4; turn++) await step()
  expect((await intents())[0]).toMatchObject({ state: 'parked', nonce: null })
  await harness.chain.client.setBalance({ address: from, value: parseEther('100') })
  await expectEachOnce(1)
  const topUps = await harness.db
    .selectFrom('chain_intents')
    .selectAll()
    .where('function_name', '=', 'transfer')
    .execute()
  expect(topUps).toHaveLength(1)
})

test('a transaction reverting in its block fails when the block is final, and not before', async () => {
  await boot()
  await harness.chain.client.setAutomine(false)
  harness.chain.proxy.setFaults({ loseRequest: 1, methods: ['eth_sendRawTransaction'] })
  await intend(1)
  await stepQuietly()
  // Signed, but never arrived; somebody closes the register; then it is handed out again, behind that.
  harness.chain.proxy.setFaults({})
  const accounts = (await harness.chain.client.request({ method: 'eth_accounts' } as never)) as Hex[]
  const data = encodeFunctionData({ abi: register.abi, functionName: 'setClosed', args: [true] })
  const closing = { from: accounts[5], to: harness.chain.chain.addresses.Register, data }
  await harness.chain.client.request({ method: 'eth_sendTransaction', params: [closing] } as never)
  await step()
  await harness.chain.mine(1)
  await harness.chain.client.setAutomine(true)
  await step()
  const [included] = await intents()
  expect(included).toMatchObject({ state: 'included', problem: 'Closed()' })
  await harness.settle()
  expect((await intents())[0]?.state).toBe('failed')
  const events = await harness.db.selectFrom('events').selectAll().where('type', '=', 'chain.intentFailed').execute()
  expect(events).toHaveLength(1)
})
