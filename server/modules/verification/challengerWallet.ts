import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { walletsOf } from '../parties/index.ts'
import { verificationErrors } from './errors.ts'

/** A challenger acts in its own name on chain. @throws WALLET_REQUIRED unless this installation keeps a key for the party */
export async function challengerWallet(ctx: CommandContext): Promise<Address> {
  const { partyId } = ctx.actor
  const wallets = partyId === null ? [] : await walletsOf(ctx.db, partyId)
  const custodied = wallets.find((wallet) => wallet.custodied)
  if (custodied === undefined) throw verificationErrors.WALLET_REQUIRED({ partyId })
  return custodied.address
}
