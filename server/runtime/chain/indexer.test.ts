import fc from 'fast-check'
import { type Address, encodeFunctionData, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chainDigest } from '../../test/digest.ts'
import { createHarness, type Harness } from '../../test/harness.ts'
import { compileRegister, createRegisterTables, idOf, recordIntentOf, registerModule } from '../../test/register.ts'
import type { Machine } from '../machine.ts'
import { drainJobs } from '../work/worker.ts'
import { type IndexOutcome, indexerStep } from './indexer.ts'

const register = compileRegister()
let harness: Harness
let accounts: Address[]
let next = 1

beforeAll(async () => {
  // 32 slots: final is 64 blocks below the newest, so that no reorganisation of up to 64 blocks passes it.
  harness = await createHarness({
    modules: [registerModule],
    contracts: [register],
    slotsInEpoch: 32,
    config: { network: 'test', embeddedChain: false, indexBatchBlocks: 20 },
  })
  await createRegisterTables(harness.machine.pool)
  accounts = (await harness.chain.client.request({ method: 'eth_accounts' } as never)) as Address[]
})
afterAll(() => harness.close())

/** A block with a few records by the node's own accounts, whose transactions a reorganisation loses for good. */
async function recordBlock(writers: readonly number[]): Promise<void> {
  const { client, chain } = harness.chain
  if (writers.length === 0) return harness.chain.mine(1)
  await client.setAutomine(false)
  for (const writer of writers) {
    const data = encodeFunctionData({
      abi: register.abi,
      functionName: 'record',
      args: [idOf(next++), BigInt(writer + 1)],
    })
    await client.request({
      method: 'eth_sendTransaction',
      params: [{ from: accounts[writer + 1], to: chain.addresses.Register, data }],
    } as never)
  }
  await client.mine({ blocks: 1 })
  await client.setAutomine(true)
}

async function index(machine: Machine, until: IndexOutcome = 'idle'): Promise<void> {
  for (let step = 0; step < 1_000; step++) {
    const outcome = await indexerStep(machine)
    if (outcome === until) return
    if (outcome === 'halted') throw new Error('halted')
  }
  throw new Error('the indexer does not come to rest')
}

async function expectLikeFresh(): Promise<void> {
  const fresh = await harness.fresh()
  try {
    await createRegisterTables(fresh.pool)
    await index(fresh)
    expect(await chainDigest(harness.machine.pool)).toBe(await chainDigest(fresh.pool))
  } finally {
    await fresh.close()
  }
}

/** Each depth, and the whole product's tables: `e2e/reorg.test.ts`. */
test('after reorganisations of depth 1 to 64 the database equals one that indexed from the beginning', {
  timeout: 300_000,
}, async () => {
  await harness.chain.mine(70)
  const block = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 })
  const history = fc.record({
    before: fc.array(block, { minLength: 1, maxLength: 12 }),
    depth: fc.integer({ min: 1, max: 64 }),
    after: fc.array(block, { maxLength: 6 }),
    indexBetween: fc.boolean(),
  })
  const depths = [1, 2, 3, 31, 32, 33, 63, 64]
  await fc.assert(
    fc.asyncProperty(history, async ({ before, depth, after, indexBetween }) => {
      for (const writers of before) await recordBlock(writers)
      await index(harness.machine)
      await harness.chain.reorganise(depth)
      if (indexBetween) await index(harness.machine)
      for (const writers of after) await recordBlock(writers)
      await index(harness.machine)
      await expectLikeFresh()
    }),
    {
      numRuns: depths.length + 2,
      examples: depths.map((depth) => [
        { before: [[0, 1], [2]], depth, after: [[0], []], indexBetween: depth % 2 === 0 },
      ]),
    },
  )
})

test('writing a projection outside of a block is refused by the database', async () => {
  await expect(harness.machine.pool.query(`insert into test_sums values ('0x', 1, 1)`)).rejects.toThrow(
    /while projecting a block only/,
  )
  await expect(harness.machine.pool.query('truncate test_sums')).rejects.toThrow(/cannot be truncated/)
})

test('a table that is no function of the chain cannot become a projection', async () => {
  await harness.machine.pool.query('create table test_clocked (id text primary key, at timestamptz default now())')
  await expect(harness.machine.pool.query(`select chain_projection('test_clocked')`)).rejects.toThrow(
    /function of the chain alone/,
  )
  await harness.machine.pool.query('create table test_keyless (id text)')
  await expect(harness.machine.pool.query(`select chain_projection('test_keyless')`)).rejects.toThrow(
    /needs a primary key/,
  )
})

test('final blocks are pruned from the journal, and their consequences ran once each', async () => {
  await recordBlock([0])
  await harness.chain.mine(80)
  await index(harness.machine)
  await drainJobs(harness.machine)
  const { rows } = await harness.machine.pool.query<{
    journal: number
    records: number
    consequences: number
    ids: number
  }>(`
    select (select count(*) from chain_journal)::int as journal, (select count(*) from test_records)::int as records,
      (select count(*) from test_consequences)::int as consequences, (select count(distinct id) from test_consequences)::int as ids`)
  expect(rows[0]?.journal).toBe(0)
  expect(rows[0]?.consequences).toBe(rows[0]?.records)
  expect(rows[0]?.ids).toBe(rows[0]?.records)
  await expectLikeFresh()
})

test('a reorganisation past finality undoes nothing, halts and says so', async () => {
  const own = await createHarness({
    modules: [registerModule],
    contracts: [register],
    config: { network: 'test', embeddedChain: false },
  })
  try {
    await createRegisterTables(own.machine.pool)
    await own.run((context) => context.intend(recordIntentOf(1)))
    await own.settle()
    await own.chain.mine(10)
    await own.settle()
    await index(own.machine)
    const before = await chainDigest(own.machine.pool)
    await own.chain.reorganise(6)
    expect(await indexerStep(own.machine)).toBe('halted')
    expect(await indexerStep(own.machine)).toBe('halted')
    expect(await chainDigest(own.machine.pool)).toBe(before)
    const row = await own.db.selectFrom('chain_indexers').selectAll().executeTakeFirstOrThrow()
    expect(row.halted_reason).toMatch(/were final and left the chain/)
  } finally {
    await own.close()
  }
})

test('an embedded chain that came back older gets its transactions again; consequences do not repeat', async () => {
  const own = await createHarness({ modules: [registerModule], contracts: [register] })
  try {
    await createRegisterTables(own.machine.pool)
    await own.run((context) => context.intend(recordIntentOf(1)))
    await own.settle()
    const snapshot = await own.chain.client.snapshot()
    await own.run(async (context) => {
      await context.intend(recordIntentOf(2))
      await context.intend(recordIntentOf(3))
    })
    await own.settle()
    const hashes = await own.machine.pool.query<{ transaction_hash: Hex }>(
      `select transaction_hash from chain_intents where subject in ('record 2', 'record 3') order by subject`,
    )
    await own.chain.client.revert({ id: snapshot })
    expect(await own.machine.chain.view.read('Register' as never, 'recorded', [idOf(3)])).toBe(false)
    await own.settle()
    expect(await own.machine.chain.view.read('Register' as never, 'recorded', [idOf(3)])).toBe(true)
    const again = await own.machine.pool.query<{ transaction_hash: Hex; state: string }>(
      `select transaction_hash, state from chain_intents where subject in ('record 2', 'record 3') order by subject`,
    )
    expect(again.rows).toEqual(hashes.rows.map((row) => ({ ...row, state: 'final' })))
    const consequences = await own.machine.pool.query('select id from test_consequences order by id')
    expect(consequences.rows.map((row) => row.id)).toEqual([idOf(1), idOf(2), idOf(3)])
  } finally {
    await own.close()
  }
})
