import { canMove } from '@assay/domain/lifecycle.ts'
import { tradeLifecycle } from '@assay/domain/lifecycles.ts'
import type { CommandContext } from '../../module.ts'
import { findTrade, moveTrade, type TradeEvent } from '../assets/index.ts'

/**
 * Lets a trade take, one after the other, those of the moves its present state allows. What another room has moved already is
 * passed over, so it does not matter whose reaction comes first.
 */
export async function advanceTrade(ctx: CommandContext, tradeId: string, events: readonly TradeEvent[]): Promise<void> {
  for (const event of events) {
    const trade = await findTrade(ctx.db, tradeId)
    if (trade !== null && canMove(tradeLifecycle, trade.state, event)) await moveTrade(ctx, tradeId, event)
  }
}
