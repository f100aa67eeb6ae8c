import { Type } from 'typebox'
import { Uuid } from '../../fields.ts'
import { type CommandContext, command, query, type Route } from '../../module.ts'
import { partyShown } from '../../page.ts'
import { buyFromListing } from './buyFromListing.ts'
import { cancelListing } from './cancelListing.ts'
import { createListing } from './createListing.ts'
import { tradingErrors } from './errors.ts'
import { listListings, listPurchases, partiesOfPurchase, readListing, readPurchase } from './queries.ts'
import {
  Listing,
  ListingBody,
  ListingPage,
  ListingQuery,
  Purchase,
  PurchaseBody,
  PurchasePage,
  PurchaseQuery,
} from './schema.ts'

const overseers = ['operator', 'auditor', 'compliance'] as const
const readers = ['landowner', 'creditBuyer', 'reviewer', ...overseers] as const
const ListingParams = Type.Object({ listingId: Uuid })

export const routes: readonly Route[] = [
  command({
    operationId: 'createListing',
    path: '/listings',
    summary: 'Offer credits at a fixed price',
    access: { roles: ['landowner', 'creditBuyer'], scope: 'trading:write' },
    body: ListingBody,
    response: Listing,
    status: 202,
    errors: [
      'LISTING_EXPIRY_INVALID',
      'PRICE_ZERO',
      'TRADING_WALLET_MISSING',
      'CREDITS_SUSPENDED',
      'CREDITS_NOT_ENOUGH',
      'QUANTITY_INVALID',
      'QUANTITY_TOO_LARGE',
    ],
    handle: (ctx, input) => createListing(ctx, { partyId: actingParty(ctx), body: input.body }),
  }),
  query({
    operationId: 'listListings',
    path: '/listings',
    summary: 'Listings, oldest first',
    access: { roles: readers, scope: 'trading:read' },
    query: ListingQuery,
    response: ListingPage,
    errors: ['CURSOR_INVALID'],
    handle: (ctx, input) => listListings(ctx, input.query),
  }),
  query({
    operationId: 'readListing',
    path: '/listings/{listingId}',
    summary: 'One listing',
    access: { roles: readers, scope: 'trading:read' },
    params: ListingParams,
    response: Listing,
    errors: ['LISTING_NOT_FOUND'],
    handle: (ctx, input) => readListing(ctx, input.params.listingId),
  }),
  command({
    operationId: 'cancelListing',
    method: 'DELETE',
    path: '/listings/{listingId}',
    summary: 'Take back what is unsold',
    access: {
      roles: ['landowner', 'creditBuyer'],
      scope: 'trading:write',
      owners: async (ctx, input) => sellerOf(ctx, input.params.listingId),
    },
    params: ListingParams,
    response: Listing,
    status: 202,
    errors: ['LISTING_NOT_FOUND', 'LISTING_NOT_OPEN'],
    handle: (ctx, input) => cancelListing(ctx, input.params),
  }),
  command({
    operationId: 'buyFromListing',
    path: '/listings/{listingId}/purchases',
    summary: 'Buy part or all of a listing',
    access: { roles: ['creditBuyer'], scope: 'trading:write' },
    params: ListingParams,
    body: PurchaseBody,
    response: Purchase,
    status: 202,
    errors: [
      'LISTING_NOT_FOUND',
      'LISTING_NOT_OPEN',
      'LISTING_OWN',
      'LISTING_NOT_ENOUGH_LEFT',
      'PRICE_ABOVE_MAXIMUM',
      'CREDITS_SUSPENDED',
      'PAYMENT_NOT_COVERED',
      'TRADING_WALLET_MISSING',
      'QUANTITY_INVALID',
      'QUANTITY_TOO_LARGE',
    ],
    handle: (ctx, input) => buyFromListing(ctx, { partyId: actingParty(ctx), ...input.params, body: input.body }),
  }),
  query({
    operationId: 'listPurchases',
    path: '/purchases',
    summary: 'List what you bought and sold',
    access: { roles: readers, scope: 'trading:read' },
    query: PurchaseQuery,
    response: PurchasePage,
    errors: ['CURSOR_INVALID'],
    handle: (ctx, input) => listPurchases(ctx, input.query, partyShown(ctx.actor, overseers)),
  }),
  query({
    operationId: 'readPurchase',
    path: '/purchases/{purchaseId}',
    summary: 'One purchase',
    access: {
      roles: readers,
      scope: 'trading:read',
      owners: (ctx, input) => partiesOfPurchase(ctx, input.params.purchaseId),
      anyOwner: overseers,
    },
    params: Type.Object({ purchaseId: Uuid }),
    response: Purchase,
    errors: ['PURCHASE_NOT_FOUND'],
    handle: (ctx, input) => readPurchase(ctx, input.params.purchaseId),
  }),
]

/** Credits are sold and bought for the party the client acts for. */
function actingParty(ctx: CommandContext): string {
  if (ctx.actor.partyId === null) throw tradingErrors.TRADING_WALLET_MISSING()
  return ctx.actor.partyId
}

async function sellerOf(ctx: Parameters<typeof partiesOfPurchase>[0], listingId: string): Promise<string[] | null> {
  const row = await ctx.db
    .selectFrom('listings')
    .select('seller_party_id')
    .where('listing_id', '=', listingId)
    .executeTakeFirst()
  return row === undefined ? null : [row.seller_party_id]
}
