/**
 * Claim keys: what, where and when, hashed. A key can succeed once, ever, so two spellings of one delivery must give one key.
 * Texts are compared by their letters and digits alone (Unicode NFKC, upper case): case, spaces, hyphens and dots do not count.
 */
import { type Hex, keccak256 } from 'viem'
import { canonicalBytes } from './canonicalJson.ts'

/**
 * Only what the transport document itself states (`tradeClaim.ts`): what a party types makes no second key of one delivery. What was
 * carried is what the document of this number speaks of; its HS code is no part, since one paper of a delivery may name it and
 * another leave it out.
 */
export interface TradeClaim {
  /** Number of the transport document (bill of lading, consignment note). */
  readonly transportDocument: string
  /** UN/LOCODE. */
  readonly loadPort: string
  /** ISO date on which the goods were shipped. */
  readonly shippedOn: string
}

/** Of a parcel, a pool and a quarter, whichever project and building: the land stores what it stores once. */
export interface CarbonClaim {
  /** Commitment of the parcel's polygon, bytes32. */
  readonly parcelCommitment: Hex
  /** Carbon pool, for example `harvestedProducts`. */
  readonly pool: string
  /** Vintage: year x 10 + quarter. */
  readonly period: number
}

/** Claim key of a commodity delivery. @throws TypeError naming the field that is empty or malformed. */
export function tradeClaimKey(claim: TradeClaim): Hex {
  return hash({
    claim: 'trade',
    transportDocument: letters('transportDocument', claim.transportDocument),
    loadPort: loadPort(claim.loadPort),
    shippedOn: isoDate(claim.shippedOn),
  })
}

/** Claim key of a parcel's period. @throws TypeError naming the field that is empty or malformed. */
export function carbonClaimKey(claim: CarbonClaim): Hex {
  if (!/^0x[0-9a-f]{64}$/i.test(claim.parcelCommitment))
    throw new TypeError('parcelCommitment: 32 bytes of hex are needed')
  if (!Number.isInteger(claim.period) || claim.period < 10_000 || claim.period % 10 < 1 || claim.period % 10 > 4) {
    throw new TypeError('period: year x 10 + quarter is needed')
  }
  return hash({
    claim: 'carbon',
    parcelCommitment: claim.parcelCommitment.toLowerCase(),
    pool: letters('pool', claim.pool),
    period: claim.period,
  })
}

function hash(claim: { readonly [field: string]: string | number }): Hex {
  return keccak256(canonicalBytes(claim))
}

function letters(field: string, text: string): string {
  const normal = text
    .normalize('NFKC')
    .toUpperCase()
    .normalize('NFKC')
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')
  if (normal === '') throw new TypeError(`${field}: a text with letters or digits is needed`)
  return normal
}

function loadPort(code: string): string {
  const normal = letters('loadPort', code)
  if (!/^[A-Z]{2}[A-Z2-9]{3}$/.test(normal)) throw new TypeError('loadPort: a UN/LOCODE is needed')
  return normal
}

function isoDate(date: string): string {
  const normal = date.trim()
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(normal) ||
    Number.isNaN(Date.parse(`${normal}T00:00:00Z`)) ||
    new Date(`${normal}T00:00:00Z`).toISOString().slice(0, 10) !== normal
  ) {
    throw new TypeError('shippedOn: an ISO date (YYYY-MM-DD) is needed')
  }
  return normal
}
