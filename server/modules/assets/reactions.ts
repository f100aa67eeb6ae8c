import { canMove, move } from '@assay/domain/lifecycle.ts'
import { type ParcelState, parcelLifecycle } from '@assay/domain/lifecycles.ts'
import { intentFailed, type Reaction, reaction } from '../../module.ts'

/** The chain refused the title: the land is free again and the parcel says why. */
const titleRefused = reaction('assets.titleRefused', intentFailed, async (context, { subject, error }) => {
  const [kind, parcelId] = subject.split('/')
  if (kind !== 'parcel' || parcelId === undefined) return
  const row = await context.db
    .selectFrom('parcels')
    .select(['id', 'state'])
    .where('id', '=', parcelId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined || !canMove(parcelLifecycle, row.state as ParcelState, 'refuse')) return
  const state = move(parcelLifecycle, row.state as ParcelState, 'refuse')
  await context.db
    .updateTable('parcels')
    .set({ state, state_at: context.now, failure: error })
    .where('id', '=', row.id)
    .execute()
})

export const reactions: readonly Reaction[] = [titleRefused]
