import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { walletsOf } from '../parties/index.ts'
import { verificationErrors } from './errors.ts'

/**
 * The wallet the acting party sends with. The contract judges independence by wallet, so a reviewer or a challenger acts with
 * its own and never with the operator's. @throws WALLET_REQUIRED unless this installation keeps a key for the party
 */
export async function actorWallet(ctx: CommandContext): Promise<Address> {
  const { partyId } = ctx.actor
  const wallets = partyId === null ? [] : await walletsOf(ctx.db, partyId)
  const custodied = wallets.find((wallet) => wallet.custodied)
  if (custodied === undefined) throw verificationErrors.WALLET_REQUIRED({ partyId })
  return custodied.address
}
