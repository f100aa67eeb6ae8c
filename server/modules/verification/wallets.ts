import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { walletIndexes } from '../../ports/signer.ts'
import { walletsOf } from '../parties/index.ts'
import { verificationErrors } from './errors.ts'

/**
 * The wallet that holds the reviewer role in the contracts. It is never the operator's, which opens cases. Which party decides,
 * and that it is not the maker or the challenger, is checked here before it signs.
 */
export async function reviewerWallet(ctx: CommandContext): Promise<Address> {
  return ctx.signer.address(walletIndexes.reviewer)
}

/** A challenger acts in its own name on chain. @throws WALLET_REQUIRED unless this installation keeps a key for the party */
export async function challengerWallet(ctx: CommandContext): Promise<Address> {
  const { partyId } = ctx.actor
  const wallets = partyId === null ? [] : await walletsOf(ctx.db, partyId)
  const custodied = wallets.find((wallet) => wallet.custodied)
  if (custodied === undefined) throw verificationErrors.WALLET_REQUIRED({ partyId })
  return custodied.address
}
