/** One wallet pays for escrow and for credits at the same moment: what it holds is promised once. */
import { idOf } from '@assay/protocol/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { assets } from '../assets/index.ts'
import { governance } from '../governance/index.ts'
import { settleProject } from '../issuance/fixtures.ts'
import { creditIdOf, issuance } from '../issuance/index.ts'
import { createParty } from '../ledger/fixtures.ts'
import { availableOf, creditAsset, freeOf, ledger, reconcile } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { buyFromListing } from '../trading/buyFromListing.ts'
import { createListing } from '../trading/createListing.ts'
import { trading } from '../trading/index.ts'
import { readPurchase } from '../trading/queries.ts'
import { createTrade, createTradeParties, type TradeParties } from './fixtures.ts'
import { fundEscrow } from './fundEscrow.ts'
import { readEscrow, settlement } from './index.ts'

const harness = await createHarness({
  modules: [parties, governance, ledger, assets, issuance, trading, settlement],
})
afterAll(() => harness.close())

const project = '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d21'
const creditId = creditIdOf(idOf('project', project), 20_253)
const unit = 10n ** 18n
let traders: TradeParties
let tradeIds: readonly string[]
let listingId: string
beforeAll(async () => {
  const roles = ['buyer', 'creditBuyer'] as const
  const buyer = await createParty(harness, { name: 'Busy Mills', roles, pt: '2500005' })
  traders = { ...(await createTradeParties(harness, 'Busy')), buyer }
  const owner = await createParty(harness, { name: 'Meadow Homes', roles: ['landowner'], country: 'LV' })
  await settleProject(harness, { projectId: project, owner, netKg: 100n, bufferKg: 17n })
  const trades = []
  for (let n = 0; n < 16; n++) trades.push(await createTrade(harness, traders, `B-${n}`))
  tradeIds = trades.map(({ tradeId }) => tradeId)
  const expiresAt = new Date(harness.clock.now().getTime() + 30 * 86_400_000).toISOString()
  const body = { creditId: creditId.toString(), kg: '12', pricePtPerKg: '1', expiresAt }
  listingId = (await harness.run((ctx) => createListing(ctx, { partyId: owner.partyId, body }))).listingId
  await harness.settle()
}, 60_000)

test('sixteen fundings against sixteen purchases, down to the last kilogram: all that was accepted is paid, and nothing twice', async () => {
  const { partyId, wallet } = traders.buyer
  const answers = await Promise.allSettled(
    tradeIds.flatMap((tradeId): Promise<object>[] => [
      harness.run((ctx) => buyFromListing(ctx, { partyId, listingId, body: { kg: '1' } })),
      harness.run((ctx) => fundEscrow(ctx, { tradeId, speed: 'standard' })),
    ]),
  )
  for (const answer of answers) {
    if (answer.status === 'rejected')
      expect(['PAYMENT_NOT_COVERED', 'ESCROW_NOT_COVERED', 'LISTING_NOT_ENOUGH_LEFT']).toContain(answer.reason.code)
  }
  await harness.settle()
  const accepted = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const purchases = accepted.flatMap((each) => ('purchaseId' in each ? [String(each.purchaseId)] : []))
  const fundings = accepted.flatMap((each) => ('tradeId' in each ? [String(each.tradeId)] : []))
  // Whoever came first: one funding leaves five, six purchases leave no funding, and there are twelve kilograms.
  expect(fundings.length === 1 ? purchases.length : purchases.length - 7).toBe(5)
  for (const id of purchases)
    expect(await harness.ask((ctx) => readPurchase(ctx, id))).toMatchObject({ state: 'settled' })
  for (const id of fundings)
    expect(await harness.ask((ctx) => readEscrow(ctx, id))).toMatchObject({ state: 'funded', failure: null })
  const spent = BigInt(purchases.length) * unit + BigInt(fundings.length) * 2_500_000n * unit
  expect(await harness.ask((ctx) => availableOf(ctx, wallet, 'PT'))).toBe(2_500_005n * unit - spent)
  expect(await harness.run((ctx) => freeOf(ctx, wallet, 'PT'))).toBe(2_500_005n * unit - spent)
  expect(await harness.ask((ctx) => availableOf(ctx, wallet, creditAsset(creditId)))).toBe(BigInt(purchases.length))
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})
