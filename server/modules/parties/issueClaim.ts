import type { Role } from '@assay/domain/roles.ts'
import { partyClaimTypes } from '@assay/protocol/typedData.ts'
import type { Selectable } from 'kysely'
import type { Address, Hex } from 'viem'
import type { Parties, Wallets } from '../../generated/rows.ts'
import type { CommandContext } from '../../module.ts'
import { walletIndexes } from '../../ports/signer.ts'
import { claimableRoles, namesOfBits, roleBits } from './chainRoles.ts'
import { lockParty } from './changeParty.ts'
import { numericCountry } from './countries.ts'
import { partyErrors } from './errors.ts'

export interface ClaimRequest {
  readonly partyId: string
  /** Default: the party's oldest wallet. */
  readonly walletId?: string
  /** ISO instant. */
  readonly expiresAt: string
}

/** A claim outlives no review: knowing one's party is repeated at least this often. */
const claimYearsMost = 5

/**
 * Signs, as the installation's issuer, that a wallet belongs to the party with the roles it has now, and sends the claim to the
 * chain. One claim per wallet is on its way at a time, because the contract numbers them.
 * Errors: PARTY_NOT_FOUND, PARTY_FROZEN, WALLET_NOT_FOUND, CLAIM_WITHOUT_ROLE, CLAIM_EXPIRY_INVALID, CLAIM_ON_ITS_WAY.
 */
export async function issueClaim(context: CommandContext, input: ClaimRequest) {
  const party = await lockParty(context, input.partyId)
  if (party.frozen) throw partyErrors.PARTY_FROZEN({ partyId: party.party_id })
  const wallet = await pickWallet(context, input)
  const roles = roleBits(party.roles as Role[])
  if (roles === 0) throw partyErrors.CLAIM_WITHOUT_ROLE({ claimable: [...claimableRoles] })
  const expiresAt = checkExpiry(context, input.expiresAt)
  await assertNoneOnItsWay(context, wallet.wallet_id)
  const signed = await signClaim(context, party, wallet, { roles, expiresAt })
  const claimId = context.newId()
  const intentId = await context.intend({
    from: 'operator',
    contract: 'Parties',
    functionName: 'acceptClaim',
    args: [signed.claim, signed.signature],
    subject: `claim:${claimId}`,
  })
  const row = {
    claim_id: claimId,
    party_id: party.party_id,
    wallet_id: wallet.wallet_id,
    roles: namesOfBits(roles),
    country: signed.claim.country,
    expires_at: expiresAt,
    nonce: signed.claim.nonce,
    issuer: signed.issuer.toLowerCase(),
    signature: signed.signature,
    intent_id: intentId,
    state: 'submitted' as const,
    issued_at: context.now,
  }
  await context.db.insertInto('party_claims').values(row).execute()
  return {
    claimId,
    partyId: row.party_id,
    walletId: row.wallet_id,
    roles: row.roles,
    expiresAt: expiresAt.toISOString(),
    state: row.state,
  }
}

async function pickWallet(
  context: CommandContext,
  input: { partyId: string; walletId?: string },
): Promise<Selectable<Wallets>> {
  const wallet = await context.db
    .selectFrom('wallets')
    .selectAll()
    .where('party_id', '=', input.partyId)
    .$if(input.walletId !== undefined, (query) => query.where('wallet_id', '=', input.walletId!))
    .orderBy('wallet_id')
    .executeTakeFirst()
  if (wallet === undefined) throw partyErrors.WALLET_NOT_FOUND({ partyId: input.partyId })
  return wallet
}

function checkExpiry(context: CommandContext, text: string): Date {
  const expiresAt = new Date(text)
  const latest = new Date(context.now)
  latest.setUTCFullYear(latest.getUTCFullYear() + claimYearsMost)
  // The contract counts whole seconds; a fraction would make the row and the chain differ.
  expiresAt.setUTCMilliseconds(0)
  if (!(expiresAt > context.now && expiresAt <= latest)) {
    throw partyErrors.CLAIM_EXPIRY_INVALID({ latest: latest.toISOString() })
  }
  return expiresAt
}

async function assertNoneOnItsWay(context: CommandContext, walletId: string): Promise<void> {
  const pending = await context.db
    .selectFrom('party_claims')
    .select('claim_id')
    .where('wallet_id', '=', walletId)
    .where('state', '=', 'submitted')
    .executeTakeFirst()
  if (pending !== undefined) throw partyErrors.CLAIM_ON_ITS_WAY({ claimId: pending.claim_id })
}

async function signClaim(
  context: CommandContext,
  party: Selectable<Parties>,
  wallet: Selectable<Wallets>,
  grant: { roles: number; expiresAt: Date },
) {
  const onChain = await context.db
    .selectFrom('wallets_on_chain')
    .select('nonce')
    .where('address', '=', wallet.address)
    .executeTakeFirst()
  const claim = {
    account: wallet.address as Address,
    partyId: party.on_chain_id as Hex,
    roles: grant.roles,
    country: numericCountry(party.country),
    expiresAt: BigInt(grant.expiresAt.getTime() / 1_000),
    nonce: BigInt(onChain?.nonce ?? 0),
  }
  const issuer = await context.signer.address(walletIndexes.claimIssuer)
  const signature = await context.signer.signTypedData(issuer, {
    domain: context.chain.domain('Parties'),
    types: partyClaimTypes,
    primaryType: 'PartyClaim',
    message: claim,
  })
  return { claim, issuer, signature }
}
