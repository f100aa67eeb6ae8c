import { parseQuantity } from '@assay/domain/quantity.ts'
import { idOf } from '@assay/protocol/ids.ts'
import type { Static } from 'typebox'
import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { requireNotSuspended } from '../issuance/index.ts'
import { commit, creditAsset, freeOf } from '../ledger/index.ts'
import { tradingErrors } from './errors.ts'
import { listingExpired } from './events.ts'
import { readListing } from './queries.ts'
import type { Listing, ListingBody } from './schema.ts'
import { tradingWallet } from './tradingWallet.ts'

/** The contract refuses a listing that stays open longer. */
const openSecondsMost = 366 * 86_400

/**
 * Offers credits of the party's own wallet at a fixed price. The wallet allows the Listings contract to take credits (once) and
 * then lists; both transactions are sent in this order. The last moment of the listing is a delayed event.
 * Errors: LISTING_EXPIRY_INVALID, TRADING_WALLET_MISSING, CREDITS_SUSPENDED, CREDITS_NOT_ENOUGH, QUANTITY_INVALID.
 */
export async function createListing(
  ctx: CommandContext,
  { partyId, body }: { partyId: string; body: Static<typeof ListingBody> },
): Promise<Listing> {
  const creditId = BigInt(body.creditId)
  const kg = BigInt(body.kg)
  const price = parseQuantity(body.pricePtPerKg, 'PT', 'pricePtPerKg')
  if (price.value === 0n) throw tradingErrors.PRICE_ZERO()
  const expiresAt = checkExpiry(ctx, body.expiresAt)
  const seller = await tradingWallet(ctx, partyId)
  await requireNotSuspended(ctx, creditId, seller)
  await requireFreeCredits(ctx, seller, creditId, kg)

  const listingId = ctx.newId()
  const onChainId = idOf('listing', listingId)
  const subject = `listing/${listingId}`
  await ctx.intend({
    from: seller,
    contract: 'CarbonCredit',
    functionName: 'setApprovalForAll',
    args: [ctx.chain.address('Listings'), true],
    subject: `approval/${seller}`,
  })
  const expirySeconds = BigInt(Math.floor(expiresAt.getTime() / 1000))
  const intentId = await ctx.intend({
    from: seller,
    contract: 'Listings',
    functionName: 'list',
    args: [onChainId, creditId, kg, price.value, expirySeconds],
    subject,
  })
  await commit(ctx, { intentId, wallet: seller, asset: creditAsset(creditId), amount: kg })
  await ctx.db
    .insertInto('listings')
    .values({
      listing_id: listingId,
      on_chain_id: onChainId,
      seller_party_id: partyId,
      seller,
      credit_id: creditId,
      kg,
      price_pt_per_kg: price.value,
      expires_at: expiresAt,
      intent_id: intentId,
      requested_at: ctx.now,
    })
    .execute()
  await ctx.emit(listingExpired({ listingId, attempt: 1 }), { at: expiresAt, key: `${listingId}/1` })
  return readListing(ctx, listingId)
}

/** Whole seconds, as the contract counts. */
function checkExpiry(ctx: CommandContext, text: string): Date {
  const expiresAt = new Date(Math.floor(Date.parse(text) / 1000) * 1000)
  const latest = new Date(ctx.now.getTime() + openSecondsMost * 1000)
  if (expiresAt > ctx.now && expiresAt < latest) return expiresAt
  throw tradingErrors.LISTING_EXPIRY_INVALID({ after: ctx.now.toISOString(), before: latest.toISOString() })
}

/** What the wallet holds less what its listings and retirements on their way will take. */
async function requireFreeCredits(ctx: CommandContext, seller: Address, creditId: bigint, kg: bigint): Promise<void> {
  const freeKg = await freeOf(ctx, seller, creditAsset(creditId))
  if (freeKg >= kg) return
  const shown = freeKg < 0n ? 0n : freeKg
  throw tradingErrors.CREDITS_NOT_ENOUGH({ freeKg: shown.toString(), askedKg: kg.toString() })
}
