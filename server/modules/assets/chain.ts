/** What the chain says about assets: titles of parcels. */
import { canMove, move } from '@assay/domain/lifecycle.ts'
import { type ParcelState, parcelLifecycle } from '@assay/domain/lifecycles.ts'
import { hexToString } from 'viem'
import { type Projection, projection } from '../../module.ts'
import { parcelRegistered } from './events.ts'

const parcelTitled = projection({
  contract: 'LandRegistry',
  eventName: 'ParcelRegistered',
  async project({ db }, { args, blockNumber }) {
    await db
      .insertInto('land_titles')
      .values({
        on_chain_id: args.parcelId,
        owner_address: args.owner.toLowerCase(),
        commitment: args.polygonCommitment,
        geohash: hexToString(args.geohash, { size: 5 }),
        area_m2: args.areaM2,
        locked: false,
        lock_reason_hash: null,
        block_number: blockNumber,
      })
      .execute()
  },
  async whenFinal(context, { args }) {
    const row = await context.db
      .selectFrom('parcels')
      .select(['id', 'state'])
      .where('on_chain_id', '=', args.parcelId)
      .forUpdate()
      .executeTakeFirst()
    // A title registered by another installation of the same chain is none of ours.
    if (row === undefined || !canMove(parcelLifecycle, row.state as ParcelState, 'register')) return
    const state = move(parcelLifecycle, row.state as ParcelState, 'register')
    await context.db
      .updateTable('parcels')
      .set({ state, state_at: context.now, failure: null })
      .where('id', '=', row.id)
      .execute()
    await context.emit(parcelRegistered({ parcelId: row.id }))
  },
})

const parcelLocked = projection({
  contract: 'LandRegistry',
  eventName: 'ParcelLocked',
  async project({ db }, { args }) {
    await db
      .updateTable('land_titles')
      .set({ locked: true, lock_reason_hash: args.reasonHash })
      .where('on_chain_id', '=', tokenHex(args.tokenId))
      .execute()
  },
})

const parcelUnlocked = projection({
  contract: 'LandRegistry',
  eventName: 'ParcelUnlocked',
  async project({ db }, { args }) {
    await db
      .updateTable('land_titles')
      .set({ locked: false, lock_reason_hash: null })
      .where('on_chain_id', '=', tokenHex(args.tokenId))
      .execute()
  },
})

const titleMoved = projection({
  contract: 'LandRegistry',
  eventName: 'Transfer',
  async project({ db }, { args }) {
    // A mint comes before ParcelRegistered in the same transaction and finds no row yet.
    await db
      .updateTable('land_titles')
      .set({ owner_address: args.to.toLowerCase() })
      .where('on_chain_id', '=', tokenHex(args.tokenId))
      .execute()
  },
})

export const projections: readonly Projection[] = [parcelTitled, parcelLocked, parcelUnlocked, titleMoved]

function tokenHex(tokenId: bigint): string {
  return `0x${tokenId.toString(16).padStart(64, '0')}`
}
