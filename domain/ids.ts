/**
 * Identifiers. Every row is known by a UUIDv7 string (sortable by time); the brand keeps a trade's id out of a parcel's place.
 */
import { describe } from './decimal.ts'
import { defineErrors } from './errors.ts'

export const idErrors = defineErrors({
  ID_INVALID: {
    status: 422,
    title: 'Value is not an identifier',
    remedy: 'Send the identifier in `field` as it was given out: a UUID in lower case.',
  },
})

export const idKinds = [
  'party',
  'wallet',
  'claim',
  'client',
  'trade',
  'parcel',
  'project',
  'building',
  'document',
  'profile',
  'case',
  'report',
  'node',
  'quantification',
  'allocation',
  'escrow',
  'conversion',
  'emission',
  'credit',
  'issuance',
  'reversal',
  'listing',
  'purchase',
  'retirement',
  'indicator',
  'intent',
  'event',
  'bundle',
] as const
export type IdKind = (typeof idKinds)[number]

declare const idBrand: unique symbol
export type Id<K extends IdKind> = string & { readonly [idBrand]: K }

export type PartyId = Id<'party'>
export type WalletId = Id<'wallet'>
export type TradeId = Id<'trade'>
export type ParcelId = Id<'parcel'>
export type ProjectId = Id<'project'>
export type BuildingId = Id<'building'>
export type DocumentId = Id<'document'>
export type CaseId = Id<'case'>
export type ConversionId = Id<'conversion'>
export type ListingId = Id<'listing'>
export type PurchaseId = Id<'purchase'>
export type RetirementId = Id<'retirement'>
export type ReversalId = Id<'reversal'>
export type IntentId = Id<'intent'>

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value)
}

/** Brands an id after checking its form. @throws ID_INVALID naming the field */
export function parseId<K extends IdKind>(kind: K, value: unknown, field: string = `${kind}Id`): Id<K> {
  if (!isUuid(value)) throw idErrors.ID_INVALID({ field, kind, given: describe(value) })
  return value as Id<K>
}
