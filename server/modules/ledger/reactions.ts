import { intentFailed, type Reaction, reaction } from '../../module.ts'

export const reactions: readonly Reaction[] = [
  reaction('ledger.emissionFailed', intentFailed, async ({ db }, { intentId, error }) => {
    await db.updateTable('emissions').set({ failure: error }).where('intent_id', '=', intentId).execute()
  }),
]
