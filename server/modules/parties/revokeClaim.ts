import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { lockParty } from './changeParty.ts'
import { partyErrors } from './errors.ts'
import { presentWallet } from './queries.ts'
import type { Wallet } from './schema.ts'

/**
 * Ends the claim of a wallet on chain: it stops being a party there. A later claim can make it one again.
 * Errors: PARTY_NOT_FOUND, WALLET_NOT_FOUND, CLAIM_NOT_FOUND.
 */
export async function revokeClaim(
  context: CommandContext,
  input: { partyId: string; walletId: string },
): Promise<Wallet> {
  await lockParty(context, input.partyId)
  const row = await context.db
    .selectFrom('wallets')
    .leftJoin('wallets_on_chain', 'wallets_on_chain.address', 'wallets.address')
    .selectAll('wallets')
    .select(['roles', 'country', 'expires_at', 'issuer', 'frozen', 'nonce'])
    .where('party_id', '=', input.partyId)
    .where('wallet_id', '=', input.walletId)
    .executeTakeFirst()
  if (row === undefined) throw partyErrors.WALLET_NOT_FOUND({ walletId: input.walletId })
  if (!row.roles) throw partyErrors.CLAIM_NOT_FOUND({ walletId: input.walletId })
  await context.intend({
    from: 'compliance',
    contract: 'Parties',
    functionName: 'revokeClaim',
    args: [row.address as Address],
    // The same account may be revoked again after a later claim.
    salt: `after claim ${row.nonce}`,
    subject: `claim-revocation:${row.wallet_id}`,
  })
  return presentWallet(row)
}
