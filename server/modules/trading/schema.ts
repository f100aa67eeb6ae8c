/** Shapes of trading. Credits in whole kg CO2e, prices and amounts in PT as decimals with up to 18 places. */
import { type Static, Type } from 'typebox'
import { AddressField, Bytes32, Decimal, Instant, Nullable, OneOf, Uuid, WholeNumber } from '../../fields.ts'
import { PageOf, pageQuery } from '../../page.ts'

const Kilograms = Type.String({
  pattern: '^[1-9][0-9]{0,18}$',
  examples: ['2000'],
  description: 'Whole kg CO2e.',
})

export const listingStates = ['pending', 'active', 'partiallySold', 'sold', 'cancelled', 'expired', 'refused'] as const

export const ListingBody = Type.Object(
  { creditId: WholeNumber, kg: Kilograms, pricePtPerKg: Decimal, expiresAt: Instant },
  { additionalProperties: false },
)

export const Listing = Type.Object({
  listingId: Uuid,
  onChainId: Bytes32,
  sellerPartyId: Uuid,
  seller: AddressField,
  creditId: WholeNumber,
  kg: WholeNumber,
  leftKg: WholeNumber,
  soldKg: WholeNumber,
  pricePtPerKg: Decimal,
  expiresAt: Instant,
  state: OneOf(listingStates),
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Listing = Static<typeof Listing>

export const ListingQuery = Type.Object({
  ...pageQuery,
  creditId: Type.Optional(WholeNumber),
  sellerPartyId: Type.Optional(Uuid),
})
export const ListingPage = PageOf(Listing)

export const PurchaseBody = Type.Object(
  { kg: Kilograms, maxPt: Type.Optional(Decimal) },
  { additionalProperties: false },
)

export const Purchase = Type.Object({
  purchaseId: Uuid,
  onChainId: Bytes32,
  listingId: Uuid,
  buyerPartyId: Uuid,
  buyer: AddressField,
  creditId: WholeNumber,
  kg: WholeNumber,
  maxPt: Decimal,
  paidPt: Nullable(Decimal),
  commissionPt: Nullable(Decimal),
  state: OneOf(['submitted', 'settled', 'failed']),
  failure: Nullable(Type.String()),
  transactionHash: Nullable(Bytes32),
})
export type Purchase = Static<typeof Purchase>

export const PurchaseQuery = Type.Object(
  { ...pageQuery, listingId: Type.Optional(Uuid) },
  { additionalProperties: false },
)
export const PurchasePage = PageOf(Purchase)
