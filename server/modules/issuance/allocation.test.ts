import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { intentFailed } from '../../module.ts'
import { walletIndexes } from '../../ports/signer.ts'
import { createHarness } from '../../test/harness.ts'
import { sendFirst } from '../../test/sendFirst.ts'
import { assets } from '../assets/index.ts'
import { governance } from '../governance/index.ts'
import { availableOf, ledger, reconcile } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { createTrade, createTradeParties, type TestTrade } from '../settlement/fixtures.ts'
import { fundEscrow } from '../settlement/fundEscrow.ts'
import { readEscrow, settlement } from '../settlement/index.ts'
import { announceSettled, settleCase } from './fixtures.ts'
import { issuance, readAllocation } from './index.ts'
import { owed } from './owed.ts'
import { allocationArgs } from './terms.ts'

const delaySeconds = 600
const waitForLarge = {
  key: 'fictra.settlement.finalityDelays',
  version: 2,
  value: [
    { from: '0', value: 0 },
    { from: '2500000', value: delaySeconds },
  ],
  effectiveFrom: '2026-01-01T00:00:00.000Z',
}
const harness = await createHarness({
  modules: [parties, governance, ledger, assets, issuance, settlement],
  loadParameters: async (_db, at) => parametersAt([waitForLarge], at),
})
afterAll(() => harness.close())

const asDigits = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
const allocationOf = (caseId: string) => harness.ask((ctx) => readAllocation(ctx, caseId))

async function fundedTrade(name: string): Promise<TestTrade & { sovereign: `0x${string}` }> {
  const of = await createTradeParties(harness, name)
  const trade = await createTrade(harness, of, `${name}-1`)
  await harness.run((ctx) => fundEscrow(ctx, { tradeId: trade.tradeId, speed: 'standard' }))
  await harness.settle()
  return { ...trade, sovereign: of.sovereign.wallet }
}

const settled = ({ tradeId, ...rest }: TestTrade) => ({ caseId: tradeId, subjectKind: 'trade' as const, ...rest })

beforeAll(async () => {
  const [anyFloor, half, all, double, third] = [1n, 5_000, 10_000, 10_000, 3_500]
  await harness.run(async (ctx) =>
    ctx.intend({
      from: await ctx.signer.address(walletIndexes.governance),
      contract: 'Allocation',
      functionName: 'setLimits',
      args: [anyFloor, half, all, double, third],
      subject: 'fixture',
    }),
  )
  await harness.settle()
})

test('a large value waits for the finality the policy asks for; announcing it again changes nothing', async () => {
  const trade = await fundedTrade('Patient')
  await settleCase(harness, settled(trade))
  await harness.settle()
  expect(await allocationOf(trade.tradeId)).toMatchObject({ state: 'computed', failure: null })
  expect(await harness.ask((ctx) => readEscrow(ctx, trade.tradeId))).toMatchObject({ state: 'funded' })
  await announceSettled(harness, settled(trade))
  await harness.advance(delaySeconds)
  await harness.settle()
  expect(await allocationOf(trade.tradeId)).toMatchObject({ state: 'minted', mintedFt: '4786222.5' })
  expect(await harness.ask((ctx) => readEscrow(ctx, trade.tradeId))).toMatchObject({ state: 'released' })
})

test('what the caps do not let through is queued and minted in later windows, to the last unit and no further', async () => {
  // Past the window, so that there is no average to grow from.
  await harness.advance(31 * 86_400)
  const trade = await fundedTrade('Queued')
  await settleCase(harness, settled(trade))
  await harness.settle()
  await harness.advance(delaySeconds)
  await harness.settle()
  // Half of the supply of 4,786,222.5 in a day, however often it is asked for.
  const half = { state: 'queued', rawFt: '4786222.5', mintedFt: '2393111.25', queuedFt: '2393111.25' }
  expect(await allocationOf(trade.tradeId)).toMatchObject(half)
  await harness.advance(86_400)
  await harness.settle()
  // Twice the average of thirty days, of which one minted anything.
  expect(await allocationOf(trade.tradeId)).toMatchObject({ state: 'queued', mintedFt: '2552652' })
  await harness.advance(31 * 86_400)
  await harness.settle()
  expect(await allocationOf(trade.tradeId)).toMatchObject({ state: 'minted', mintedFt: '4786222.5', queuedFt: '0' })
  expect(await harness.ask((ctx) => availableOf(ctx, trade.sovereign, 'FT'))).toBe(4_786_222_500_000_000_000_000_000n)
  await harness.advance(10 * 86_400)
  await harness.settle()
  expect(await harness.ask((ctx) => availableOf(ctx, trade.sovereign, 'FT'))).toBe(4_786_222_500_000_000_000_000_000n)
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
}, 120_000)

test('what a stranger allocates before we know that the case has settled has all its consequences', async () => {
  const trade = await fundedTrade('Overtaken')
  await settleCase(harness, { ...settled(trade), announce: false })
  const args = [allocationArgs(JSON.parse(JSON.stringify(trade.terms, asDigits)))]
  const from = '0x00000000000000000000000000000000000000dd'
  await sendFirst(harness, { from, contract: 'Allocation', functionName: 'allocate', args })
  await harness.chain.mine(3)
  await harness.settle()
  await announceSettled(harness, settled(trade))
  await harness.settle()
  const { state } = await allocationOf(trade.tradeId)
  expect(state).toBe('queued')
  const told = async (type: string) =>
    (await harness.db.selectFrom('events').select('data').where('type', '=', `issuance.${type}`).execute()).filter(
      ({ data }) => (data as { caseId: string }).caseId === trade.tradeId,
    )
  expect(await told('allocationMinted')).toHaveLength(1)
  // What waits is released without anybody's help.
  expect(await told('queueDue')).toHaveLength(1)
}, 120_000)

test('terms that the committee has not signed mint nothing', async () => {
  const trade = await fundedTrade('Forged')
  await settleCase(harness, { ...settled(trade), announce: false })
  const more = { ...trade.terms, baseMultiplierE4: 21_000 }
  await harness.db
    .updateTable('cases')
    .set({ terms: JSON.stringify(more, asDigits) })
    .where('id', '=', trade.tradeId)
    .execute()
  await announceSettled(harness, settled(trade))
  await harness.settle()
  await harness.advance(delaySeconds)
  await harness.settle()
  expect(await allocationOf(trade.tradeId)).toMatchObject({
    state: 'computed',
    mintedFt: '0',
    failure: expect.stringMatching(/TermsMismatch/),
  })
  // Tries have no end: the thirty-first follows a day after the thirtieth, and until then it is told that something is owed.
  const refused = { intentId: '019bc187-3008-7301-b8eb-2f199f099732', contract: 'Allocation', functionName: 'allocate' }
  await harness.run((ctx) =>
    ctx.emit(intentFailed({ ...refused, subject: `allocation/${trade.tradeId}/30`, error: 'refused once more' })),
  )
  await harness.settle()
  expect(await allocationOf(trade.tradeId)).toMatchObject({ failure: 'refused once more' })
  const next = harness.db.selectFrom('events').selectAll().where('key', '=', `${trade.tradeId}/31`)
  expect(await next.execute()).toMatchObject([{ type: 'issuance.allocationDue' }])
  expect(await harness.ask((ctx) => owed.look(ctx))).toMatch(/^the chain refuses 1 allocations and 0 issuances, /)
})
