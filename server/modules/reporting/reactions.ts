import { intentFailed, type Reaction, reaction } from '../../module.ts'

export const reactions: readonly Reaction[] = [
  // A head that did not reach the chain is asked for again, by the schedule or by the next bundle that waits for it.
  reaction('reporting.forgetFailedAnchor', intentFailed, async ({ db }, { intentId }) => {
    await db.deleteFrom('audit_anchor_requests').where('intent_id', '=', intentId).execute()
  }),
]
