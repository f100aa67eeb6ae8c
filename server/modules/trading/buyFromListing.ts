import { parseQuantity } from '@assay/domain/quantity.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { requireNotSuspended } from '../issuance/index.ts'
import { commit, freeOf, lockFor } from '../ledger/index.ts'
import { tradingErrors } from './errors.ts'
import { formatPt, readListing, readPurchase } from './queries.ts'
import type { Listing, Purchase, PurchaseBody } from './schema.ts'
import { tradingWallet } from './tradingWallet.ts'

/**
 * Buys part or all of a listing: the buyer's wallet allows exactly the cost and buys, in this order; both legs move in one
 * transaction of the contract or none does. Two buyers of the last kilogram: purchases of one listing are recorded one after the
 * other, and what earlier ones have asked for is no longer left.
 * Errors: LISTING_NOT_FOUND, LISTING_NOT_OPEN, LISTING_OWN, LISTING_NOT_ENOUGH_LEFT, PRICE_ABOVE_MAXIMUM, CREDITS_SUSPENDED,
 * TRADING_WALLET_MISSING, PAYMENT_NOT_COVERED.
 */
export async function buyFromListing(
  ctx: CommandContext,
  { partyId, listingId, body }: { partyId: string; listingId: string; body: Static<typeof PurchaseBody> },
): Promise<Purchase> {
  await lockFor(ctx, `listing/${listingId}`)
  const listing = await readListing(ctx, listingId)
  const kg = BigInt(body.kg)
  await checkListing(ctx, listing, partyId, kg)
  const costPt = kg * parseQuantity(listing.pricePtPerKg, 'PT', 'pricePtPerKg').value
  const maxPt = body.maxPt === undefined ? costPt : parseQuantity(body.maxPt, 'PT', 'maxPt').value
  if (costPt > maxPt) throw tradingErrors.PRICE_ABOVE_MAXIMUM({ costPt: formatPt(costPt), maxPt: formatPt(maxPt) })
  const buyer = await payingWallet(ctx, partyId, costPt)

  const purchaseId = ctx.newId()
  const subject = `purchase/${purchaseId}`
  await ctx.intend({
    from: buyer,
    contract: 'PaymentToken',
    functionName: 'approve',
    args: [ctx.chain.address('Listings'), costPt],
    salt: purchaseId,
    subject,
  })
  const onChainId = idOf('purchase', purchaseId)
  const intentId = await ctx.intend({
    from: buyer,
    contract: 'Listings',
    functionName: 'buy',
    args: [listing.onChainId, onChainId, kg, costPt],
    subject,
  })
  await commit(ctx, { intentId, wallet: buyer, asset: 'PT', amount: costPt })
  await ctx.db
    .insertInto('purchases')
    .values({
      purchase_id: purchaseId,
      on_chain_id: onChainId,
      listing_id: listingId,
      buyer_party_id: partyId,
      buyer,
      kg,
      max_pt: costPt,
      intent_id: intentId,
      requested_at: ctx.now,
    })
    .execute()
  return readPurchase(ctx, purchaseId)
}

async function checkListing(ctx: CommandContext, listing: Listing, partyId: string, kg: bigint): Promise<void> {
  const { listingId, state } = listing
  const open = (state === 'active' || state === 'partiallySold') && !(await isBeingCancelled(ctx, listingId))
  if (!open) throw tradingErrors.LISTING_NOT_OPEN({ listingId, state })
  if (listing.sellerPartyId === partyId) throw tradingErrors.LISTING_OWN({ listingId })
  await requireNotSuspended(ctx, BigInt(listing.creditId), listing.seller as Address)
  const leftKg = BigInt(listing.leftKg) - (await pendingKg(ctx, listingId))
  if (kg > leftKg) throw tradingErrors.LISTING_NOT_ENOUGH_LEFT({ leftKg: leftKg.toString(), askedKg: kg.toString() })
}

/** The seller has asked for the rest: a purchase recorded now would only race with the cancellation, and lose. */
async function isBeingCancelled(ctx: CommandContext, listingId: string): Promise<boolean> {
  const asked = await ctx.db
    .selectFrom('listings')
    .select('listing_id')
    .where('listing_id', '=', listingId)
    .where('cancel_requested_at', 'is not', null)
    .where('cancel_failure', 'is', null)
    .executeTakeFirst()
  return asked !== undefined
}

/** Kilograms of purchases that are on their way to the chain. */
async function pendingKg(ctx: CommandContext, listingId: string): Promise<bigint> {
  const { pending } = await ctx.db
    .selectFrom('purchases as p')
    .leftJoin('purchases_on_chain as c', 'c.on_chain_id', 'p.on_chain_id')
    .select(sql<string>`coalesce(sum(p.kg), 0)`.as('pending'))
    .where('p.listing_id', '=', listingId)
    .where('p.failure', 'is', null)
    .where('c.on_chain_id', 'is', null)
    .executeTakeFirstOrThrow()
  return BigInt(pending)
}

async function payingWallet(ctx: CommandContext, partyId: string, costPt: bigint): Promise<Address> {
  const buyer = await tradingWallet(ctx, partyId)
  const free = await freeOf(ctx, buyer, 'PT')
  if (free >= costPt) return buyer
  throw tradingErrors.PAYMENT_NOT_COVERED({ costPt: formatPt(costPt), freePt: formatPt(free > 0n ? free : 0n) })
}
