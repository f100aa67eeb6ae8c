import { canMove } from '@assay/domain/lifecycle.ts'
import { tradeLifecycle } from '@assay/domain/lifecycles.ts'
import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { assetErrors } from './errors.ts'
import { custodyStepRecorded } from './events.ts'
import { moveTrade } from './moveTrade.ts'
import { readTrade, type TradeRecord } from './readTrade.ts'
import { refuseFutureInstant } from './refuseFuture.ts'
import type { CustodyStepInput } from './schema.ts'

/**
 * Records a step of the goods' way, or completes one: a time or a document that was missing may be added, nothing that is
 * recorded changes. The first step with a time on a funded trade sets it in transit. Sending the same step again changes nothing.
 * Whether the document is one of the trade is for evidence to say: its `recordProvenStep` is what the API calls.
 * Errors: TRADE_NOT_FOUND, CUSTODY_STEP_CONFLICT, CUSTODY_ORDER_INVALID, DATE_IN_FUTURE.
 */
export async function recordCustodyStep(
  context: CommandContext,
  tradeId: string,
  input: Static<typeof CustodyStepInput>,
): Promise<TradeRecord> {
  const { db, now, actor } = context
  // One writer per trade: order and conflicts are judged against all its steps.
  const locked = await db.selectFrom('trades').select('id').where('id', '=', tradeId).forUpdate().executeTakeFirst()
  if (locked === undefined) throw assetErrors.TRADE_NOT_FOUND({ tradeId })
  const trade = await readTrade(db, tradeId)
  const existing = trade.custody.find(({ sequence }) => sequence === input.sequence)
  const at =
    input.happenedAt === null || input.happenedAt === undefined ? null : new Date(input.happenedAt).toISOString()
  const step = {
    checkpoint: input.checkpoint,
    at: at ?? existing?.at ?? null,
    documentId: input.documentId ?? existing?.documentId ?? null,
  }
  if (existing !== undefined) refuseChange(existing, step, input.sequence)
  if (step.at !== null) refuseFutureInstant(context, '/happenedAt', new Date(step.at))
  checkOrder(trade, input.sequence, step.at)
  await db
    .insertInto('custody_steps')
    .values({
      trade_id: tradeId,
      sequence: input.sequence,
      checkpoint: step.checkpoint,
      happened_at: step.at,
      document_id: step.documentId,
      recorded_by: actor.partyId,
      recorded_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['trade_id', 'sequence']).doUpdateSet({ happened_at: step.at, document_id: step.documentId }),
    )
    .execute()
  await context.emit(custodyStepRecorded({ tradeId, sequence: input.sequence }))
  if (step.at !== null && canMove(tradeLifecycle, trade.state, 'ship')) await moveTrade(context, tradeId, 'ship')
  return readTrade(db, tradeId)
}

function refuseChange(
  existing: TradeRecord['custody'][number],
  step: { checkpoint: string; at: string | null; documentId: string | null },
  sequence: number,
): void {
  const changed =
    existing.checkpoint !== step.checkpoint ||
    (existing.at !== null && existing.at !== step.at) ||
    (existing.documentId !== null && existing.documentId !== step.documentId)
  if (changed) throw assetErrors.CUSTODY_STEP_CONFLICT({ sequence })
}

function checkOrder(trade: TradeRecord, sequence: number, at: string | null): void {
  if (at === null) return
  for (const step of trade.custody) {
    if (step.at === null) continue
    const wrong = step.sequence < sequence ? step.at > at : step.sequence > sequence && step.at < at
    if (wrong) throw assetErrors.CUSTODY_ORDER_INVALID({ sequence, neighbour: step.sequence })
  }
}
