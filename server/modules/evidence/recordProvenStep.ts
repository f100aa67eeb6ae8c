import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { type CustodyStepInput, recordCustodyStep, type TradeRecord } from '../assets/index.ts'
import { evidenceErrors } from './errors.ts'

/**
 * Records a custody step of a trade; the document it names must be one that was filed about this very trade.
 * Errors: DOCUMENT_NOT_OF_TRADE, and those of `recordCustodyStep`.
 */
export async function recordProvenStep(
  context: CommandContext,
  tradeId: string,
  input: Static<typeof CustodyStepInput>,
): Promise<TradeRecord> {
  const { documentId } = input
  if (documentId !== null && documentId !== undefined) {
    const own = await context.db
      .selectFrom('documents')
      .select('id')
      .where('id', '=', documentId)
      .where('subject_kind', '=', 'trade')
      .where('subject_id', '=', tradeId)
      .executeTakeFirst()
    if (own === undefined) throw evidenceErrors.DOCUMENT_NOT_OF_TRADE({ documentId, tradeId })
  }
  return recordCustodyStep(context, tradeId, input)
}
