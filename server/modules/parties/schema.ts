/** Shapes of the module's inputs and answers. */
import { documentKinds, issuerTypes } from '@assay/domain/dossier.ts'
import { roles, scopes } from '@assay/domain/roles.ts'
import { type Static, Type } from 'typebox'
import {
  AddressField,
  Bytes32,
  CountryCode,
  Instant,
  Nullable,
  OneOf,
  SignatureField,
  Text,
  Uuid,
} from '../../fields.ts'
import { chainRoles } from './chainRoles.ts'

const partyTypes = ['state', 'company', 'association', 'person'] as const
export const RoleList = Type.Array(OneOf(roles), { maxItems: roles.length, uniqueItems: true, examples: [['seller']] })
export const ScopeList = Type.Array(OneOf(scopes), {
  minItems: 1,
  maxItems: scopes.length,
  uniqueItems: true,
  examples: [['assets:read']],
})

/** Deliveries verified and failed before the register knew the seller. */
export const TrackRecord = Type.Object({
  verified: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  failed: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
  source: Type.Optional(Text(500, 'Port authority register, 2025 edition')),
})

export const NewParty = Type.Object({
  name: Text(200, 'Northern Grain Cooperative'),
  country: CountryCode,
  type: OneOf(partyTypes),
  // Roles can all be taken from a party later; one that has none from the beginning is a mistake.
  roles: { ...RoleList, minItems: 1 },
  trackRecord: Type.Optional(TrackRecord),
})
export type NewParty = Static<typeof NewParty>

/** What the chain says of a wallet. */
const ClaimOnChain = Type.Object({
  roles: Type.Array(OneOf(chainRoles)),
  country: Nullable(CountryCode),
  expiresAt: Instant,
  issuer: AddressField,
})

export const Wallet = Type.Object({
  walletId: Uuid,
  address: AddressField,
  custody: OneOf(['custodied', 'external']),
  claim: Nullable(ClaimOnChain),
  frozen: Type.Boolean({ description: 'As the chain has it.' }),
})
export type Wallet = Static<typeof Wallet>

export const Party = Type.Object({
  partyId: Uuid,
  onChainId: Bytes32,
  name: Type.String({ examples: ['Northern Grain Cooperative'] }),
  country: CountryCode,
  type: OneOf(partyTypes),
  roles: RoleList,
  trackRecord: Type.Object({ verified: Type.Integer(), failed: Type.Integer(), source: Nullable(Type.String()) }),
  frozen: Type.Boolean({ description: 'As compliance decided; wallets follow on chain.' }),
  registeredAt: Instant,
  wallets: Type.Array(Wallet),
})
export type Party = Static<typeof Party>

export const NewWallet = Type.Object({
  custody: OneOf(['custodied', 'external']),
  address: Type.Optional({ ...AddressField, description: 'Of an external wallet.' }),
  proof: Type.Optional({
    ...SignatureField,
    description: 'EIP-191 signature of `Assay: wallet of party <partyId> on chain <chainId>`.',
  }),
})
export type NewWallet = Static<typeof NewWallet>

const claimStates = ['submitted', 'accepted', 'failed'] as const
export const Claim = Type.Object({
  claimId: Uuid,
  partyId: Uuid,
  walletId: Uuid,
  roles: Type.Array(OneOf(chainRoles)),
  expiresAt: Instant,
  state: OneOf(claimStates),
})

export const Client = Type.Object({
  clientId: Uuid,
  partyId: Uuid,
  name: Type.String({ examples: ['trading desk'] }),
  scopes: ScopeList,
  createdAt: Instant,
  revokedAt: Nullable(Instant),
})
export type Client = Static<typeof Client>

export const ClientWithSecret = Type.Object({
  ...Client.properties,
  clientSecret: Type.String({ description: 'Shown in this answer and never again.' }),
})
export type ClientWithSecret = Static<typeof ClientWithSecret>

/** RFC 8037. */
export const Ed25519Jwk = Type.Object({
  kty: Type.Literal('OKP'),
  crv: Type.Literal('Ed25519'),
  x: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', examples: ['11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'] }),
  kid: Type.Optional(Text(100, 'key-1')),
})
export type Ed25519Jwk = Static<typeof Ed25519Jwk>

export const NewIssuer = Type.Object({
  name: Text(200, 'State Grain Inspectorate'),
  country: CountryCode,
  type: OneOf(issuerTypes),
  documentKinds: Type.Array(OneOf(documentKinds), { minItems: 1, maxItems: documentKinds.length, uniqueItems: true }),
  publicKey: Type.Optional(Nullable(Ed25519Jwk)),
})
export type NewIssuer = Static<typeof NewIssuer>

export const RecognisedIssuer = Type.Object({
  issuerId: Uuid,
  name: Type.String({ examples: ['State Grain Inspectorate'] }),
  country: CountryCode,
  type: OneOf(issuerTypes),
  documentKinds: Type.Array(OneOf(documentKinds)),
  publicKey: Nullable(Ed25519Jwk),
  recognisedAt: Instant,
  revokedAt: Nullable(Instant),
})
export type RecognisedIssuer = Static<typeof RecognisedIssuer>
