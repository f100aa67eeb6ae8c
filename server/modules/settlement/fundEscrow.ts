import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { VerificationSpeed } from '@assay/domain/programmes/fictraFees.ts'
import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { idOf, tradeIdOf } from '@assay/protocol/ids.ts'
import { type EscrowTermsMessage, escrowConsentTypedData } from '@assay/protocol/typedData.ts'
import { sql } from 'kysely'
import type { Address, Hex, TypedDataDefinition } from 'viem'
import type { CommandContext } from '../../module.ts'
import { fixTradeWallets, readTrade, type TradeRecord, type TradeWallets } from '../assets/index.ts'
import { availableOf, commit, freeOf, lockFor } from '../ledger/index.ts'
import { walletsOf } from '../parties/index.ts'
import { computeFees, type FeesOfTrade } from './computeFees.ts'
import { escrowErrors } from './errors.ts'
import { timeoutDue } from './events.ts'
import { readEscrow } from './queries.ts'
import type { Escrow } from './schema.ts'
import { signPermit } from './signPermit.ts'

/**
 * Puts the whole contract value into escrow. The buyer's wallet signs a permit (EIP-2612) and its consent to these very terms
 * (EIP-712); the operator relays both in one transaction. The case has the uuid of the trade, so its id on chain is known before
 * it is opened. A failed funding may be repeated, between the same wallets: all attempts have one id, which the chain funds once. One
 * that stands or is on its way may not.
 * Errors: TRADE_NOT_FOUND, TRADE_CANCELLED, ESCROW_EXISTS, ESCROW_WALLET_MISSING, ESCROW_NOT_COVERED.
 */
export async function fundEscrow(
  ctx: CommandContext,
  { tradeId, speed }: { tradeId: string; speed: VerificationSpeed },
): Promise<Escrow> {
  await lockFor(ctx, `escrow/${tradeId}`)
  const trade = await readTrade(ctx.db, tradeId)
  const attempt = await nextAttempt(ctx, trade)
  const { buyer, seller } = trade.wallets ?? (await chooseWallets(ctx, trade))
  await lockFor(ctx, `permits/${buyer}`)
  const nextNonce = await nextNonceOf(ctx, buyer)
  const free = await freeOf(ctx, buyer, 'PT')
  if (free < trade.totalPt) {
    const needPt = formatQuantity(quantity(trade.totalPt, 'PT'))
    throw escrowErrors.ESCROW_NOT_COVERED({ needPt, freePt: formatQuantity(quantity(free > 0n ? free : 0n, 'PT')) })
  }
  const fees = await computeFees(ctx, {
    sellerPartyId: trade.sellerPartyId,
    amount: quantity(trade.totalPt, 'PT'),
    heldPt: await availableOf(ctx, seller, 'PT'),
    speed,
  })
  const terms = termsOf(ctx, trade, { buyer, seller, fees })
  const relayed = await relay(ctx, { tradeId, terms, attempt, nextNonce })
  await commit(ctx, { intentId: relayed.intentId, wallet: buyer, asset: 'PT', amount: trade.totalPt })
  await insertFunding(ctx, { trade, terms, fees, attempt, ...relayed })
  return readEscrow(ctx, tradeId)
}

/** 1 for a trade that may be funded, the next number after a failure. */
async function nextAttempt(ctx: CommandContext, trade: TradeRecord): Promise<number> {
  const { tradeId, state } = trade
  if (state === 'cancelled') throw escrowErrors.TRADE_CANCELLED({ tradeId })
  const { attempt, isPending } = await fundingOf(ctx, tradeId)
  if (isPending || state !== 'created') throw escrowErrors.ESCROW_EXISTS({ tradeId, state })
  return attempt + 1
}

/** Number of the last attempt, 0 before the first, and whether it stands or is on its way. Under the lock of the escrow. */
export async function fundingOf(
  ctx: CommandContext,
  tradeId: string,
): Promise<{ readonly attempt: number; readonly isPending: boolean }> {
  const row = await ctx.db
    .selectFrom('escrow_fundings as f')
    .leftJoin('escrows_on_chain as c', 'c.on_chain_id', 'f.on_chain_id')
    .select(['f.attempt', 'f.failure', 'c.state'])
    .where('f.trade_id', '=', tradeId)
    .executeTakeFirst()
  if (row === undefined) return { attempt: 0, isPending: false }
  return { attempt: row.attempt, isPending: row.failure === null || row.state !== null }
}

async function chooseWallets(ctx: CommandContext, trade: TradeRecord): Promise<TradeWallets> {
  return { buyer: await buyerWallet(ctx, trade), seller: await sellerWallet(ctx, trade) }
}

async function buyerWallet(ctx: CommandContext, { buyerPartyId }: TradeRecord): Promise<Address> {
  const wallet = (await walletsOf(ctx.db, buyerPartyId)).find(({ custodied }) => custodied)
  if (wallet === undefined) throw escrowErrors.ESCROW_WALLET_MISSING({ partyId: buyerPartyId })
  return wallet.address
}

async function sellerWallet(ctx: CommandContext, { sellerPartyId }: TradeRecord): Promise<Address> {
  const wallets = await walletsOf(ctx.db, sellerPartyId)
  const wallet = wallets.find(({ custodied }) => custodied) ?? wallets[0]
  if (wallet === undefined) throw escrowErrors.ESCROW_WALLET_MISSING({ partyId: sellerPartyId })
  return wallet.address
}

/** After the permits of this buyer's fundings that the index has not seen yet. */
async function nextNonceOf(ctx: CommandContext, buyer: Address): Promise<bigint> {
  const { nonce } = await ctx.db
    .selectFrom('escrow_fundings as f')
    .leftJoin('escrows_on_chain as c', 'c.on_chain_id', 'f.on_chain_id')
    .select(sql<string>`coalesce(max(f.permit_nonce) + 1, 0)`.as('nonce'))
    .where(sql`f.terms->>'buyer'`, '=', buyer)
    .where('f.failure', 'is', null)
    .where('c.on_chain_id', 'is', null)
    .executeTakeFirstOrThrow()
  return BigInt(nonce)
}

function termsOf(
  ctx: CommandContext,
  trade: TradeRecord,
  { buyer, seller, fees }: { buyer: Address; seller: Address; fees: FeesOfTrade },
): EscrowTermsMessage {
  const timeoutSeconds = BigInt(ctx.parameters.get(fictra.settlement.escrowTimeoutSeconds))
  return {
    caseId: idOf('case', trade.tradeId),
    buyer,
    seller,
    amount: trade.totalPt,
    tradeFee: fees.tradeFee.value,
    verificationFee: fees.verificationFee.value,
    burnBps: fees.burnBps,
    timeoutAt: BigInt(Math.floor(ctx.now.getTime() / 1000)) + timeoutSeconds,
  }
}

interface Relay {
  readonly tradeId: string
  readonly terms: EscrowTermsMessage
  readonly attempt: number
  readonly nextNonce: bigint
}

async function relay(
  ctx: CommandContext,
  { tradeId, terms, attempt, nextNonce }: Relay,
): Promise<{ intentId: string; permitNonce: bigint }> {
  const consent: Hex = await ctx.signer.signTypedData(
    terms.buyer,
    escrowConsentTypedData(ctx.chain.domain('Escrow'), terms) as unknown as TypedDataDefinition,
  )
  const permit = await signPermit(ctx, {
    owner: terms.buyer,
    spender: ctx.chain.address('Escrow'),
    value: terms.amount,
    nextNonce,
  })
  const intentId = await ctx.intend({
    from: 'operator',
    contract: 'Escrow',
    functionName: 'fundWithPermit',
    args: [terms, permit.deadline, permit.signature, consent],
    salt: attempt === 1 ? '' : `attempt-${attempt}`,
    subject: `funding/${tradeId}/${attempt}`,
  })
  return { intentId, permitNonce: permit.nonce }
}

interface NewFunding {
  readonly trade: TradeRecord
  readonly terms: EscrowTermsMessage
  readonly fees: FeesOfTrade
  readonly intentId: string
  readonly permitNonce: bigint
  readonly attempt: number
}

async function insertFunding(ctx: CommandContext, of: NewFunding): Promise<void> {
  const { trade, terms, fees, attempt } = of
  const values = {
    buyer_party_id: trade.buyerPartyId,
    seller_party_id: trade.sellerPartyId,
    sovereign_party_id: trade.sovereignPartyId,
    terms: JSON.stringify(terms, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)),
    fee_computation: JSON.stringify(fees.computation),
    permit_nonce: of.permitNonce,
    intent_id: of.intentId,
    attempt,
    failure: null,
    timeout_at: new Date(Number(terms.timeoutAt) * 1000),
    requested_at: ctx.now,
  }
  await fixTradeWallets(ctx, trade.tradeId, terms)
  await ctx.db
    .insertInto('escrow_fundings')
    .values({ trade_id: trade.tradeId, on_chain_id: tradeIdOf(terms), ...values })
    .onConflict((conflict) => conflict.column('trade_id').doUpdateSet(values))
    .execute()
  await ctx.emit(timeoutDue({ tradeId: trade.tradeId, funding: attempt, attempt: 1 }), {
    at: values.timeout_at,
    key: `${trade.tradeId}/${attempt}/1`,
  })
}
