/** Accounts of the ledger: what is held (asset), how (kind), at which address on chain (holder), for whom (owner). */
import { type Address, type Hex, zeroAddress } from 'viem'

/** `PT`, `FT`, or `CC-` and the decimal id of a carbon credit. */
export type Asset = 'PT' | 'FT' | `CC-${bigint}`

/**
 * available: free to use · escrowed: bound to a trade · reserved: offered in a listing · protocol: held by a contract or the
 * installation itself · fees · buffer: kept against reversal · issued: where tokens come from, the only one below zero ·
 * burned, retired, cancelled: where they end.
 */
export const accountKinds = [
  'available',
  'escrowed',
  'reserved',
  'protocol',
  'fees',
  'buffer',
  'issued',
  'burned',
  'retired',
  'cancelled',
] as const
export type AccountKind = (typeof accountKinds)[number]

export interface Account {
  readonly asset: Asset
  readonly kind: AccountKind
  /** The address whose balance on chain this account is part of; the zero address for issued, burned, retired, cancelled. */
  readonly holder: Address
  /** Whose it is economically. */
  readonly owner: Address
  /** The trade or listing it is bound to. */
  readonly subject?: Hex
}

export function creditAsset(creditId: bigint): Asset {
  return `CC-${creditId}`
}

/** The credit an asset is about, or null for PT and FT. */
export function creditIdOf(asset: string): bigint | null {
  return asset.startsWith('CC-') ? BigInt(asset.slice(3)) : null
}

/** The same account has the same id on whatever fork of the chain it first appears. */
export function accountId(account: Account): string {
  const parts = [account.asset, account.kind, lower(account.owner)]
  if (account.subject !== undefined) parts.push(account.subject)
  return parts.join('.')
}

/** Where newly minted tokens come from. */
export function issuedAccount(asset: Asset): Account {
  return { asset, kind: 'issued', holder: zeroAddress, owner: zeroAddress }
}

/** Where tokens of `owner` end. */
export function endAccount(asset: Asset, kind: 'burned' | 'retired' | 'cancelled', owner: Address): Account {
  return { asset, kind, holder: zeroAddress, owner: lower(owner) }
}

/** Addresses are kept in lower case, so that they compare as text. */
export function lower(address: Address): Address {
  return address.toLowerCase() as Address
}
