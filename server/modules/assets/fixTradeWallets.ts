import type { CommandContext } from '../../module.ts'
import type { TradeWallets } from './readTrade.ts'

/**
 * Keeps between which wallets a trade is paid. The first answer stays: a payment that was signed and not sent would otherwise be
 * another than the one that is repeated, and both could come to pass.
 */
export async function fixTradeWallets(
  { db }: CommandContext,
  tradeId: string,
  { buyer, seller }: TradeWallets,
): Promise<void> {
  await db
    .updateTable('trades')
    .set({ buyer_wallet: buyer.toLowerCase(), seller_wallet: seller.toLowerCase() })
    .where('id', '=', tradeId)
    .where('buyer_wallet', 'is', null)
    .execute()
}
