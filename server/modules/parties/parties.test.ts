import type { Role } from '@assay/domain/roles.ts'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHarness, type Harness } from '../../test/harness.ts'
import { changeParty } from './changeParty.ts'
import { clientSecretMatches, hashClientSecret, newClientSecret } from './clientSecret.ts'
import { revokeClient, rotateClientSecret } from './createClient.ts'
import {
  actingWallet,
  createClient,
  findIdentity,
  findIssuer,
  findPartyOnChain,
  findWallet,
  freezeParty,
  getParty,
  issueClaim,
  parties,
  registerIssuer,
  registerParty,
  registerWallet,
  walletProofText,
} from './index.ts'
import { revokeIssuer } from './registerIssuer.ts'
import { revokeClaim } from './revokeClaim.ts'
import type { NewParty } from './schema.ts'

let harness: Harness
beforeAll(async () => {
  harness = await createHarness({ modules: [parties] })
})
afterAll(() => harness?.close())

const seller: NewParty = { name: 'Northern Grain Cooperative', country: 'EE', type: 'company', roles: ['seller'] }
const register = (of: Partial<NewParty> = {}) => harness.run((context) => registerParty(context, { ...seller, ...of }))
const inOneYear = () => new Date(harness.clock.now().getTime() + 365 * 86_400_000).toISOString()
const claimOf = async (partyId: string) => {
  const row = await harness.db
    .selectFrom('party_claims')
    .selectAll()
    .where('party_id', '=', partyId)
    .orderBy('claim_id', 'desc')
    .executeTakeFirstOrThrow()
  return row
}
const onChain = (address: string) =>
  harness.machine.chain.view.read('Parties', 'party', [address]) as Promise<{
    roles: number
    country: number
    frozen: boolean
    partyId: string
  }>
const active = (address: string, roles: number) =>
  harness.machine.chain.view.read('Parties', 'isActive', [address, roles])

test.each<[string, Partial<NewParty>, string]>([
  ['an unassigned country', { country: 'XX' }, 'COUNTRY_UNKNOWN'],
  ['a former country', { country: 'YU' }, 'COUNTRY_UNKNOWN'],
  ['a company as sovereign', { roles: ['sovereign'] }, 'SOVEREIGN_NOT_STATE'],
  ['a track record without source', { trackRecord: { verified: 17, failed: 3 } }, 'TRACK_RECORD_WITHOUT_SOURCE'],
])('%s is refused and nothing is stored', async (_name, of, code) => {
  const count = async () => (await harness.db.selectFrom('parties').select('party_id').execute()).length
  const before = await count()
  await expect(register(of)).rejects.toMatchObject({ code })
  expect(await count()).toBe(before)
})

test('a party keeps its roles, record and on-chain id; the register finds it by both ids', async () => {
  const party = await register({ trackRecord: { verified: 17, failed: 3, source: 'Port register' } })
  const found = await harness.ask(({ db }) => getParty(db, party.partyId))
  expect(found).toMatchObject({
    country: 'EE',
    roles: ['seller'],
    trackRecord: { verified: 17, failed: 3, source: 'Port register' },
  })
  expect((await harness.ask(({ db }) => findPartyOnChain(db, found.onChainId)))?.partyId).toBe(party.partyId)
  await expect(harness.ask(({ db }) => getParty(db, '0197f3a2-6c1b-7d34-9a51-3f0c2b7e4d10'))).rejects.toMatchObject({
    code: 'PARTY_NOT_FOUND',
  })
})

test('an external wallet needs a proof by its own key for this party and chain; an address belongs to one party for ever', async () => {
  const [party, other] = [await register(), await register()]
  const account = privateKeyToAccount(generatePrivateKey())
  const { chainId } = harness.machine.chain.view
  const prove = (partyId: string, chain = chainId) => account.signMessage({ message: walletProofText(partyId, chain) })
  const add = (partyId: string, proof?: string, address = account.address as string) =>
    harness.run((context) => registerWallet(context, { partyId, custody: 'external', address, proof }))
  await expect(add(party.partyId)).rejects.toMatchObject({
    code: 'WALLET_PROOF_INVALID',
    details: { message: walletProofText(party.partyId, chainId) },
  })
  await expect(add(party.partyId, await prove(other.partyId))).rejects.toMatchObject({ code: 'WALLET_PROOF_INVALID' })
  await expect(add(party.partyId, await prove(party.partyId, chainId + 1))).rejects.toMatchObject({
    code: 'WALLET_PROOF_INVALID',
  })
  await expect(add(party.partyId, `0x${'00'.repeat(65)}`)).rejects.toMatchObject({ code: 'WALLET_PROOF_INVALID' })
  const wallet = await add(party.partyId, await prove(party.partyId))
  expect(wallet).toMatchObject({
    address: account.address.toLowerCase(),
    custody: 'external',
    claim: null,
    frozen: false,
  })
  await expect(add(other.partyId, await prove(other.partyId))).rejects.toMatchObject({ code: 'WALLET_TAKEN' })
  expect((await harness.ask(({ db }) => findWallet(db, account.address)))?.partyId).toBe(party.partyId)
})

test('custodied wallets are all different, even when made at once, and preferred for acting', async () => {
  const party = await register()
  const make = () => harness.run((context) => registerWallet(context, { partyId: party.partyId, custody: 'custodied' }))
  const wallets = await Promise.all([make(), make(), make()])
  expect(new Set(wallets.map(({ address }) => address)).size).toBe(3)
  expect(await harness.ask(({ db }) => actingWallet(db, party.partyId))).toMatchObject({ custodied: true })
  const none = await register()
  await expect(harness.ask(({ db }) => actingWallet(db, none.partyId))).rejects.toMatchObject({
    code: 'WALLET_NOT_FOUND',
  })
})

test.each([
  ['a party without a role on chain', { roles: ['inspector'] as NewParty['roles'] }, undefined, 'CLAIM_WITHOUT_ROLE'],
  ['an end in the past', {}, () => '2020-01-01T00:00:00Z', 'CLAIM_EXPIRY_INVALID'],
  ['an end too far away', {}, () => '2090-01-01T00:00:00Z', 'CLAIM_EXPIRY_INVALID'],
])('%s gets no claim', async (_name, of, expiry, code) => {
  const party = await register(of)
  await harness.run((context) => registerWallet(context, { partyId: party.partyId, custody: 'custodied' }))
  const issue = harness.run((context) =>
    issueClaim(context, { partyId: party.partyId, expiresAt: expiry?.() ?? inOneYear() }),
  )
  await expect(issue).rejects.toMatchObject({ code })
})

test('a claim makes the wallet a party on chain; the next one follows the nonce; revoking ends it', async () => {
  const party = await register({ roles: ['seller', 'landowner', 'inspector'], country: 'LV' })
  const { address, walletId } = await harness.run((context) =>
    registerWallet(context, { partyId: party.partyId, custody: 'custodied' }),
  )
  const issue = () => harness.run((context) => issueClaim(context, { partyId: party.partyId, expiresAt: inOneYear() }))
  expect(await issue()).toMatchObject({ state: 'submitted', roles: ['trader', 'landowner'] })
  await expect(issue()).rejects.toMatchObject({ code: 'CLAIM_ON_ITS_WAY' })
  await harness.settle()
  expect(await onChain(address)).toMatchObject({ roles: 0b101, country: 428, frozen: false, partyId: party.onChainId })
  expect((await claimOf(party.partyId)).state).toBe('accepted')
  await harness.run((context) => changeParty(context, { partyId: party.partyId, roles: ['seller'] }))
  await issue()
  await harness.settle()
  expect((await onChain(address)).roles).toBe(1)
  await harness.run((context) => revokeClaim(context, { partyId: party.partyId, walletId }))
  await harness.settle()
  expect(await active(address, 1)).toBe(false)
  await expect(
    harness.run((context) => revokeClaim(context, { partyId: party.partyId, walletId })),
  ).rejects.toMatchObject({ code: 'CLAIM_NOT_FOUND' })
  await issue()
  await harness.settle()
  expect(await active(address, 1)).toBe(true)
  expect((await claimOf(party.partyId)).state).toBe('accepted')
})

test('a compliance officer decides on every party but their own', async () => {
  const [own, other] = [await register(), await register()]
  const officer = harness.as({ partyId: own.partyId, roles: ['compliance'] })
  const change = (partyId: string, what: { roles?: readonly Role[]; trackRecord?: NewParty['trackRecord'] }) =>
    harness.run((context) => changeParty(context, { partyId, ...what }), officer)
  await expect(change(own.partyId, { roles: ['reviewer'] })).rejects.toMatchObject({ code: 'PARTY_OWN' })
  const trackRecord = { verified: 100, failed: 0, source: 'ledger of the port' }
  await expect(change(own.partyId, { trackRecord })).rejects.toMatchObject({ code: 'PARTY_OWN' })
  expect(await change(other.partyId, { roles: ['reviewer'], trackRecord })).toMatchObject({ roles: ['reviewer'] })
})

test('one party does not hold roles that check each other, neither at registration nor later', async () => {
  const conflict = (roles: readonly Role[], because: readonly string[]) =>
    expect.objectContaining({
      code: 'PARTY_ROLES_CONFLICT',
      details: { conflicts: [expect.objectContaining({ roles, because, source: expect.stringContaining('2.20') })] },
    })
  await expect(register({ roles: ['operator', 'governance'] })).rejects.toThrowError(
    conflict(['operator', 'governance'], ['operateInfrastructure', 'executeGovernance']),
  )
  const party = await register({ roles: ['seller'] })
  const give = (roles: readonly Role[]) =>
    harness.run((context) => changeParty(context, { partyId: party.partyId, roles }))
  await expect(give(['oracle', 'reviewer'])).rejects.toThrowError(
    conflict(['oracle', 'reviewer'], ['verify', 'review']),
  )
  await expect(give(['seller', 'auditor'])).rejects.toThrowError(conflict(['seller', 'auditor'], ['submit', 'audit']))
  const kept = await harness.ask((context) => getParty(context.db, party.partyId))
  expect(kept.roles).toEqual(['seller'])
  expect(await give(['auditor'])).toMatchObject({ roles: ['auditor'] })
})

test('freezing stops every wallet and new claims, releasing and freezing again work too', async () => {
  const party = await register()
  const wallets = await Promise.all(
    [1, 2].map(() =>
      harness.run((context) => registerWallet(context, { partyId: party.partyId, custody: 'custodied' })),
    ),
  )
  for (const { walletId } of wallets) {
    await harness.run((context) => issueClaim(context, { partyId: party.partyId, walletId, expiresAt: inOneYear() }))
  }
  await harness.settle()
  const set = (frozen: boolean) =>
    harness.run((context) => freezeParty(context, { partyId: party.partyId, frozen, reason: 'test' }))
  for (const frozen of [true, false, true]) {
    await set(frozen)
    await harness.settle()
    for (const { address } of wallets) expect(await active(address, 1)).toBe(!frozen)
  }
  await expect(
    harness.run((context) => issueClaim(context, { partyId: party.partyId, expiresAt: inOneYear() })),
  ).rejects.toMatchObject({ code: 'PARTY_FROZEN' })
})

test('after a reorganisation the register says what the chain says', async () => {
  const party = await register()
  const { address } = await harness.run((context) =>
    registerWallet(context, { partyId: party.partyId, custody: 'custodied' }),
  )
  await harness.run((context) => issueClaim(context, { partyId: party.partyId, expiresAt: inOneYear() }))
  for (const depth of [1, 4]) {
    await harness.settle()
    await harness.chain.reorganise(depth)
  }
  await harness.settle()
  const row = await harness.db
    .selectFrom('wallets_on_chain')
    .selectAll()
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  const { view } = harness.machine.chain
  expect(row).toMatchObject({ roles: 1, frozen: false, party_on_chain_id: party.onChainId })
  expect(row.nonce).toBe(String(await view.read('Parties', 'claimNonce', [address])))
  expect((await onChain(address)).roles).toBe(1)
})

test('secrets differ, match only themselves and can be replaced; a revoked client is nobody', async () => {
  const secret = newClientSecret()
  expect(secret).not.toBe(newClientSecret())
  expect(clientSecretMatches(secret, hashClientSecret(secret))).toBe(true)
  expect(clientSecretMatches(`${secret}x`, hashClientSecret(secret))).toBe(false)
  expect(clientSecretMatches(secret, '')).toBe(false)
  const party = await register()
  const client = await harness.run((context) =>
    createClient(context, { partyId: party.partyId, name: 'a', scopes: ['assets:read'] }),
  )
  const key = { partyId: party.partyId, clientId: client.clientId }
  const rotated = await harness.run((context) => rotateClientSecret(context, key))
  expect(rotated.clientSecret).not.toBe(client.clientSecret)
  expect(await harness.ask(({ db }) => findIdentity(db, client.clientId))).toMatchObject({
    roles: ['seller'],
    scopes: ['assets:read'],
  })
  const foreign = { ...key, partyId: (await register()).partyId }
  await expect(harness.run((context) => revokeClient(context, foreign))).rejects.toMatchObject({
    code: 'CLIENT_NOT_FOUND',
  })
  await harness.run((context) => revokeClient(context, key))
  expect(await harness.ask(({ db }) => findIdentity(db, client.clientId))).toBeNull()
  await expect(harness.run((context) => rotateClientSecret(context, key))).rejects.toMatchObject({
    code: 'CLIENT_NOT_FOUND',
  })
})

test('a client of a party passes on its own scopes only; compliance decides freely', async () => {
  const party = await register()
  const create = (actor: ReturnType<Harness['as']>) =>
    harness.run(
      (context) =>
        createClient(context, { partyId: party.partyId, name: 'a', scopes: ['assets:read', 'assets:write'] }),
      actor,
    )
  const own = harness.as({ partyId: party.partyId, roles: ['seller'], scopes: ['parties:write', 'assets:read'] })
  await expect(create(own)).rejects.toMatchObject({
    code: 'CLIENT_SCOPE_EXCEEDED',
    details: { scopes: ['assets:write'] },
  })
  expect(await create(harness.as({ roles: ['compliance'], scopes: ['parties:write'] }))).toMatchObject({
    scopes: ['assets:read', 'assets:write'],
  })
  // Not for its own party: a narrow client of the operator would make itself a wide one.
  const ofOperator = harness.as({ partyId: party.partyId, roles: ['operator'], scopes: ['parties:write'] })
  await expect(create(ofOperator)).rejects.toMatchObject({ code: 'CLIENT_SCOPE_EXCEEDED' })
})

test('a client that may do less cannot take over one that may do more by replacing its secret', async () => {
  const party = await register()
  const wide = await harness.run((context) =>
    createClient(context, { partyId: party.partyId, name: 'desk', scopes: ['parties:write', 'settlement:write'] }),
  )
  const key = { partyId: party.partyId, clientId: wide.clientId }
  const stored = () =>
    harness.db.selectFrom('clients').select('secret_hash').where('client_id', '=', wide.clientId).execute()
  const before = await stored()
  const narrow = harness.as({ partyId: party.partyId, roles: ['seller'], scopes: ['parties:write', 'assets:read'] })
  await expect(harness.run((context) => rotateClientSecret(context, key), narrow)).rejects.toMatchObject({
    code: 'CLIENT_SCOPE_EXCEEDED',
    details: { scopes: ['settlement:write'] },
  })
  expect(await stored()).toEqual(before)
  const equal = harness.as({ partyId: party.partyId, roles: ['seller'], scopes: wide.scopes })
  expect(await harness.run((context) => rotateClientSecret(context, key), equal)).toMatchObject({ scopes: wide.scopes })
})

test('issuers are recognised by name in any letter case, once, until revoked; keys must be real', async () => {
  const issuer = {
    name: 'State Grain Inspectorate',
    country: 'EE',
    type: 'government' as const,
    documentKinds: ['inspectionCertificate' as const],
  }
  const jwk = (x: string) => ({ kty: 'OKP' as const, crv: 'Ed25519' as const, x })
  const add = (of: object) => harness.run((context) => registerIssuer(context, { ...issuer, ...of }))
  await expect(add({ publicKey: jwk('A'.repeat(43)) })).rejects.toMatchObject({ code: 'ISSUER_KEY_INVALID' })
  await expect(add({ publicKey: jwk(`__________________________________________8`) })).rejects.toMatchObject({
    code: 'ISSUER_KEY_INVALID',
  })
  await expect(add({ country: 'QQ' })).rejects.toMatchObject({ code: 'COUNTRY_UNKNOWN' })
  const added = await add({ publicKey: jwk('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo') })
  await expect(add({ name: 'STATE GRAIN INSPECTORATE' })).rejects.toMatchObject({ code: 'ISSUER_ALREADY_RECOGNISED' })
  const found = await harness.ask(({ db }) => findIssuer(db, 'state grain inspectorate'))
  expect(found).toMatchObject({
    type: 'government',
    documentKinds: ['inspectionCertificate'],
    publicKey: { crv: 'Ed25519' },
  })
  await harness.run((context) => revokeIssuer(context, { issuerId: added.issuerId }))
  expect(await harness.ask(({ db }) => findIssuer(db, issuer.name))).toBeNull()
  await expect(harness.run((context) => revokeIssuer(context, { issuerId: added.issuerId }))).rejects.toMatchObject({
    code: 'ISSUER_NOT_FOUND',
  })
})

test('events name ids and roles, never names', async () => {
  const name = 'A name that must not travel'
  await register({ name })
  const events = await harness.db.selectFrom('events').select('data').where('type', 'like', 'parties.%').execute()
  expect(events.length).toBeGreaterThan(0)
  expect(JSON.stringify(events)).not.toContain(name)
})
