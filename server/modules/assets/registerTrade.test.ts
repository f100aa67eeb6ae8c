import { inputs } from '@assay/domain/programmes/inputs.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withValue } from '../../../domain/test/parameters.ts'
import { createHarness } from '../../test/harness.ts'
import { parties } from '../parties/index.ts'
import { type FixtureParty, fixtureParty, wheatContract } from './fixtures.ts'
import { assets, moveTrade, readTrade, recordCustodyStep, registerTrade } from './index.ts'
import { listTrades, presentTrade } from './readTrade.ts'

const harness = await createHarness({ modules: [parties, assets], chain: false })
afterAll(() => harness.close())

let buyer: FixtureParty
let seller: FixtureParty
let state: FixtureParty
beforeAll(async () => {
  buyer = await fixtureParty(harness, ['buyer'], { country: 'NL' })
  seller = await fixtureParty(harness, ['seller'])
  state = await fixtureParty(harness, ['sovereign'])
})

const contract = (of: Partial<Parameters<typeof wheatContract>[0]> = {}) =>
  wheatContract({
    buyerPartyId: buyer.partyId,
    sellerPartyId: seller.partyId,
    sovereignPartyId: state.partyId,
    ...of,
  })
const register = (of: Partial<Parameters<typeof wheatContract>[0]> = {}) =>
  harness.run((context) => registerTrade(context, contract(of)))
const step = (tradeId: string, of: Parameters<typeof recordCustodyStep>[2]) =>
  harness.run((context) => recordCustodyStep(context, tradeId, of))

test.each<[string, Partial<Parameters<typeof wheatContract>[0]>, string, string]>([
  ['a total that is not the product', { totalPt: '2500000.000000000000000001' }, 'TRADE_TOTAL_MISMATCH', '/totalPt'],
  [
    'a product finer than a base unit',
    { quantity: '0.000001', pricePt: '0.0000000000001', totalPt: '0' },
    'TRADE_PRICE_INEXACT',
    '/pricePt',
  ],
  ['nothing', { quantity: '0', totalPt: '0' }, 'TRADE_TOTAL_MISMATCH', '/quantity'],
  ['seven decimals', { quantity: '0.0000001', totalPt: '0.000025' }, 'DECIMAL_INEXACT', '/quantity'],
  ['a volume', { unitCode: 'LTR' }, 'CODE_UNKNOWN', '/unitCode'],
  ['another category', { category: 'energy' }, 'TRADE_CATEGORY_MISMATCH', '/category'],
  ['a heading that does not exist', { hsCode: '1009' }, 'CODE_UNKNOWN', '/hsCode'],
  ['a subheading that does not exist', { hsCode: '10019500' }, 'CODE_UNKNOWN', '/hsCode'],
  ['goods that are no commodity', { hsCode: '8517' }, 'HS_NOT_A_COMMODITY', '/hsCode'],
  ['an unknown port', { loadPort: 'EEXXX' }, 'CODE_UNKNOWN', '/loadPort'],
  ['a voyage to where it began', { dischargePort: 'EETLL' }, 'CODE_UNKNOWN', '/dischargePort'],
  ['an unassigned country', { productionSiteCountry: 'XX' }, 'CODE_UNKNOWN', '/productionSiteCountry'],
  [
    'a stranger as buyer',
    { buyerPartyId: '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10' },
    'TRADE_PARTIES_INVALID',
    '/buyerPartyId',
  ],
  ['a state of another country', { originCountry: 'LV' }, 'TRADE_PARTIES_INVALID', '/sovereignPartyId'],
])('%s is refused', async (_name, of, code, field) => {
  await expect(register(of)).rejects.toMatchObject({ code, details: expect.objectContaining({ field }) })
})

test('a party cannot sell to itself, nor take a part it has no role for', async () => {
  await expect(register({ buyerPartyId: seller.partyId })).rejects.toMatchObject({ code: 'TRADE_PARTIES_INVALID' })
  await expect(register({ sellerPartyId: state.partyId })).rejects.toMatchObject({ code: 'TRADE_PARTIES_INVALID' })
})

test('a contract is registered once, in exact amounts and whole kilograms, and found by its parties', async () => {
  const trade = await register({
    reference: 'LB',
    unitCode: 'LBR',
    quantity: '1000.5',
    pricePt: '2.2',
    totalPt: '2201.1',
  })
  expect(trade).toMatchObject({
    state: 'created',
    hsCode: '100199',
    quantity: '1000.5',
    totalPt: 2201_100000000000000000n,
  })
  // 1,000.5 lb are 453.819166185 kg.
  expect(trade.quantityKg).toBe(453n)
  const again = await register({
    reference: 'LB',
    unitCode: 'LBR',
    quantity: '1000.5',
    pricePt: '2.2',
    totalPt: '2201.1',
  })
  expect(again.tradeId).toBe(trade.tradeId)
  await expect(register({ reference: 'LB' })).rejects.toMatchObject({
    code: 'TRADE_REFERENCE_TAKEN',
    details: { tradeId: trade.tradeId },
  })
  const pounds = { reference: 'LB', unitCode: 'LBR', quantity: '1000.5', pricePt: '2.2', totalPt: '2201.1' }
  for (const [change, differs] of [
    [{ highRisk: true }, 'highRisk'],
    [{ perishable: true }, 'perishable'],
    [{ incoterm: 'EXW' }, 'incoterm'],
    [{ productionSite: 'Elsewhere' }, 'productionSite'],
    [{ commodity: 'Another wheat' }, 'commodity'],
    [{ lots: ['OTHER'] }, 'lots'],
  ] as const) {
    await expect(register({ ...pounds, ...change } as never), differs).rejects.toMatchObject({
      code: 'TRADE_REFERENCE_TAKEN',
      details: { differs: [differs] },
    })
  }
  const seen = (party: FixtureParty) => harness.ask((context) => listTrades(context, {}, party.partyId), party.actor)
  expect((await seen(buyer)).items.map(({ tradeId }) => tradeId)).toContain(trade.tradeId)
  const stranger = await fixtureParty(harness, ['buyer'])
  expect((await seen(stranger)).items).toEqual([])
})

test('a port that no list has is named where its country has ports that are not listed', async () => {
  const trade = await register({ reference: 'SMALL-PORT', loadPort: 'EETLL', dischargePort: 'FIXYZ' })
  const known = await harness.ask((context) => context.parametersAt(context.now))
  expect(presentTrade(trade, known).unlistedPorts).toEqual(['FIXYZ'])
  const added = withValue(inputs.codes.portsAdded, ['FIXYZ'])
  expect(presentTrade(trade, added).unlistedPorts).toEqual([])
})

test('a port of a country whose ports are listed is taken from when it was added on', async () => {
  const opened = { reference: 'NEW-PORT', dischargePort: 'NLXYZ' }
  await expect(register(opened)).rejects.toMatchObject({ code: 'CODE_UNKNOWN', details: { field: '/dischargePort' } })
  const parameters = withValue(inputs.codes.portsAdded, ['NLXYZ'])
  const trade = await harness.run((context) => registerTrade({ ...context, parameters }, contract(opened)))
  expect(trade.dischargePort).toBe('NLXYZ')
})

test('registering the same contract many times at once makes one trade', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => register({ reference: 'RACE' })))
  expect(new Set(made.map(({ tradeId }) => tradeId)).size).toBe(1)
})

test('custody steps are completed but never rewritten, and lie in the order of time', async () => {
  const { tradeId } = await register({ reference: 'CUSTODY' })
  const documentId = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'
  const happenedAt = '2025-03-02T08:00:00Z'
  await step(tradeId, { sequence: 2, checkpoint: 'Loaded' })
  await step(tradeId, { sequence: 2, checkpoint: 'Loaded', happenedAt })
  const done = await step(tradeId, { sequence: 2, checkpoint: 'Loaded', documentId })
  expect(done.custody).toEqual([{ sequence: 2, checkpoint: 'Loaded', at: '2025-03-02T08:00:00.000Z', documentId }])
  expect(await step(tradeId, { sequence: 2, checkpoint: 'Loaded', happenedAt, documentId })).toEqual(done)
  const changes = [{ checkpoint: 'Stored' }, { happenedAt: '2025-03-03T08:00:00Z' }, { documentId: tradeId }]
  for (const change of changes) {
    await expect(step(tradeId, { sequence: 2, checkpoint: 'Loaded', ...change })).rejects.toMatchObject({
      code: 'CUSTODY_STEP_CONFLICT',
    })
  }
  await expect(
    step(tradeId, { sequence: 1, checkpoint: 'Harvested', happenedAt: '2025-03-02T08:00:01Z' }),
  ).rejects.toMatchObject({ code: 'CUSTODY_ORDER_INVALID', details: { neighbour: 2 } })
  await expect(step(documentId, { sequence: 1, checkpoint: 'x' })).rejects.toMatchObject({ code: 'TRADE_NOT_FOUND' })
})

test.each(['2026-01-15T12:05:01Z', '9999-01-01T00:00:00Z'])('a step at %s has not happened yet', async (happenedAt) => {
  const { tradeId } = await register({ reference: `FUTURE ${happenedAt}` })
  await expect(step(tradeId, { sequence: 1, checkpoint: 'Loaded', happenedAt })).rejects.toMatchObject({
    code: 'DATE_IN_FUTURE',
    details: { field: '/happenedAt', latest: '2026-01-15T12:05:00.000Z' },
  })
  const clockAhead = await step(tradeId, { sequence: 1, checkpoint: 'Loaded', happenedAt: '2026-01-15T12:05:00Z' })
  expect(clockAhead.custody[0]!.at).toBe('2026-01-15T12:05:00.000Z')
})

test('the first dated step sets a funded trade in transit; a move the table does not know is refused', async () => {
  const { tradeId } = await register({ reference: 'MOVE' })
  const stateOf = async () => (await harness.ask(({ db }) => readTrade(db, tradeId))).state
  await expect(harness.run((context) => moveTrade(context, tradeId, 'ship'))).rejects.toMatchObject({
    code: 'ILLEGAL_MOVE',
  })
  await step(tradeId, { sequence: 1, checkpoint: 'Harvested', happenedAt: '2025-02-01T00:00:00Z' })
  expect(await stateOf()).toBe('created')
  await harness.run((context) => moveTrade(context, tradeId, 'fund'))
  await step(tradeId, { sequence: 2, checkpoint: 'Loaded' })
  expect(await stateOf()).toBe('funded')
  await step(tradeId, { sequence: 3, checkpoint: 'Sailed', happenedAt: '2025-03-01T00:00:00Z' })
  expect(await stateOf()).toBe('inTransit')
})
