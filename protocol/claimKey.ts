/**
 * Claim keys: what, where and when, hashed. A key can succeed once, ever, so two spellings of one delivery must give one key.
 * Texts are compared by their letters and digits alone (Unicode NFKC, upper case): case, spaces, hyphens and dots do not count.
 */
import { type Hex, keccak256 } from 'viem'
import { canonicalBytes } from './canonicalJson.ts'

export interface TradeClaim {
  /** Number of the transport document (bill of lading, consignment note). */
  readonly transportDocument: string
  /** Container or lot numbers; their order does not count. */
  readonly lots: readonly string[]
  /** HS code; its first six digits count, the part that is the same in every country. */
  readonly hsCode: string
  /** Where the goods were produced: site identifier or name, with its country. */
  readonly originSite: string
  /** UN/LOCODE. */
  readonly loadPort: string
  /** ISO date on which the goods were shipped. */
  readonly shippedOn: string
}

export interface CarbonClaim {
  readonly projectId: string
  /** Commitment of the parcel's polygon, bytes32. */
  readonly parcelCommitment: Hex
  /** Carbon pool, for example `harvestedProducts`. */
  readonly pool: string
  /** Vintage: year x 10 + quarter. */
  readonly period: number
}

/** Claim key of a commodity delivery. @throws TypeError naming the field that is empty or malformed. */
export function tradeClaimKey(claim: TradeClaim): Hex {
  const lots = [...new Set(claim.lots.map((lot) => letters('lots', lot)))].sort()
  if (lots.length === 0) throw new TypeError('lots: at least one container or lot is needed')
  return hash({
    claim: 'trade',
    transportDocument: letters('transportDocument', claim.transportDocument),
    lots,
    hsCode: hsSix(claim.hsCode),
    originSite: letters('originSite', claim.originSite),
    loadPort: loadPort(claim.loadPort),
    shippedOn: isoDate(claim.shippedOn),
  })
}

/** Claim key of a carbon project's period. @throws TypeError naming the field that is empty or malformed. */
export function carbonClaimKey(claim: CarbonClaim): Hex {
  if (!/^0x[0-9a-f]{64}$/i.test(claim.parcelCommitment))
    throw new TypeError('parcelCommitment: 32 bytes of hex are needed')
  if (!Number.isInteger(claim.period) || claim.period < 10_000 || claim.period % 10 < 1 || claim.period % 10 > 4) {
    throw new TypeError('period: year x 10 + quarter is needed')
  }
  return hash({
    claim: 'carbon',
    projectId: letters('projectId', claim.projectId),
    parcelCommitment: claim.parcelCommitment.toLowerCase(),
    pool: letters('pool', claim.pool),
    period: claim.period,
  })
}

function hash(claim: { readonly [field: string]: string | number | readonly string[] }): Hex {
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

function hsSix(code: string): string {
  const digits = letters('hsCode', code)
  if (!/^[0-9]{6,12}$/.test(digits)) throw new TypeError('hsCode: six to twelve digits are needed')
  return digits.slice(0, 6)
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
