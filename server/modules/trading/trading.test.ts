import { idOf } from '@assay/protocol/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { sendFirst } from '../../test/sendFirst.ts'
import { governance } from '../governance/index.ts'
import { settleProject } from '../issuance/fixtures.ts'
import { creditIdOf, issuance } from '../issuance/index.ts'
import { createParty, type TestParty } from '../ledger/fixtures.ts'
import { availableOf, creditAsset, freeOf, ledger, reconcile } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { buyFromListing } from './buyFromListing.ts'
import { cancelListing } from './cancelListing.ts'
import { createListing } from './createListing.ts'
import { trading } from './index.ts'
import { listListings, readListing, readPurchase } from './queries.ts'

const harness = await createHarness({ modules: [parties, governance, ledger, issuance, trading] })
afterAll(() => harness.close())

const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d21'
const creditId = creditIdOf(idOf('project', project), 20_253)
let seller: TestParty
let buyer: TestParty
let rival: TestParty
beforeAll(async () => {
  seller = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner'], country: 'LV' })
  buyer = await createParty(harness, { name: 'Bright Bakery', roles: ['creditBuyer'], pt: '1000' })
  rival = await createParty(harness, { name: 'Blue Ferries', roles: ['creditBuyer'], pt: '1000' })
  await settleProject(harness, { projectId: project, owner: seller, netKg: 6967n, bufferKg: 1229n })
})

const inDays = (days: number) => new Date(harness.clock.now().getTime() + days * 86_400_000).toISOString()
const offer = (body: object = {}, partyId = seller.partyId) =>
  harness.run((ctx) =>
    createListing(ctx, {
      partyId,
      body: { creditId: creditId.toString(), kg: '2000', pricePtPerKg: '0.1105', expiresAt: inDays(30), ...body },
    }),
  )
const buy = (listingId: string, kg: string, of: TestParty = buyer, maxPt?: string) =>
  harness.run((ctx) => buyFromListing(ctx, { partyId: of.partyId, listingId, body: { kg, maxPt } }))
const listing = (listingId: string) => harness.ask((ctx) => readListing(ctx, listingId))
const held = (of: TestParty) => harness.ask((ctx) => availableOf(ctx, of.wallet, creditAsset(creditId)))

test.each([
  [{ expiresAt: '2020-01-01T00:00:00Z' }, 'LISTING_EXPIRY_INVALID'],
  [{ expiresAt: '2100-01-01T00:00:00Z' }, 'LISTING_EXPIRY_INVALID'],
  [{ pricePtPerKg: '0' }, 'PRICE_ZERO'],
  [{ pricePtPerKg: '9'.repeat(39) }, 'QUANTITY_TOO_LARGE'],
  [{ kg: '6968' }, 'CREDITS_NOT_ENOUGH'],
  [{ creditId: '1' }, 'CREDITS_NOT_ENOUGH'],
])('an offer is refused: %j %s', async (body, code) => {
  await expect(offer(body)).rejects.toMatchObject({ code })
  expect(trading.routes.find(({ operationId }) => operationId === 'createListing')?.errors).toContain(code)
})

test('two listings recorded at once cannot offer the same credits', async () => {
  const both = await Promise.allSettled([offer({ kg: '4000' }), offer({ kg: '4000' })])
  const refused = both.filter((result) => result.status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'CREDITS_NOT_ENOUGH', details: { freeKg: '2967' } } }])
  await harness.settle()
  const made = both.find((result) => result.status === 'fulfilled')!
  await harness.run((ctx) => cancelListing(ctx, { listingId: made.value.listingId }))
  await harness.settle()
  expect(await held(seller)).toBe(6967n)
})

test('G6: 2,000 kg are listed and sold for 221 PT, 11.05 PT of it commission', async () => {
  const { listingId, state } = await offer()
  expect(state).toBe('pending')
  await expect(buy(listingId, '1')).rejects.toMatchObject({ code: 'LISTING_NOT_OPEN' })
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'active', leftKg: '2000' })
  await expect(buy(listingId, '2001')).rejects.toMatchObject({ code: 'LISTING_NOT_ENOUGH_LEFT' })
  await expect(buy(listingId, '2000', buyer, '220.99')).rejects.toMatchObject({
    code: 'PRICE_ABOVE_MAXIMUM',
    details: { costPt: '221' },
  })
  await expect(buy(listingId, '1', seller)).rejects.toMatchObject({ code: 'LISTING_OWN' })
  const { purchaseId } = await buy(listingId, '2000')
  await harness.settle()
  expect(await harness.ask((ctx) => readPurchase(ctx, purchaseId))).toMatchObject({
    state: 'settled',
    paidPt: '221',
    commissionPt: '11.05',
  })
  expect(await listing(listingId)).toMatchObject({ state: 'sold', leftKg: '0', soldKg: '2000' })
  expect([await held(seller), await held(buyer)]).toEqual([4967n, 2000n])
  await expect(buy(listingId, '1')).rejects.toMatchObject({ code: 'LISTING_NOT_OPEN' })
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

test('of two purchases of the last kilogram one wins', async () => {
  const { listingId } = await offer({ kg: '1' })
  await harness.settle()
  const both = await Promise.allSettled([buy(listingId, '1'), buy(listingId, '1', rival)])
  expect(both.filter((result) => result.status === 'rejected')).toMatchObject([
    { reason: { code: 'LISTING_NOT_ENOUGH_LEFT', details: { leftKg: '0' } } },
  ])
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'sold', soldKg: '1' })
})

test('a wallet cannot promise the same Payment Token to two purchases at once', async () => {
  const first = await offer({ kg: '5', pricePtPerKg: '100' })
  const second = await offer({ kg: '5', pricePtPerKg: '100' })
  await harness.settle()
  const poor = await createParty(harness, { name: 'Thin Purse', roles: ['creditBuyer'], pt: '700' })
  const both = await Promise.allSettled([buy(first.listingId, '5', poor), buy(second.listingId, '5', poor)])
  expect(both.filter((result) => result.status === 'rejected')).toMatchObject([
    { reason: { code: 'PAYMENT_NOT_COVERED', details: { costPt: '500', freePt: '200' } } },
  ])
  await harness.settle()
  const [left] = both.flatMap(({ status }, index) => (status === 'rejected' ? [[first, second][index]!] : []))
  expect((await buy(left!.listingId, '2', poor)).state).toBe('submitted')
  await harness.settle()
  expect([await held(poor), await harness.ask((ctx) => availableOf(ctx, poor.wallet, 'PT'))]).toEqual([7n, 0n])
  await harness.run((ctx) => cancelListing(ctx, { listingId: left!.listingId }))
  await harness.settle()
})

test('a part is sold, the rest comes back on cancelling; cancelling again changes nothing', async () => {
  const { listingId } = await offer({ kg: '10' })
  await harness.settle()
  await buy(listingId, '4', rival)
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'partiallySold', leftKg: '6' })
  const before = await held(seller)
  await harness.run((ctx) => cancelListing(ctx, { listingId }))
  await harness.run((ctx) => cancelListing(ctx, { listingId }))
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'cancelled', soldKg: '4', failure: null })
  expect(await held(seller)).toBe(before + 6n)
  await harness.run((ctx) => cancelListing(ctx, { listingId }))
})

test('who buys after the seller asked for the rest is refused, before the chain knows', async () => {
  const { listingId } = await offer({ kg: '3' })
  await harness.settle()
  const { purchaseId } = await buy(listingId, '1')
  await harness.run((ctx) => cancelListing(ctx, { listingId }))
  await expect(buy(listingId, '1', rival)).rejects.toMatchObject({ code: 'LISTING_NOT_OPEN' })
  await harness.settle()
  const purchase = await harness.ask((ctx) => readPurchase(ctx, purchaseId))
  const { state, soldKg, leftKg } = await listing(listingId)
  expect([state, soldKg, leftKg]).toEqual(['cancelled', purchase.state === 'settled' ? '1' : '0', '0'])
})

test('sixteen purchases against sixteen cancellations: what is sold and what comes back are all of it, and no Payment Token is stuck', async () => {
  const [credits, money] = [await held(seller), await moneyOf()]
  const { listingId } = await offer({ kg: '8', pricePtPerKg: '1' })
  await harness.settle()
  const asked = Array.from({ length: 32 }, (_, turn) =>
    turn % 2 === 0
      ? buy(listingId, '1', turn % 4 === 0 ? buyer : rival)
      : harness.run((ctx) => cancelListing(ctx, { listingId })),
  )
  const answers = await Promise.allSettled(asked)
  for (const answer of answers) {
    if (answer.status === 'rejected')
      expect(['LISTING_NOT_OPEN', 'LISTING_NOT_ENOUGH_LEFT']).toContain(answer.reason.code)
  }
  await harness.settle()
  const recorded = answers.flatMap((answer) =>
    answer.status === 'fulfilled' && 'purchaseId' in answer.value ? [answer.value.purchaseId] : [],
  )
  const purchases = await Promise.all(recorded.map((id) => harness.ask((ctx) => readPurchase(ctx, id))))
  for (const { state } of purchases) expect(['settled', 'failed']).toContain(state)
  const sold = purchases.filter(({ state }) => state === 'settled').length
  expect(await listing(listingId)).toMatchObject({ leftKg: '0', soldKg: String(sold), failure: null })
  expect(await held(seller)).toBe(credits - BigInt(sold))
  expect(await moneyOf()).toBe(money - BigInt(sold) * 10n ** 18n)
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

/** What buyer and rival hold and have promised to nobody. */
async function moneyOf(): Promise<bigint> {
  const free = await Promise.all([buyer, rival].map(({ wallet }) => harness.run((ctx) => freeOf(ctx, wallet, 'PT'))))
  return free.reduce((sum, each) => sum + each, 0n)
}

test('after its last moment nobody buys, and the rest goes back to the seller by itself', async () => {
  const before = await held(seller)
  const { listingId } = await offer({ kg: '10', expiresAt: inDays(1) })
  await harness.settle()
  await harness.advance(86_400)
  await expect(buy(listingId, '1')).rejects.toMatchObject({ code: 'LISTING_NOT_OPEN' })
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'cancelled' })
  expect(await held(seller)).toBe(before)
})

test('a listing the chain refuses is marked with the reason of the contract, and its credits are free again', async () => {
  await setFrozen(true)
  const { listingId } = await offer({ kg: '4900' })
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({
    state: 'refused',
    leftKg: '0',
    failure: expect.stringMatching(/FrozenAccount/),
  })
  await setFrozen(false)
  const again = await offer({ kg: '4900' })
  await harness.settle()
  expect(await listing(again.listingId)).toMatchObject({ state: 'active' })
})

test('a cancellation the chain refuses can be asked for again', async () => {
  const before = await held(seller)
  const { listingId } = await offer({ kg: '2' })
  await harness.settle()
  await setFrozen(true)
  await harness.run((ctx) => cancelListing(ctx, { listingId }))
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'active', failure: expect.stringMatching(/FrozenAccount/) })
  await setFrozen(false)
  expect(await harness.run((ctx) => cancelListing(ctx, { listingId }))).toMatchObject({ failure: null })
  await harness.settle()
  expect(await listing(listingId)).toMatchObject({ state: 'cancelled', failure: null })
  expect(await held(seller)).toBe(before)
})

test('an id that a stranger saw and used first is no listing and no purchase of ours, and nothing stays promised', async () => {
  const roles = ['landowner', 'creditBuyer'] as const
  const stranger = await createParty(harness, { name: 'Stranger', roles, country: 'LV', pt: '10' })
  const other = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d77'
  await settleProject(harness, { projectId: other, owner: stranger, netKg: 9n, bufferKg: 1n })
  const listings = harness.machine.chain.view.address('Listings')
  const price = 10n ** 18n
  const call = (
    from: TestParty,
    contract: 'CarbonCredit' | 'Listings' | 'PaymentToken',
    functionName: string,
    args: unknown[],
  ) => sendFirst(harness, { from: from.wallet, contract, functionName, args })
  const freeKg = () => harness.run((ctx) => freeOf(ctx, seller.wallet, creditAsset(creditId)))
  const [credits, money] = [await freeKg(), await moneyOf()]

  const seen = await offer({ kg: '5', pricePtPerKg: '1' })
  await call(stranger, 'CarbonCredit', 'setApprovalForAll', [listings, true])
  const until = BigInt(Date.parse(seen.expiresAt) / 1000)
  await call(stranger, 'Listings', 'list', [
    seen.onChainId,
    creditIdOf(idOf('project', other), 20_253),
    5n,
    price,
    until,
  ])
  await call(rival, 'PaymentToken', 'approve', [listings, price])
  await call(rival, 'Listings', 'buy', [seen.onChainId, idOf('purchase', other), 1n, price])
  await harness.settle()
  expect(await listing(seen.listingId)).toMatchObject({
    ...{ state: 'refused', leftKg: '0', soldKg: '0', transactionHash: null },
    failure: expect.stringMatching(/ListingExists/),
  })
  await expect(buy(seen.listingId, '1')).rejects.toMatchObject({ code: 'LISTING_NOT_OPEN' })
  expect(await freeKg()).toBe(credits)

  const { listingId, onChainId } = await offer({ kg: '2', pricePtPerKg: '1' })
  await harness.settle()
  const purchase = await buy(listingId, '1')
  await call(stranger, 'PaymentToken', 'approve', [listings, price])
  await call(stranger, 'Listings', 'buy', [onChainId, purchase.onChainId, 1n, price])
  await harness.settle()
  expect(await harness.ask((ctx) => readPurchase(ctx, purchase.purchaseId))).toMatchObject({
    ...{ state: 'failed', paidPt: null, transactionHash: null },
    failure: expect.stringMatching(/PurchaseExists/),
  })
  expect(await listing(listingId)).toMatchObject({ state: 'partiallySold', soldKg: '1' })
  expect(await moneyOf()).toBe(money - price)
  const said = harness.db.selectFrom('events').select('id').where('type', '=', 'trading.creditsPurchased')
  expect(await said.where('key', '=', purchase.purchaseId).execute()).toEqual([])
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

test('listings are read page by page', async () => {
  const all = await harness.ask((ctx) => listListings(ctx, { creditId: creditId.toString() }))
  const first = await harness.ask((ctx) => listListings(ctx, { creditId: creditId.toString(), limit: 2 }))
  const second = await harness.ask((ctx) =>
    listListings(ctx, { creditId: creditId.toString(), limit: 2, cursor: first.nextCursor! }),
  )
  expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 4))
  await expect(harness.ask((ctx) => listListings(ctx, { cursor: 'x' }))).rejects.toMatchObject({
    code: 'CURSOR_INVALID',
  })
  await expect(listing(project)).rejects.toMatchObject({ code: 'LISTING_NOT_FOUND' })
  await expect(harness.ask((ctx) => readPurchase(ctx, project))).rejects.toMatchObject({ code: 'PURCHASE_NOT_FOUND' })
})

async function setFrozen(frozen: boolean): Promise<void> {
  await harness.run((ctx) =>
    ctx.intend({
      from: 'compliance',
      contract: 'Parties',
      functionName: 'setFrozen',
      args: [seller.wallet, frozen],
      salt: ctx.newId(),
      subject: 'fixture',
    }),
  )
  await harness.settle()
}
