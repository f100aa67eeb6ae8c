import { canMove, move } from '@assay/domain/lifecycle.ts'
import { type ParcelState, parcelLifecycle } from '@assay/domain/lifecycles.ts'
import { intentFailed, type Reaction, reaction } from '../../module.ts'

/** The chain refused the titles of a transaction: the land is free again and each parcel says why. */
const titlesRefused = reaction('assets.titlesRefused', intentFailed, async (context, { subject, intentId, error }) => {
  if (!subject.startsWith('titles/')) return
  const rows = await context.db
    .selectFrom('parcels')
    .select(['id', 'state'])
    .where('intent_id', '=', intentId)
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const row of rows.filter(({ state }) => canMove(parcelLifecycle, state as ParcelState, 'refuse'))) {
    const state = move(parcelLifecycle, row.state as ParcelState, 'refuse')
    await context.db
      .updateTable('parcels')
      .set({ state, state_at: context.now, failure: error })
      .where('id', '=', row.id)
      .execute()
  }
})

export const reactions: readonly Reaction[] = [titlesRefused]
