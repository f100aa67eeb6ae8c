/** Who may call a trade off, and until when: nobody's money is left without an owner. */
import type { Hex } from 'viem'
import { afterAll, expect, test } from 'vitest'
import { createHarness } from '../../test/harness.ts'
import { assets, readTrade } from '../assets/index.ts'
import { governance } from '../governance/index.ts'
import { issuance } from '../issuance/index.ts'
import { availableOf, ledger, reconcile } from '../ledger/index.ts'
import { parties } from '../parties/index.ts'
import { cancelTrade } from './cancelTrade.ts'
import { createTrade, createTradeParties } from './fixtures.ts'
import { fundEscrow } from './fundEscrow.ts'
import { readEscrow, settlement } from './index.ts'

const harness = await createHarness({ modules: [parties, governance, ledger, assets, issuance, settlement] })
afterAll(() => harness.close())

const cancel = (tradeId: string) => harness.run((ctx) => cancelTrade(ctx, { tradeId }))
const fund = (tradeId: string) => harness.run((ctx) => fundEscrow(ctx, { tradeId, speed: 'standard' }))
const stateOf = async (tradeId: string) => (await harness.ask((ctx) => readTrade(ctx.db, tradeId))).state
const escrowOf = (tradeId: string) => harness.ask((ctx) => readEscrow(ctx, tradeId))

test('an unknown trade is refused, and so is one whose payment is on the way or stands', async () => {
  await expect(cancel('0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10')).rejects.toMatchObject({ code: 'TRADE_NOT_FOUND' })
  const { tradeId } = await createTrade(harness, await createTradeParties(harness, 'Paid'), 'C-1')
  await fund(tradeId)
  await expect(cancel(tradeId)).rejects.toMatchObject({ code: 'TRADE_NOT_CANCELLABLE', details: { state: 'created' } })
  await harness.settle()
  await expect(cancel(tradeId)).rejects.toMatchObject({ code: 'TRADE_NOT_CANCELLABLE', details: { state: 'funded' } })
  expect(await stateOf(tradeId)).toBe('funded')
})

test('a cancelled trade is cancelled once and never paid', async () => {
  const { tradeId } = await createTrade(harness, await createTradeParties(harness, 'Off'), 'C-2')
  expect(await cancel(tradeId)).toMatchObject({ state: 'cancelled' })
  expect(await cancel(tradeId)).toMatchObject({ state: 'cancelled' })
  const moves = await harness.db.selectFrom('events').select('data').where('type', '=', 'assets.tradeMoved').execute()
  const ofIt = moves.filter(({ data }) => (data as { tradeId: string }).tradeId === tradeId)
  expect(ofIt).toMatchObject([{ data: { from: 'created', to: 'cancelled' } }])
  await expect(fund(tradeId)).rejects.toMatchObject({ code: 'TRADE_CANCELLED' })
  await expect(escrowOf(tradeId)).rejects.toMatchObject({ code: 'ESCROW_NOT_FOUND' })
})

test('of a funding and a cancellation at the same moment one is refused', async () => {
  const traders = await createTradeParties(harness, 'Race', '20000000')
  for (let n = 0; n < 8; n++) {
    const { tradeId } = await createTrade(harness, traders, `R-${n}`)
    const [funded, cancelled] = await Promise.allSettled([fund(tradeId), cancel(tradeId)])
    expect([funded.status, cancelled.status].sort()).toEqual(['fulfilled', 'rejected'])
    await harness.settle()
    expect(await stateOf(tradeId)).toBe(funded.status === 'fulfilled' ? 'funded' : 'cancelled')
  }
})

test('a payment thought failed that comes to pass after its trade was cancelled is paid back at the timeout', async () => {
  const { buyer, seller, ...rest } = await createTradeParties(harness, 'Ghost')
  const { tradeId } = await createTrade(harness, { buyer, seller, ...rest }, 'C-3')
  await freeze(seller.wallet, true)
  const { onChainId } = await fund(tradeId)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'failed', failure: expect.stringMatching(/NotActiveParty/) })
  await cancel(tradeId)
  await freeze(seller.wallet, false)
  // Its signatures are public: anybody may bring them again.
  const { calldata, to_address: to } = await harness.db
    .selectFrom('chain_intents')
    .selectAll()
    .where('subject', '=', `funding/${tradeId}/1`)
    .executeTakeFirstOrThrow()
  const { client } = harness.chain
  const [from] = (await client.request({ method: 'eth_accounts' } as never)) as Hex[]
  await client.request({ method: 'eth_sendTransaction', params: [{ from, to, data: calldata }] } as never)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded', onChainId })
  expect(await stateOf(tradeId)).toBe('cancelled')
  await expect(fund(tradeId)).rejects.toMatchObject({ code: 'TRADE_CANCELLED' })
  await harness.advance(15_552_000)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'refunded', toBuyerPt: '2500000' })
  expect(await stateOf(tradeId)).toBe('cancelled')
  expect(await harness.ask((ctx) => availableOf(ctx, buyer.wallet, 'PT'))).toBe(2_500_000n * 10n ** 18n)
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
})

async function freeze(wallet: string, frozen: boolean): Promise<void> {
  const call = { from: 'compliance', contract: 'Parties', functionName: 'setFrozen', args: [wallet, frozen] } as const
  await harness.run((ctx) => ctx.intend({ ...call, salt: `${frozen}`, subject: 'fixture' }))
  await harness.settle()
}
