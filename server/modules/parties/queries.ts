/** Questions other rooms ask about parties. All take the caller's database handle, so that they see its transaction. */
import type { DocumentKind, IssuerType } from '@assay/domain/dossier.ts'
import type { Role, Scope } from '@assay/domain/roles.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'
import type { Parties, Wallets, WalletsOnChain } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import { namesOfBits } from './chainRoles.ts'
import { alpha2Country } from './countries.ts'
import { partyErrors } from './errors.ts'
import type { Ed25519Jwk, Party, Wallet } from './schema.ts'

type Db = QueryContext['db']

/** A party as other rooms see it. */
export interface PartyRecord {
  readonly partyId: string
  readonly onChainId: Hex
  readonly name: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly type: 'state' | 'company' | 'association' | 'person'
  readonly roles: readonly Role[]
  /** Deliveries before the register knew the party. */
  readonly trackRecord: { readonly verified: number; readonly failed: number; readonly source: string | null }
  readonly frozen: boolean
}

export async function findParty(db: Db, partyId: string): Promise<PartyRecord | null> {
  const row = await db.selectFrom('parties').selectAll().where('party_id', '=', partyId).executeTakeFirst()
  return row === undefined ? null : recordOf(row)
}

/** By id; who does not exist is not in it. */
export async function findParties(db: Db, partyIds: readonly string[]): Promise<ReadonlyMap<string, PartyRecord>> {
  const rows = await db.selectFrom('parties').selectAll().where('party_id', 'in', partyIds).execute()
  return new Map(rows.map((row) => [row.party_id, recordOf(row)]))
}

/** Errors: PARTY_NOT_FOUND. */
export async function getParty(db: Db, partyId: string): Promise<PartyRecord> {
  const party = await findParty(db, partyId)
  if (party === null) throw partyErrors.PARTY_NOT_FOUND({ partyId })
  return party
}

/** The party behind an id as the chain shows it. */
export async function findPartyOnChain(db: Db, onChainId: Hex): Promise<PartyRecord | null> {
  const row = await db.selectFrom('parties').selectAll().where('on_chain_id', '=', onChainId).executeTakeFirst()
  return row === undefined ? null : recordOf(row)
}

export interface WalletRecord {
  readonly walletId: string
  readonly partyId: string
  /** Lower case. */
  readonly address: Address
  /** True when this installation holds the key and can send for the party. */
  readonly custodied: boolean
}

/** The wallets of a party, oldest first. */
export async function walletsOf(db: Db, partyId: string): Promise<readonly WalletRecord[]> {
  const rows = await db.selectFrom('wallets').selectAll().where('party_id', '=', partyId).orderBy('wallet_id').execute()
  return rows.map(walletRecordOf)
}

/** Whose address is it? */
export async function findWallet(db: Db, address: string): Promise<WalletRecord | null> {
  const row = await db.selectFrom('wallets').selectAll().where('address', '=', address.toLowerCase()).executeTakeFirst()
  return row === undefined ? null : walletRecordOf(row)
}

/** The wallet a party acts with: the oldest custodied one, or the oldest of all. Errors: WALLET_NOT_FOUND. */
export async function actingWallet(db: Db, partyId: string): Promise<WalletRecord> {
  const wallets = await walletsOf(db, partyId)
  const wallet = wallets.find(({ custodied }) => custodied) ?? wallets[0]
  if (wallet === undefined) throw partyErrors.WALLET_NOT_FOUND({ partyId })
  return wallet
}

/** What a client may do now; null when it does not exist or was revoked. Read at every request. */
export async function findIdentity(
  db: Db,
  clientId: string,
): Promise<{
  clientId: string
  partyId: string
  roles: readonly Role[]
  scopes: readonly Scope[]
  frozen: boolean
} | null> {
  if (!isUuid(clientId)) return null
  const row = await db
    .selectFrom('clients')
    .innerJoin('parties', 'parties.party_id', 'clients.party_id')
    .select(['clients.party_id', 'clients.scopes', 'parties.roles', 'parties.frozen'])
    .where('clients.client_id', '=', clientId)
    .where('clients.revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const { party_id: partyId, frozen } = row
  return { clientId, partyId, frozen, roles: row.roles as Role[], scopes: row.scopes as Scope[] }
}

/** What the authorization server needs of a client; null when it does not exist or was revoked. */
export async function findCredentials(
  db: Db,
  clientId: string,
): Promise<{ clientId: string; secretHash: string; scopes: readonly Scope[] } | null> {
  if (!isUuid(clientId)) return null
  const row = await db
    .selectFrom('clients')
    .select(['client_id', 'secret_hash', 'scopes'])
    .where('client_id', '=', clientId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { clientId: row.client_id, secretHash: row.secret_hash, scopes: row.scopes as Scope[] }
}

/** An issuer of documents that governance of evidence relies on. */
export interface IssuerRecord {
  readonly issuerId: string
  readonly name: string
  readonly country: string
  readonly type: IssuerType
  /** Kinds of document it is authorised to issue. */
  readonly documentKinds: readonly DocumentKind[]
  /** Ed25519 key its documents are signed with (JWS), or null. */
  readonly publicKey: Ed25519Jwk | null
}

/** The recognised issuer of a name (any letter case), or null. */
export async function findIssuer(db: Db, name: string): Promise<IssuerRecord | null> {
  const row = await db
    .selectFrom('issuers')
    .selectAll()
    .where((where) => where(where.fn<string>('lower', ['name']), '=', where.fn<string>('lower', [where.val(name)])))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    issuerId: row.issuer_id,
    name: row.name,
    country: row.country,
    type: row.type as IssuerType,
    documentKinds: row.document_kinds as DocumentKind[],
    publicKey: row.public_jwk as Ed25519Jwk | null,
  }
}

/** A party with its wallets as the API shows it. */
export async function presentParties(db: Db, rows: readonly Selectable<Parties>[]): Promise<Party[]> {
  const ids = rows.map((row) => row.party_id)
  const wallets =
    ids.length === 0
      ? []
      : await db
          .selectFrom('wallets')
          .leftJoin('wallets_on_chain', 'wallets_on_chain.address', 'wallets.address')
          .selectAll('wallets')
          .select(['roles', 'country', 'expires_at', 'issuer', 'frozen'])
          .where('party_id', 'in', ids)
          .orderBy('wallet_id')
          .execute()
  return rows.map((row) => ({
    ...recordOf(row),
    roles: row.roles as Role[],
    registeredAt: row.registered_at.toISOString(),
    wallets: wallets.filter((wallet) => wallet.party_id === row.party_id).map(presentWallet),
  }))
}

/** A wallet with what the chain says of it. */
export function presentWallet(
  row: Selectable<Wallets> &
    Partial<Nulls<Pick<Selectable<WalletsOnChain>, 'roles' | 'country' | 'expires_at' | 'issuer' | 'frozen'>>>,
): Wallet {
  const { roles, country, expires_at: expiresAt, issuer } = row
  const claimed = roles !== undefined && roles !== null && roles !== 0 && expiresAt && issuer
  return {
    walletId: row.wallet_id,
    address: row.address,
    custody: row.custody as Wallet['custody'],
    claim: claimed
      ? { roles: namesOfBits(roles), country: alpha2Country(country ?? 0), expiresAt: expiresAt.toISOString(), issuer }
      : null,
    frozen: row.frozen ?? false,
  }
}

type Nulls<T> = { [K in keyof T]: T[K] | null }

function recordOf(row: Selectable<Parties>): PartyRecord {
  return {
    partyId: row.party_id,
    onChainId: row.on_chain_id as Hex,
    name: row.name,
    country: row.country,
    type: row.type as PartyRecord['type'],
    roles: row.roles as Role[],
    trackRecord: { verified: row.verified_before, failed: row.failed_before, source: row.track_record_source },
    frozen: row.frozen,
  }
}

function walletRecordOf(row: Selectable<Wallets>): WalletRecord {
  return {
    walletId: row.wallet_id,
    partyId: row.party_id,
    address: row.address as Address,
    custodied: row.custody === 'custodied',
  }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
}
