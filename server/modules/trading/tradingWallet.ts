import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { walletsOf } from '../parties/index.ts'
import { tradingErrors } from './errors.ts'

/** The wallet a party sells and buys with: its oldest one of those this installation keeps. Errors: TRADING_WALLET_MISSING. */
export async function tradingWallet(ctx: CommandContext, partyId: string): Promise<Address> {
  const wallet = (await walletsOf(ctx.db, partyId)).find(({ custodied }) => custodied)
  if (wallet === undefined) throw tradingErrors.TRADING_WALLET_MISSING({ partyId })
  return wallet.address
}
