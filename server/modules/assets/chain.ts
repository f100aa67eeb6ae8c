/** What the chain says about assets: titles of parcels, and escrows that move trades. */
import { canMove, move } from '@assay/domain/lifecycle.ts'
import { type ParcelState, parcelLifecycle, type TradeState, tradeLifecycle } from '@assay/domain/lifecycles.ts'
import { hexToString } from 'viem'
import { type CommandContext, type Projection, projection } from '../../module.ts'
import { parcelRegistered } from './events.ts'
import { moveTrade } from './moveTrade.ts'

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

const escrowFunded = projection({
  contract: 'Escrow',
  eventName: 'Funded',
  whenFinal: (context, { args }) => follow(context, args.tradeId, 'fund'),
})

const escrowReleased = projection({
  contract: 'Escrow',
  eventName: 'Released',
  whenFinal: (context, { args }) => follow(context, args.tradeId, 'complete'),
})

const escrowRefunded = projection({
  contract: 'Escrow',
  eventName: 'Refunded',
  whenFinal: (context, { args }) => follow(context, args.tradeId, 'refund'),
})

export const projections: readonly Projection[] = [
  parcelTitled,
  parcelLocked,
  parcelUnlocked,
  titleMoved,
  escrowFunded,
  escrowReleased,
  escrowRefunded,
]

/** Where each move of money leaves a trade. */
const reached: Readonly<Record<'fund' | 'complete' | 'refund', TradeState>> = {
  fund: 'funded',
  complete: 'completed',
  refund: 'refunded',
}

/** Money has moved, and that is final: the trade follows, unless it stands there already. A trade that stands elsewhere is left
 *  for a person, with a line in the log; the chain's fact stays readable in the projections of settlement. */
async function follow(context: CommandContext, onChainId: string, event: keyof typeof reached): Promise<void> {
  const row = await context.db
    .selectFrom('trades')
    .select(['id', 'state'])
    .where('on_chain_id', '=', onChainId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined || row.state === reached[event]) return
  if (canMove(tradeLifecycle, row.state as TradeState, event)) {
    await moveTrade(context, row.id, event)
    return
  }
  context.log.warn(
    { tradeId: row.id, state: row.state, event },
    'escrow moved a trade that its lifecycle does not expect',
  )
}

function tokenHex(tokenId: bigint): string {
  return `0x${tokenId.toString(16).padStart(64, '0')}`
}
