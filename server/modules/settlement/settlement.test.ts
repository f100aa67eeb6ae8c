import { tradeIdOf } from '@assay/protocol/ids.ts'
import { decodeFunctionData, type Hex } from 'viem'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { abis } from '../../../contracts/generated/abis.ts'
import { createHarness } from '../../test/harness.ts'
import { sendFirst } from '../../test/sendFirst.ts'
import { assets, readTrade } from '../assets/index.ts'
import { governance } from '../governance/index.ts'
import { settleCase } from '../issuance/fixtures.ts'
import { issuance, readAllocation } from '../issuance/index.ts'
import { resolveHold } from '../issuance/resolveHold.ts'
import { mintPt } from '../ledger/fixtures.ts'
import { availableOf, freeOf, ledger, reconcile } from '../ledger/index.ts'
import { parties, registerWallet } from '../parties/index.ts'
import { createTrade, createTradeParties, type TradeParties } from './fixtures.ts'
import { fundEscrow } from './fundEscrow.ts'
import { readConversion, readEscrow, settlement } from './index.ts'
import { refundEscrow } from './refundEscrow.ts'
import { requestConversion } from './requestConversion.ts'

const harness = await createHarness({ modules: [parties, governance, ledger, assets, issuance, settlement] })
afterAll(() => harness.close())
let traders: TradeParties
beforeAll(async () => {
  traders = await createTradeParties(harness, 'Delta')
})

const escrowOf = (tradeId: string) => harness.ask((ctx) => readEscrow(ctx, tradeId))
const allocationOf = (caseId: string) => harness.ask((ctx) => readAllocation(ctx, caseId))
const stateOf = async (tradeId: string) => (await harness.ask((ctx) => readTrade(ctx.db, tradeId))).state
const held = (wallet: `0x${string}`, asset: string) => harness.ask((ctx) => availableOf(ctx, wallet, asset))
const fund = (tradeId: string) => harness.run((ctx) => fundEscrow(ctx, { tradeId, speed: 'standard' }))

async function agree() {
  expect((await harness.ask((ctx) => reconcile(ctx))).differences).toEqual([])
}

test('funding is refused for an unknown trade and for a buyer who cannot pay', async () => {
  await expect(fund('0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10')).rejects.toMatchObject({ code: 'TRADE_NOT_FOUND' })
  const poor = await createTradeParties(harness, 'Poor', '2499999.999999999999999999')
  const { tradeId } = await createTrade(harness, poor, 'P-1')
  await expect(fund(tradeId)).rejects.toMatchObject({
    code: 'ESCROW_NOT_COVERED',
    details: { freePt: '2499999.999999999999999999' },
  })
  await expect(escrowOf(tradeId)).rejects.toMatchObject({ code: 'ESCROW_NOT_FOUND' })
})

test('a buyer cannot promise the same Payment Token to two fundings at once', async () => {
  const thin = await createTradeParties(harness, 'Thin', '2500001')
  const trades = [await createTrade(harness, thin, 'T-1'), await createTrade(harness, thin, 'T-2')]
  const both = await Promise.allSettled(trades.map(({ tradeId }) => fund(tradeId)))
  expect(both.filter(({ status }) => status === 'rejected')).toMatchObject([
    { reason: { code: 'ESCROW_NOT_COVERED', details: { needPt: '2500000', freePt: '1' } } },
  ])
  await harness.settle()
  expect(await held(thin.buyer.wallet, 'PT')).toBe(10n ** 18n)
})

test('G1: a clean delivery pays the seller less its fees, splits the fee and mints Foundation Token', async () => {
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, traders, 'G1')
  expect(await fund(tradeId)).toMatchObject({
    state: 'submitted',
    amountPt: '2500000',
    tradeFeePt: '3735',
    verificationFeePt: '1250',
    feeComputation: { dynamicFactor: '0.83', discount: '0.1', discountBy: 'volume', rate: '0.001494', burnBps: 1500 },
  })
  const { parameters } = (await escrowOf(tradeId)).feeComputation
  expect(parameters.map(({ key }) => key)).toEqual([...parameters.map(({ key }) => key)].sort())
  for (const key of ['fees', 'dynamicFee', 'volumeDiscounts', 'feeBurn', 'verificationFees'])
    expect(parameters).toContainEqual({ key: `fictra.settlement.${key}`, version: 1 })
  await expect(fund(tradeId)).rejects.toMatchObject({ code: 'ESCROW_EXISTS' })
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded', failure: null })
  expect(await stateOf(tradeId)).toBe('funded')
  await expect(harness.run((ctx) => refundEscrow(ctx, { tradeId }))).rejects.toMatchObject({
    code: 'ESCROW_NOT_REFUNDABLE',
  })
  await agree()

  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity })
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({
    state: 'released',
    toSellerPt: '2500000',
    toBuyerPt: '0',
    tradeFeePt: '3735',
    verificationFeePt: '1250',
    feeBurnedPt: '560.25',
    feeSplitPt: ['1904.85', '952.425', '317.475'],
  })
  expect(await held(traders.seller.wallet, 'PT')).toBe(2_495_015n * 10n ** 18n)
  expect(await stateOf(tradeId)).toBe('completed')
  expect(await allocationOf(tradeId)).toMatchObject({
    state: 'minted',
    multiplier: '1.914489',
    rawFt: '4786222.5',
    mintedFt: '4786222.5',
    failure: null,
  })
  expect(await held(traders.sovereign.wallet, 'FT')).toBe(4_786_222_500_000_000_000_000_000n)
  await agree()
})

test('conversions are refused without tokens, above the minimum, and while the reserve is empty', async () => {
  const convert = (amountFt: string, minOutPt?: string) =>
    harness.run((ctx) => requestConversion(ctx, { partyId: traders.sovereign.partyId, body: { amountFt, minOutPt } }))
  await expect(convert('0')).rejects.toMatchObject({ code: 'CONVERSION_NOTHING' })
  await expect(convert('5000000')).rejects.toMatchObject({ code: 'CONVERSION_NOT_COVERED' })
  await expect(convert('1000000', '966605.1')).rejects.toMatchObject({ code: 'CONVERSION_BELOW_MINIMUM' })
  await expect(convert('1000000')).rejects.toMatchObject({ code: 'CONVERSION_RESERVE_LOW' })
  await expect(convert('200000000')).rejects.toMatchObject({ code: 'CONVERSION_DAILY_LIMIT' })
})

test('G1: 1,000,000 FT convert to 966,605 PT', async () => {
  await mintPt(harness, null, '2000000')
  const { conversionId, quotedNetPt } = await harness.run((ctx) =>
    requestConversion(ctx, { partyId: traders.sovereign.partyId, body: { amountFt: '1000000' } }),
  )
  expect(quotedNetPt).toBe('966605')
  await harness.settle()
  expect(await harness.ask((ctx) => readConversion(ctx, conversionId))).toMatchObject({
    state: 'settled',
    parameters: [
      { key: 'fictra.settlement.conversion', version: 1 },
      { key: 'fictra.settlement.conversionRate', version: 1 },
    ],
    burnedFt: '1000000',
    unpaidShareFt: '30000',
    grossPt: '970000',
    feePt: '3395',
    netPt: '966605',
  })
  await agree()
})

test('a conversion whose id a stranger saw and used first has converted nothing of ours', async () => {
  const { sovereign } = traders
  const stranger = (await createTradeParties(harness, 'Neighbour')).sovereign.wallet
  const unit = 10n ** 18n
  const conversion = harness.machine.chain.view.address('Conversion')
  const call = (
    from: `0x${string}`,
    contract: 'FoundationToken' | 'Conversion',
    functionName: string,
    args: unknown[],
  ) => sendFirst(harness, { from, contract, functionName, args })
  await call(sovereign.wallet, 'FoundationToken', 'transfer', [stranger, unit])
  await harness.settle()
  const before = await held(sovereign.wallet, 'FT')
  const { conversionId, onChainId } = await harness.run((ctx) =>
    requestConversion(ctx, { partyId: sovereign.partyId, body: { amountFt: '1' } }),
  )
  await call(stranger, 'FoundationToken', 'approve', [conversion, unit])
  await call(stranger, 'Conversion', 'convert', [onChainId, unit, 0n])
  await harness.settle()
  expect(await harness.ask((ctx) => readConversion(ctx, conversionId))).toMatchObject({
    ...{ state: 'failed', burnedFt: null, netPt: null, transactionHash: null },
    failure: expect.stringMatching(/ConversionExists/),
  })
  expect(await held(sovereign.wallet, 'FT')).toBe(before)
  const said = harness.db.selectFrom('events').select('id').where('type', '=', 'settlement.conversionSettled')
  expect(await said.where('key', '=', conversionId).execute()).toEqual([])
  await agree()
})

test('G2: a shortage splits the escrow and the allocation', async () => {
  await mintPt(harness, traders.buyer.partyId, '2500000')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, traders, 'G2')
  await fund(tradeId)
  await harness.settle()
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity, quantity: 9_100_000n })
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'split', toSellerPt: '2275000', toBuyerPt: '225000' })
  expect(await allocationOf(tradeId)).toMatchObject({ state: 'minted', mintedFt: '4355462.475' })
  expect(await stateOf(tradeId)).toBe('completed')
  await agree()
})

test('G3: a rejection leaves the escrow untouched until the buyer asks for the money; asking twice pays once', async () => {
  const others = await createTradeParties(harness, 'Forged')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, others, 'G3')
  await fund(tradeId)
  await harness.settle()
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity, rejected: true })
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded', amountPt: '2500000' })
  expect(await stateOf(tradeId)).toBe('rejected')
  await expect(allocationOf(tradeId)).rejects.toMatchObject({ code: 'ALLOCATION_NOT_FOUND' })
  await harness.run((ctx) => refundEscrow(ctx, { tradeId }))
  await harness.run((ctx) => refundEscrow(ctx, { tradeId }))
  await harness.settle()
  expect(await harness.run((ctx) => refundEscrow(ctx, { tradeId }))).toMatchObject({ state: 'refunded' })
  expect(await stateOf(tradeId)).toBe('refunded')
  expect(await held(others.buyer.wallet, 'PT')).toBe(2_500_000n * 10n ** 18n)
  await agree()
})

test('an allocation that strays from the expected is held; a party of the trade may not decide, another reviewer may', async () => {
  const others = await createTradeParties(harness, 'Anomaly')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, others, 'H-1')
  await fund(tradeId)
  await settleCase(harness, {
    caseId: tradeId,
    subjectKind: 'trade',
    terms: { ...terms, expected: terms.expected / 2n },
    contractedQuantity,
    ownerPartyIds: [others.seller.partyId],
  })
  await harness.settle()
  expect(await allocationOf(tradeId)).toMatchObject({ state: 'held', mintedFt: '0', expectedFt: '2393111.25' })
  const decide = (approved: boolean, partyId: string | null) =>
    harness.run(
      (ctx) => resolveHold(ctx, { caseId: tradeId, body: { approved, reason: 'looked at' } }),
      harness.as({ partyId, roles: ['reviewer'] }),
    )
  await expect(decide(true, others.seller.partyId)).rejects.toMatchObject({ code: 'HOLD_NEEDS_OTHER_REVIEWER' })
  await decide(true, null)
  await decide(true, null)
  await expect(decide(false, null)).rejects.toMatchObject({ code: 'ALLOCATION_NOT_HELD' })
  await harness.settle()
  expect(await allocationOf(tradeId)).toMatchObject({ state: 'minted', mintedFt: '4786222.5' })
  await agree()
})

test('of reviewers who decide about a hold at the same moment one is heard', async () => {
  const others = await createTradeParties(harness, 'Doubt')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, others, 'H-2')
  await fund(tradeId)
  const odd = { ...terms, expected: terms.expected / 2n }
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms: odd, contractedQuantity })
  await harness.settle()
  const answers = await Promise.allSettled(
    [true, false, true, false, true, false].map(async (approved) => {
      await harness.run((ctx) => resolveHold(ctx, { caseId: tradeId, body: { approved, reason: 'looked at' } }))
      return approved
    }),
  )
  const heard = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  expect(heard).toEqual(Array(3).fill(heard[0]))
  for (const answer of answers)
    if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'ALLOCATION_NOT_HELD' })
  await harness.settle()
  expect(await allocationOf(tradeId)).toMatchObject({ state: heard[0] === true ? 'minted' : 'dropped' })
})

test('a case that settles before its trade is funded pays out and allocates once the money is there', async () => {
  const others = await createTradeParties(harness, 'Late')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, others, 'L-1')
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity })
  await harness.settle()
  expect((await allocationOf(tradeId)).failure).toMatch(/NotPaid/)
  await fund(tradeId)
  await harness.settle()
  await harness.advance(3600)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'released' })
  expect(await stateOf(tradeId)).toBe('completed')
  expect(await allocationOf(tradeId)).toMatchObject({ state: 'minted', failure: null })
})

test('money that comes after its case has settled is paid out no sooner than its amount asks for', async () => {
  const others = await createTradeParties(harness, 'Later', '10000000')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, others, 'L-2', 1000)
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity })
  await harness.settle()
  await fund(tradeId)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded' })
  await harness.advance(1800)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'released' })
})

test('a stranger who saw a trade and funded an escrow under its case first pays himself, and stops nobody', async () => {
  const ours = await createTradeParties(harness, 'Seen')
  const { buyer, seller } = await createTradeParties(harness, 'Stranger')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, ours, 'S-1')
  const { onChainId, caseOnChainId, timeoutAt } = await fund(tradeId)
  const escrow = harness.machine.chain.view.address('Escrow')
  const amount = 2_500_000n * 10n ** 18n
  const theirs = {
    ...{ caseId: caseOnChainId as Hex, buyer: buyer.wallet, seller: seller.wallet, amount },
    ...{ tradeFee: 0n, verificationFee: 0n, burnBps: 0, timeoutAt: BigInt(Date.parse(timeoutAt) / 1000) },
  }
  const from = buyer.wallet
  await sendFirst(harness, { from, contract: 'PaymentToken', functionName: 'approve', args: [escrow, amount] })
  await sendFirst(harness, { from, contract: 'Escrow', functionName: 'fund', args: [theirs] })
  const inOurName = { ...theirs, buyer: ours.buyer.wallet, seller: ours.seller.wallet }
  const refused = sendFirst(harness, { from, contract: 'Escrow', functionName: 'fund', args: [inOurName] })
  await expect(refused).rejects.toThrow(/NotBuyer|reverted|refused/)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded', failure: null })
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity })
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'released', onChainId, toSellerPt: '2500000' })
  expect(await held(ours.seller.wallet, 'PT')).toBeGreaterThan(2_490_000n * 10n ** 18n)
  expect(await allocationOf(tradeId)).toMatchObject({ state: 'minted', mintedFt: '4786222.5' })
  const stateOnChain = (id: string) => harness.machine.chain.view.read('Escrow', 'stateOf', [id])
  expect([await stateOnChain(onChainId), await stateOnChain(tradeIdOf(theirs))]).toEqual([2, 1])
  await agree()
})

test('an impostor who pays himself under our case earns nobody Foundation Token while our buyer has not paid', async () => {
  const ours = await createTradeParties(harness, 'Unpaid')
  const { buyer, seller } = await createTradeParties(harness, 'Impostor')
  const { tradeId, terms, contractedQuantity } = await createTrade(harness, ours, 'S-2')
  const escrow = harness.machine.chain.view.address('Escrow')
  const timeoutAt = BigInt(Math.floor(harness.clock.now().getTime() / 1000) + 90 * 86_400)
  const theirs = {
    ...{ caseId: terms.caseId, buyer: buyer.wallet, seller: seller.wallet, amount: terms.ptValue },
    ...{ tradeFee: 0n, verificationFee: 0n, burnBps: 0, timeoutAt },
  }
  const from = buyer.wallet
  await sendFirst(harness, { from, contract: 'PaymentToken', functionName: 'approve', args: [escrow, terms.ptValue] })
  await sendFirst(harness, { from, contract: 'Escrow', functionName: 'fund', args: [theirs] })
  await settleCase(harness, { caseId: tradeId, subjectKind: 'trade', terms, contractedQuantity })
  await harness.settle()
  expect((await allocationOf(tradeId)).failure).toMatch(/NotPaid/)
  expect(await held(ours.sovereign.wallet, 'FT')).toBe(0n)
  await agree()
})

test('a funding that a stranger relays before us is ours, and the money it took is promised no longer', async () => {
  const of = await createTradeParties(harness, 'Relayed')
  const { tradeId } = await createTrade(harness, of, 'R-1')
  await fund(tradeId)
  const { calldata } = await harness.db
    .selectFrom('chain_intents')
    .select('calldata')
    .where('subject', '=', `funding/${tradeId}/1`)
    .executeTakeFirstOrThrow()
  const { functionName, args } = decodeFunctionData({ abi: abis.Escrow, data: calldata as Hex })
  const from = '0x00000000000000000000000000000000000000ee'
  await sendFirst(harness, { from, contract: 'Escrow', functionName, args })
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded', failure: null })
  const free = () => harness.run((ctx) => freeOf(ctx, of.buyer.wallet, 'PT'))
  expect(await free()).toBe(await held(of.buyer.wallet, 'PT'))
})

test('after the timeout without an outcome the buyer has the money back without asking', async () => {
  const others = await createTradeParties(harness, 'Silent')
  const { tradeId } = await createTrade(harness, others, 'T-1')
  await fund(tradeId)
  await harness.settle()
  await harness.advance(15_552_000)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'refunded' })
  expect(await stateOf(tradeId)).toBe('refunded')
})

test('a failed funding is marked with the reason of the contract and may be repeated', async () => {
  const others = await createTradeParties(harness, 'Unclaimed')
  const { tradeId } = await createTrade(harness, others, 'F-1')
  const setFrozen = (frozen: boolean) => freeze(others.seller.wallet, frozen)
  await setFrozen(true)
  await fund(tradeId)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'failed', failure: expect.stringMatching(/NotActiveParty/) })
  await setFrozen(false)
  // Another wallet since: the payment that may be repeated stays the one that was signed.
  await harness.run((ctx) => registerWallet(ctx, { partyId: others.buyer.partyId, custody: 'custodied' }))
  const { onChainId } = await escrowOf(tradeId)
  await fund(tradeId)
  await harness.settle()
  expect(await escrowOf(tradeId)).toMatchObject({ state: 'funded', failure: null, onChainId })
  await agree()
})

async function freeze(wallet: string, frozen: boolean): Promise<void> {
  await harness.run((ctx) =>
    ctx.intend({
      from: 'compliance',
      contract: 'Parties',
      functionName: 'setFrozen',
      args: [wallet, frozen],
      salt: `${frozen}`,
      subject: 'fixture',
    }),
  )
  await harness.settle()
}
