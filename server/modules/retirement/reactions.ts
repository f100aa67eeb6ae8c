import { intentFailed, type Reaction, reaction } from '../../module.ts'

export const reactions: readonly Reaction[] = [
  reaction('retirement.markFailure', intentFailed, async ({ db }, { intentId, error }) => {
    await db.updateTable('retirements').set({ failure: error }).where('intent_id', '=', intentId).execute()
  }),
]
