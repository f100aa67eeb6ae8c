import { type EventOfLifecycle, move } from '@assay/domain/lifecycle.ts'
import { type TradeState, tradeLifecycle } from '@assay/domain/lifecycles.ts'
import type { CommandContext } from '../../module.ts'
import { assetErrors } from './errors.ts'
import { tradeMoved } from './events.ts'

export type TradeEvent = EventOfLifecycle<typeof tradeLifecycle>

/** Moves a trade by the table of domain.md 2.7. Returns the new state. Errors: TRADE_NOT_FOUND, ILLEGAL_MOVE. */
export async function moveTrade(context: CommandContext, tradeId: string, event: TradeEvent): Promise<TradeState> {
  const row = await context.db
    .selectFrom('trades')
    .select('state')
    .where('id', '=', tradeId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw assetErrors.TRADE_NOT_FOUND({ tradeId })
  const from = row.state as TradeState
  const to = move(tradeLifecycle, from, event)
  await context.db.updateTable('trades').set({ state: to, state_at: context.now }).where('id', '=', tradeId).execute()
  await context.emit(tradeMoved({ tradeId, from, to }))
  return to
}
