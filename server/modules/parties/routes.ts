import { type Role, roles } from '@assay/domain/roles.ts'
import { Type } from 'typebox'
import { Instant, Text, Uuid } from '../../fields.ts'
import { command, type QueryContext, query, type Route } from '../../module.ts'
import { PageOf, pageQuery, readPage, toPage } from '../../page.ts'
import { changeParty } from './changeParty.ts'
import { createClient, presentClient, revokeClient, rotateClientSecret } from './createClient.ts'
import { partyErrors } from './errors.ts'
import { freezeParty } from './freezeParty.ts'
import { issueClaim } from './issueClaim.ts'
import { findParty, presentParties } from './queries.ts'
import { presentIssuer, registerIssuer, revokeIssuer } from './registerIssuer.ts'
import { registerParty } from './registerParty.ts'
import { registerWallet } from './registerWallet.ts'
import { revokeClaim } from './revokeClaim.ts'
import {
  Claim,
  Client,
  ClientWithSecret,
  NewIssuer,
  NewParty,
  NewWallet,
  Party,
  RecognisedIssuer,
  RoleList,
  ScopeList,
  TrackRecord,
  Wallet,
} from './schema.ts'

const partyParams = Type.Object({ partyId: Uuid })
const clientParams = Type.Object({ partyId: Uuid, clientId: Uuid })
const walletParams = Type.Object({ partyId: Uuid, walletId: Uuid })
const issuerParams = Type.Object({ issuerId: Uuid })

/** Who keeps the register. */
const registrars: Role[] = ['compliance', 'operator']
const readers: Role[] = ['compliance', 'operator', 'auditor']

/** A party belongs to itself. */
const owners = async ({ db }: QueryContext, { params }: { params: { partyId: string } }) =>
  (await findParty(db, params.partyId)) === null ? null : [params.partyId]

export const routes: readonly Route[] = [
  command({
    operationId: 'registerParty',
    path: '/parties',
    summary: 'Register a party',
    access: { roles: registrars, scope: 'parties:write' },
    body: NewParty,
    response: Party,
    errors: ['COUNTRY_UNKNOWN', 'SOVEREIGN_NOT_STATE', 'PARTY_ROLES_CONFLICT', 'TRACK_RECORD_WITHOUT_SOURCE'],
    handle: (context, { body }) => registerParty(context, body),
  }),
  query({
    operationId: 'listParties',
    path: '/parties',
    summary: 'List parties, oldest first',
    access: { roles: readers, scope: 'parties:read' },
    query: Type.Object({ ...pageQuery }),
    response: PageOf(Party),
    errors: ['CURSOR_INVALID'],
    async handle({ db }, input) {
      const page = readPage(input.query)
      const rows = await db
        .selectFrom('parties')
        .selectAll()
        .$if(page.after !== null, (of) => of.where('party_id', '>', page.after![0]!))
        .orderBy('party_id')
        .limit(page.limit + 1)
        .execute()
      const { items, nextCursor } = toPage(
        page,
        rows,
        (row) => [row.party_id],
        (row) => row,
      )
      return { items: await presentParties(db, items), nextCursor }
    },
  }),
  query({
    operationId: 'getParty',
    path: '/parties/{partyId}',
    summary: 'A party with its wallets and what the chain says of them',
    access: { roles, scope: 'parties:read', owners, anyOwner: readers },
    params: partyParams,
    response: Party,
    errors: ['PARTY_NOT_FOUND'],
    async handle({ db }, { params }) {
      const rows = await db.selectFrom('parties').selectAll().where('party_id', '=', params.partyId).execute()
      const [party] = await presentParties(db, rows)
      if (party === undefined) throw partyErrors.PARTY_NOT_FOUND({ partyId: params.partyId })
      return party
    },
  }),
  command({
    operationId: 'changePartyRoles',
    method: 'PUT',
    path: '/parties/{partyId}/roles',
    status: 200,
    summary: 'Replace the roles of a party; they act from the next request on',
    access: { roles: ['compliance'], scope: 'parties:write' },
    params: partyParams,
    body: Type.Object({ roles: RoleList }),
    response: Party,
    errors: ['PARTY_OWN', 'PARTY_NOT_FOUND', 'SOVEREIGN_NOT_STATE', 'PARTY_ROLES_CONFLICT'],
    handle: (context, { params, body }) => changeParty(context, { ...params, ...body }),
  }),
  command({
    operationId: 'recordTrackRecord',
    method: 'PUT',
    path: '/parties/{partyId}/track-record',
    status: 200,
    summary: 'Record deliveries from before the register knew the seller, with their source',
    access: { roles: ['compliance'], scope: 'parties:write' },
    params: partyParams,
    body: TrackRecord,
    response: Party,
    errors: ['PARTY_OWN', 'PARTY_NOT_FOUND', 'TRACK_RECORD_WITHOUT_SOURCE'],
    handle: (context, { params, body }) => changeParty(context, { ...params, trackRecord: body }),
  }),
  command({
    operationId: 'registerWallet',
    path: '/parties/{partyId}/wallets',
    summary: 'Give a party a wallet: custodied here, or external with a proof of control',
    access: { roles, scope: 'parties:write', owners, anyOwner: registrars },
    params: partyParams,
    body: NewWallet,
    response: Wallet,
    errors: ['PARTY_NOT_FOUND', 'WALLET_PROOF_INVALID', 'WALLET_TAKEN'],
    handle: (context, { params, body }) => registerWallet(context, { ...params, ...body }),
  }),
  command({
    operationId: 'issueClaim',
    path: '/parties/{partyId}/claims',
    status: 202,
    summary: 'Sign that a wallet belongs to the party and send the claim to the chain',
    access: { roles: ['compliance'], scope: 'parties:write' },
    params: partyParams,
    body: Type.Object({ walletId: Type.Optional(Uuid), expiresAt: Instant }),
    response: Claim,
    errors: [
      'PARTY_NOT_FOUND',
      'PARTY_FROZEN',
      'WALLET_NOT_FOUND',
      'CLAIM_WITHOUT_ROLE',
      'CLAIM_EXPIRY_INVALID',
      'CLAIM_ON_ITS_WAY',
    ],
    handle: (context, { params, body }) => issueClaim(context, { ...params, ...body }),
  }),
  command({
    operationId: 'revokeClaim',
    method: 'DELETE',
    path: '/parties/{partyId}/wallets/{walletId}/claim',
    status: 202,
    summary: 'Revoke the claim of a wallet on chain',
    access: { roles: ['compliance'], scope: 'parties:write' },
    params: walletParams,
    response: Wallet,
    errors: ['PARTY_NOT_FOUND', 'WALLET_NOT_FOUND', 'CLAIM_NOT_FOUND'],
    handle: (context, { params }) => revokeClaim(context, params),
  }),
  command({
    operationId: 'freezeParty',
    path: '/parties/{partyId}/freeze',
    status: 202,
    summary: 'Freeze or release every wallet of a party',
    access: { roles: ['compliance'], scope: 'parties:write' },
    params: partyParams,
    body: Type.Object({ frozen: Type.Boolean(), reason: Text(500, 'Order of the supervisory authority') }),
    response: Party,
    errors: ['PARTY_NOT_FOUND'],
    handle: (context, { params, body }) => freezeParty(context, { ...params, ...body }),
  }),
  command({
    operationId: 'createClient',
    path: '/parties/{partyId}/clients',
    summary: 'Create an OAuth2 client that acts for the party; the secret is shown once',
    access: { roles, scope: 'parties:write', owners, anyOwner: registrars },
    params: partyParams,
    body: Type.Object({ name: Text(100, 'trading desk'), scopes: ScopeList }),
    response: ClientWithSecret,
    errors: ['PARTY_NOT_FOUND', 'CLIENT_SCOPE_EXCEEDED'],
    handle: (context, { params, body }) => createClient(context, { ...params, ...body }),
  }),
  query({
    operationId: 'listClients',
    path: '/parties/{partyId}/clients',
    summary: 'List the clients of a party, oldest first',
    access: { roles, scope: 'parties:read', owners, anyOwner: readers },
    params: partyParams,
    query: Type.Object({ ...pageQuery }),
    response: PageOf(Client),
    errors: ['CURSOR_INVALID'],
    async handle({ db }, input) {
      const page = readPage(input.query)
      const rows = await db
        .selectFrom('clients')
        .selectAll()
        .where('party_id', '=', input.params.partyId)
        .$if(page.after !== null, (of) => of.where('client_id', '>', page.after![0]!))
        .orderBy('client_id')
        .limit(page.limit + 1)
        .execute()
      return toPage(page, rows, (row) => [row.client_id], presentClient)
    },
  }),
  command({
    operationId: 'rotateClientSecret',
    path: '/parties/{partyId}/clients/{clientId}/secret',
    summary: 'Replace the secret of a client; the old one stops working at once',
    access: { roles, scope: 'parties:write', owners, anyOwner: registrars },
    params: clientParams,
    response: ClientWithSecret,
    errors: ['CLIENT_NOT_FOUND', 'CLIENT_SCOPE_EXCEEDED'],
    handle: (context, { params }) => rotateClientSecret(context, params),
  }),
  command({
    operationId: 'revokeClient',
    method: 'DELETE',
    path: '/parties/{partyId}/clients/{clientId}',
    status: 200,
    summary: 'End a client; its tokens stop working at once',
    access: { roles, scope: 'parties:write', owners, anyOwner: registrars },
    params: clientParams,
    response: Client,
    errors: ['CLIENT_NOT_FOUND'],
    handle: (context, { params }) => revokeClient(context, params),
  }),
  command({
    operationId: 'registerIssuer',
    path: '/issuers',
    summary: 'Recognise an issuer of documents and the key it signs with',
    access: { roles: ['compliance'], scope: 'parties:write' },
    body: NewIssuer,
    response: RecognisedIssuer,
    errors: ['COUNTRY_UNKNOWN', 'ISSUER_KEY_INVALID', 'ISSUER_ALREADY_RECOGNISED'],
    handle: (context, { body }) => registerIssuer(context, body),
  }),
  query({
    operationId: 'listIssuers',
    path: '/issuers',
    summary: 'List recognised issuers, oldest first; revoked ones carry their date',
    access: { roles, scope: 'parties:read' },
    query: Type.Object({ ...pageQuery }),
    response: PageOf(RecognisedIssuer),
    errors: ['CURSOR_INVALID'],
    async handle({ db }, input) {
      const page = readPage(input.query)
      const rows = await db
        .selectFrom('issuers')
        .selectAll()
        .$if(page.after !== null, (of) => of.where('issuer_id', '>', page.after![0]!))
        .orderBy('issuer_id')
        .limit(page.limit + 1)
        .execute()
      return toPage(page, rows, (row) => [row.issuer_id], presentIssuer)
    },
  }),
  command({
    operationId: 'revokeIssuer',
    method: 'DELETE',
    path: '/issuers/{issuerId}',
    status: 200,
    summary: 'End the recognition of an issuer',
    access: { roles: ['compliance'], scope: 'parties:write' },
    params: issuerParams,
    response: RecognisedIssuer,
    errors: ['ISSUER_NOT_FOUND'],
    handle: (context, { params }) => revokeIssuer(context, params),
  }),
]
