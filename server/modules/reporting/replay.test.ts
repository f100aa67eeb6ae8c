/** A proposal against a history of one delivery that was paid, one that two silent nodes left without a verdict, and a conversion. */
import { catalogue } from '@assay/domain/programmes/catalogue.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { modules } from '../../modules.ts'
import { createHarness } from '../../test/harness.ts'
import { startHttp } from '../../test/http.ts'
import { mintPt } from '../ledger/fixtures.ts'
import { fundEscrow } from '../settlement/fundEscrow.ts'
import { requestConversion } from '../settlement/requestConversion.ts'
import { createDelivery, createWorld, pollAll, type World } from '../verification/fixtures.ts'
import { openCase } from '../verification/openCase.ts'

const harness = await createHarness({ modules })
const http = await startHttp(harness, { requestsPerMinute: 1_000_000 })
let world: World
let paid: string
let silent: string
let token: string

async function pass(seconds: number): Promise<void> {
  for (const part of [seconds, 5, 5, 5]) {
    await harness.advance(part)
    await harness.chain.mine(3)
    await harness.settle()
  }
}

async function deliver(nodes: World['nodes'], seconds: number): Promise<string> {
  await mintPt(harness, world.buyer.partyId, '2500000')
  const tradeId = await createDelivery(harness, world)
  await harness.db.updateTable('trades').set({ state: 'created' }).where('id', '=', tradeId).execute()
  await harness.run((ctx) => fundEscrow(ctx, { tradeId, speed: 'standard' }))
  await harness.settle()
  await harness.run((ctx) => openCase(ctx, { kind: 'trade', tradeId }), world.seller.actor)
  await harness.settle()
  await pollAll(nodes)
  await harness.settle()
  await pass(seconds)
  return tradeId
}

beforeAll(async () => {
  world = await createWorld(harness, http)
  paid = await deliver(world.nodes, 259_200)
  // 4.2 of 5.7 agree, which is 73.7 %; asked are 75 %.
  silent = await deliver(
    [0, 1, 2, 3, 6].map((index) => world.nodes[index]!),
    86_400,
  )
  await mintPt(harness, null, '2000000')
  await harness.run((ctx) =>
    requestConversion(ctx, { partyId: world.sovereign.partyId, body: { amountFt: '1000000' } }),
  )
  await harness.settle()
  token = (await http.grant({ roles: ['governance'] })).token
}, 120_000)
afterAll(async () => {
  await http.close()
  await harness.close()
})

type Row = { party: string; of: string; before: string; after: string; difference: string }
async function replay(key: string, value: unknown, limit = 200) {
  const path = `/api/v1/parameters/${key}/replay?value=${encodeURIComponent(JSON.stringify(value))}&limit=${limit}`
  const { status, json } = await http.call('GET', path, { token })
  const of = (kind: string) => (json.movements as Row[] | undefined)?.find((row) => row.of === kind)
  return { status, json, of }
}
const initialOf = (key: string) => catalogue.find((one) => one.key === key)?.initial as Record<string, unknown>
const limits = (change: object) =>
  replay('fictra.allocation.limits', { ...initialOf('fictra.allocation.limits'), ...change })

test('the history repeats itself, says what was looked at of each kind, and whether more is there', async () => {
  const { status, json } = await limits({})
  expect([status, json.changed, json.refused]).toEqual([200, [], []])
  expect(json.history).toEqual([
    { kind: 'allocations', computations: 1, cut: false },
    { kind: 'fruitlessCases', computations: 1, cut: false },
    { kind: 'issuances', computations: 0, cut: false },
    { kind: 'conversions', computations: 1, cut: false },
    { kind: 'fees', computations: 2, cut: false },
  ])
  const one = await replay('fictra.allocation.bronzeEligible', true, 1)
  expect(one.json.history).toContainEqual({ kind: 'fees', computations: 1, cut: true })
  expect(one.json.history).toContainEqual({ kind: 'allocations', computations: 1, cut: false })
})

test('a change of the limits shows what would have been queued or held', async () => {
  expect((await limits({ supplyFloorFt: '20000000' })).of('queued')).toMatchObject({ before: '0', after: '0' })
  // Nothing was minted before: caps count on the supply, which is zero.
  const capped = await limits({ supplyFloorFt: '0' })
  expect(capped.of('allocation')).toMatchObject({ after: '0' })
  expect(capped.of('queued')?.after).toBe(capped.of('allocation')?.before)
  const held = await limits({ deviation: '0.0001' })
  expect(held.of('allocation')).toMatchObject({ after: '0' })
  expect(held.of('held')?.after).toBe(held.of('allocation')?.before)
  expect(held.json.changed).toEqual([`allocation of case ${paid}`])
})

test('a looser rule shows the winner: silent nodes count against the share of the whole committee', async () => {
  const tiers = catalogue.find(({ key }) => key === 'fictra.verification.tiers')!
  const looser = JSON.parse(JSON.stringify(tiers.initial).replaceAll(/"consensus":"[^"]*"/g, '"consensus":"0.7"'))
  const { json, of } = await replay(tiers.key, looser)
  expect(json.changed).toEqual([`allocation of case ${silent}`])
  expect(Number(of('allocation')?.after)).toBe(2 * Number(of('allocation')?.before))
})

test('a change of rate, fee or unpaid share shows what a conversion would have paid', async () => {
  expect((await replay('fictra.settlement.conversionRate', '0.5')).of('conversion')).toMatchObject({
    party: world.sovereign.partyId,
    before: '966605',
    after: '483302.5',
  })
  const terms = initialOf('fictra.settlement.conversion')
  const { of } = await replay('fictra.settlement.conversion', { ...terms, fee: '0.005', unpaidShare: '0.04' })
  expect(of('conversionFee')).toMatchObject({ before: '-3395', after: '-4800' })
  expect(of('unpaidShare')).toMatchObject({ before: '-30000', after: '-40000' })
})

test('a record that was altered stops the replay: of an allocation, of what got nothing, of a conversion', async () => {
  const stopped = async (id: string) =>
    expect(await limits({})).toMatchObject({ status: 500, json: { code: 'REPLAY_NOT_REPEATABLE', id } })
  const { minted_first_ft: minted } = await harness.db
    .selectFrom('allocations_on_chain')
    .select('minted_first_ft')
    .executeTakeFirstOrThrow()
  // Nobody can alter a projection but who may alter its table.
  for (const table of ['allocations_on_chain', 'conversions_on_chain']) {
    await harness.machine.pool.query(`alter table ${table} disable trigger user`)
  }
  const mintedFirst = (value: string | null) =>
    harness.db.updateTable('allocations_on_chain').set({ minted_first_ft: value }).execute()
  await mintedFirst(String(BigInt(minted!) - 1n))
  await stopped(`allocation of case ${paid}`)
  await mintedFirst(minted)

  const net = (value: bigint) => harness.db.updateTable('conversions_on_chain').set({ net_pt: value }).execute()
  const { net_pt: before } = await harness.db
    .selectFrom('conversions_on_chain')
    .select('net_pt')
    .executeTakeFirstOrThrow()
  await net(BigInt(before) + 1n)
  expect((await limits({})).json).toMatchObject({ code: 'REPLAY_NOT_REPEATABLE' })
  await net(BigInt(before))

  const tally = await harness.db
    .selectFrom('case_rounds')
    .select('tally')
    .where('case_id', '=', silent)
    .executeTakeFirstOrThrow()
  const setTally = (value: unknown) =>
    harness.db
      .updateTable('case_rounds')
      .set({ tally: JSON.stringify(value) })
      .where('case_id', '=', silent)
      .execute()
  await setTally({ ...(tally.tally as object), committeeE4: 45_000 })
  await stopped(`allocation of case ${silent}`)
  await setTally(tally.tally)
  expect((await limits({})).status).toBe(200)
})
