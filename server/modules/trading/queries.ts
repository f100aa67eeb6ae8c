import { formatQuantity, quantity } from '@assay/domain/quantity.ts'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { tradingErrors } from './errors.ts'
import type {
  Listing,
  ListingPage,
  ListingQuery,
  listingStates,
  Purchase,
  PurchasePage,
  PurchaseQuery,
} from './schema.ts'

/** One listing as asked for and as the chain shows it. Errors: LISTING_NOT_FOUND. */
export async function readListing(ctx: QueryContext, listingId: string): Promise<Listing> {
  const row = await listingRows(ctx).where('l.listing_id', '=', listingId).executeTakeFirst()
  if (row === undefined) throw tradingErrors.LISTING_NOT_FOUND({ listingId })
  return presentListing(ctx, row)
}

/** Listings, oldest first. Errors: CURSOR_INVALID. */
export async function listListings(
  ctx: QueryContext,
  query: Static<typeof ListingQuery>,
): Promise<Static<typeof ListingPage>> {
  const page = readPage(query)
  const rows = await listingRows(ctx)
    .$if(query.creditId !== undefined, (q) => q.where('l.credit_id', '=', query.creditId!))
    .$if(query.sellerPartyId !== undefined, (q) => q.where('l.seller_party_id', '=', query.sellerPartyId!))
    .$if(page.after !== null, (q) => q.where('l.listing_id', '>', page.after![0]!))
    .orderBy('l.listing_id')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.listing_id],
    (row) => presentListing(ctx, row),
  )
}

/** One purchase as asked for and as the chain shows it. Errors: PURCHASE_NOT_FOUND. */
export async function readPurchase(ctx: QueryContext, purchaseId: string): Promise<Purchase> {
  const row = await purchaseRows(ctx).where('p.purchase_id', '=', purchaseId).executeTakeFirst()
  if (row === undefined) throw tradingErrors.PURCHASE_NOT_FOUND({ purchaseId })
  return presentPurchase(row)
}

/** Purchases, oldest first; those a party bought or sold, or everybody's when `partyId` is null. Errors: CURSOR_INVALID. */
export async function listPurchases(
  ctx: QueryContext,
  query: Static<typeof PurchaseQuery>,
  partyId: string | null,
): Promise<Static<typeof PurchasePage>> {
  const page = readPage(query)
  const rows = await purchaseRows(ctx)
    .$if(partyId !== null, (q) =>
      q.where((is) => is.or([is('p.buyer_party_id', '=', partyId!), is('l.seller_party_id', '=', partyId!)])),
    )
    .$if(query.listingId !== undefined, (q) => q.where('p.listing_id', '=', query.listingId!))
    .$if(page.after !== null, (q) => q.where('p.purchase_id', '>', page.after![0]!))
    .orderBy('p.purchase_id')
    .limit(page.limit + 1)
    .execute()
  return toPage(page, rows, (row) => [row.purchase_id], presentPurchase)
}

function purchaseRows(ctx: QueryContext) {
  return (
    ctx.db
      .selectFrom('purchases as p')
      .innerJoin('listings as l', 'l.listing_id', 'p.listing_id')
      // The id alone may be somebody else's, who saw it on its way.
      .leftJoin('purchases_on_chain as c', (on) =>
        on
          .onRef('c.on_chain_id', '=', 'p.on_chain_id')
          .onRef('c.listing_on_chain_id', '=', 'l.on_chain_id')
          .onRef('c.buyer', '=', 'p.buyer')
          .onRef('c.kg', '=', 'p.kg'),
      )
      .selectAll('p')
      .select(['l.credit_id', 'c.paid_pt', 'c.commission_pt', 'c.transaction_hash'])
  )
}

function presentPurchase(
  row: Awaited<ReturnType<ReturnType<typeof purchaseRows>['executeTakeFirstOrThrow']>>,
): Purchase {
  const settled = row.transaction_hash !== null
  return {
    purchaseId: row.purchase_id,
    onChainId: row.on_chain_id,
    listingId: row.listing_id,
    buyerPartyId: row.buyer_party_id,
    buyer: row.buyer,
    creditId: row.credit_id,
    kg: row.kg,
    maxPt: formatPt(row.max_pt),
    paidPt: row.paid_pt === null ? null : formatPt(row.paid_pt),
    commissionPt: row.commission_pt === null ? null : formatPt(row.commission_pt),
    state: settled ? 'settled' : row.failure === null ? 'submitted' : 'failed',
    failure: settled ? null : row.failure,
    transactionHash: row.transaction_hash,
  }
}

/** Parties of a purchase: who bought and who sold. Null when there is none. */
export async function partiesOfPurchase(ctx: QueryContext, purchaseId: string): Promise<readonly string[] | null> {
  const row = await ctx.db
    .selectFrom('purchases as p')
    .innerJoin('listings as l', 'l.listing_id', 'p.listing_id')
    .select(['p.buyer_party_id', 'l.seller_party_id'])
    .where('p.purchase_id', '=', purchaseId)
    .executeTakeFirst()
  return row === undefined ? null : [row.buyer_party_id, row.seller_party_id]
}

export function formatPt(value: string | bigint): string {
  return formatQuantity(quantity(BigInt(value), 'PT'))
}

function listingRows(ctx: QueryContext) {
  return ctx.db
    .selectFrom('listings as l')
    .leftJoin('listings_on_chain as c', (on) =>
      on
        .onRef('c.on_chain_id', '=', 'l.on_chain_id')
        .onRef('c.seller', '=', 'l.seller')
        .onRef('c.credit_id', '=', 'l.credit_id')
        .onRef('c.kg', '=', 'l.kg')
        .onRef('c.price_pt_per_kg', '=', 'l.price_pt_per_kg'),
    )
    .selectAll('l')
    .select((eb) => [
      'c.left_kg',
      'c.cancelled',
      'c.transaction_hash',
      eb
        .selectFrom('purchases_on_chain as p')
        .select(sql<string>`coalesce(sum(p.kg), 0)`.as('sold'))
        .whereRef('p.listing_on_chain_id', '=', 'c.on_chain_id')
        .as('sold_kg'),
    ])
}

type ListingRow = Awaited<ReturnType<ReturnType<typeof listingRows>['executeTakeFirstOrThrow']>>

function presentListing(ctx: QueryContext, row: ListingRow): Listing {
  const state = stateOf(ctx, row)
  return {
    listingId: row.listing_id,
    onChainId: row.on_chain_id,
    sellerPartyId: row.seller_party_id,
    seller: row.seller,
    creditId: row.credit_id,
    kg: row.kg,
    leftKg: row.left_kg ?? (state === 'refused' ? '0' : row.kg),
    soldKg: row.sold_kg ?? '0',
    pricePtPerKg: formatPt(row.price_pt_per_kg),
    expiresAt: row.expires_at.toISOString(),
    state,
    failure: row.left_kg === null ? row.failure : row.cancel_failure,
    transactionHash: row.transaction_hash,
  }
}

/** Where a listing stands, by what the chain shows (listingLifecycle of domain/lifecycles.ts). */
function stateOf(ctx: QueryContext, row: ListingRow): (typeof listingStates)[number] {
  if (row.left_kg === null) return row.failure === null ? 'pending' : 'refused'
  if (row.cancelled) return 'cancelled'
  if (row.left_kg === '0') return 'sold'
  if (ctx.now >= row.expires_at) return 'expired'
  return row.left_kg === row.kg ? 'active' : 'partiallySold'
}
