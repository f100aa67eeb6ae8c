import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../test/harness.ts'
import { compileRegister, createRegisterTables, idOf, recordIntentOf, registerModule } from '../../test/register.ts'

let harness: Harness
let next = 1

beforeAll(async () => {
  harness = await createHarness({ modules: [registerModule], contracts: [compileRegister()] })
  await createRegisterTables(harness.machine.pool)
})
afterAll(() => harness.close())
beforeEach(() => {
  next += 100
})

const intentsOf = (subject: string) =>
  harness.db.selectFrom('chain_intents').selectAll().where('subject', '=', subject).execute()
const recorded = async () =>
  (await harness.machine.pool.query<{ id: string }>('select id from test_records')).rows.map((row) => row.id)

test('an intent that can never succeed takes no nonce, fails with the contract error, and tells the modules once', async () => {
  await harness.run((context) =>
    context.intend(recordIntentOf(next, 1n, { functionName: 'recordAfter', args: [idOf(next), 2n ** 40n] })),
  )
  await harness.settle()
  const [intent] = await intentsOf(`record ${next}`)
  expect(intent).toMatchObject({ state: 'failed', nonce: null, problem: expect.stringMatching(/^TooEarly\(/) })
  const events = await harness.db.selectFrom('events').selectAll().where('type', '=', 'chain.intentFailed').execute()
  expect(events).toHaveLength(1)
  expect(events[0]?.data).toMatchObject({
    intentId: intent?.id,
    subject: `record ${next}`,
    functionName: 'recordAfter',
  })
})

test('a wallet whose key is elsewhere sends nothing and gets no gas money', async () => {
  const stranger = '0x00000000000000000000000000000000000000aa'
  const foreign = recordIntentOf(next, 1n, { from: stranger })
  await expect(harness.run((context) => context.intend(foreign))).rejects.toMatchObject({ code: 'UNKNOWN_WALLET' })
  // As after the loss of a key: the intent is there already.
  const id = await harness.run((context) => context.intend(recordIntentOf(next)))
  await harness.db.updateTable('chain_intents').set({ from_address: stranger }).where('id', '=', id).execute()
  await harness.settle()
  expect((await intentsOf(`record ${next}`))[0]).toMatchObject({
    state: 'failed',
    nonce: null,
    problem: expect.stringMatching(/not held/),
  })
  expect(await harness.chain.client.getBalance({ address: stranger })).toBe(0n)
})

test('the same intent, recorded by many commands, is one transaction', async () => {
  const ids = await Promise.all(
    Array.from({ length: 5 }, () => harness.run((context) => context.intend(recordIntentOf(next)))),
  )
  expect(new Set(ids).size).toBe(1)
  await harness.settle()
  const attempts = await harness.db.selectFrom('chain_attempts').selectAll().where('intent_id', '=', ids[0]!).execute()
  expect(attempts).toHaveLength(1)
  expect((await recorded()).filter((id) => id === idOf(next))).toHaveLength(1)
  expect((await intentsOf(`record ${next}`))[0]).toMatchObject({ state: 'final' })
})

test('the harness does not rest while the node has not mined what it was sent', async () => {
  await harness.chain.client.setAutomine(false)
  await harness.run((context) => context.intend(recordIntentOf(next)))
  await harness.settle()
  await harness.chain.client.setAutomine(true)
  expect((await intentsOf(`record ${next}`))[0]).toMatchObject({ state: 'final' })
})

test('what the contract has already done counts as done', async () => {
  await harness.run((context) => context.intend(recordIntentOf(next)))
  await harness.settle()
  await harness.run((context) => context.intend(recordIntentOf(next, 1n, { salt: 'again', subject: 'again' })))
  await harness.settle()
  expect((await intentsOf('again'))[0]).toMatchObject({
    state: 'final',
    nonce: null,
    problem: expect.stringMatching(/done before: AlreadyRecorded/),
  })
})

test('a burst of intents of several wallets is final, each once, the wallets topped up by the operator', async () => {
  const wallets = await Promise.all([20, 21, 22].map((index) => harness.machine.signer.address(index)))
  await harness.run(async (context) => {
    for (let i = 0; i < 60; i++) await context.intend(recordIntentOf(next + i, 1n, { from: wallets[i % 3]! }))
  })
  await harness.settle()
  const { rows } = await harness.machine.pool.query(
    `select state, count(*)::int from chain_intents where subject like 'record %' and from_address = any($1) group by state`,
    [wallets.map((wallet) => wallet.toLowerCase())],
  )
  expect(rows).toEqual([{ state: 'final', count: 60 }])
  for (const wallet of wallets) {
    expect(await harness.chain.client.getTransactionCount({ address: wallet })).toBe(20)
    expect(await harness.machine.chain.view.read('Register' as never, 'sums', [wallet])).toBe(20n)
  }
  expect(
    (await harness.machine.pool.query('select id, count(*) from test_consequences group by id having count(*) > 1'))
      .rows,
  ).toEqual([])
})
