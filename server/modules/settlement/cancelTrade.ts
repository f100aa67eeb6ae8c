import { canMove } from '@assay/domain/lifecycle.ts'
import { tradeLifecycle } from '@assay/domain/lifecycles.ts'
import type { CommandContext } from '../../module.ts'
import { moveTrade, readTrade, type TradeRecord } from '../assets/index.ts'
import { lockFor } from '../ledger/index.ts'
import { escrowErrors } from './errors.ts'
import { fundingOf } from './fundEscrow.ts'

/**
 * Cancels a trade nobody has paid: none that is funded, and none whose funding is on its way. Under the lock of its escrow, so that of a
 * funding and a cancellation at the same moment one is refused. Repeating it changes nothing. A funding thought failed that comes
 * to pass after all moves no cancelled trade; its timeout pays the buyer back. Errors: TRADE_NOT_FOUND, TRADE_NOT_CANCELLABLE.
 */
export async function cancelTrade(ctx: CommandContext, { tradeId }: { tradeId: string }): Promise<TradeRecord> {
  await lockFor(ctx, `escrow/${tradeId}`)
  const trade = await readTrade(ctx.db, tradeId)
  if (trade.state === 'cancelled') return trade
  const { isPending } = await fundingOf(ctx, tradeId)
  if (isPending || !canMove(tradeLifecycle, trade.state, 'cancel'))
    throw escrowErrors.TRADE_NOT_CANCELLABLE({ tradeId, state: trade.state })
  await moveTrade(ctx, tradeId, 'cancel')
  return readTrade(ctx.db, tradeId)
}
