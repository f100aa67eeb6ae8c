/** What the Listings contract says, as rows; and what follows once a block is final. */
import { type Projection, projection } from '../../module.ts'
import { creditsPurchased } from './events.ts'

export const projections: readonly Projection[] = [
  projection({
    contract: 'Listings',
    eventName: 'Listed',
    async project({ db }, log) {
      const { listingId, seller, creditId, kg, pricePtPerKg, expiresAt } = log.args
      await db
        .insertInto('listings_on_chain')
        .values({
          on_chain_id: listingId,
          seller: seller.toLowerCase(),
          credit_id: creditId.toString(),
          kg: kg.toString(),
          left_kg: kg.toString(),
          price_pt_per_kg: pricePtPerKg.toString(),
          expires_at: new Date(Number(expiresAt) * 1000),
          cancelled: false,
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
        })
        .execute()
    },
  }),
  projection({
    contract: 'Listings',
    eventName: 'Purchased',
    async project({ db }, log) {
      const { listingId, purchaseId, buyer, kg, paidPt, commissionPt } = log.args
      await db
        .updateTable('listings_on_chain')
        .set((eb) => ({ left_kg: eb('left_kg', '-', kg.toString()) }))
        .where('on_chain_id', '=', listingId)
        .execute()
      await db
        .insertInto('purchases_on_chain')
        .values({
          on_chain_id: purchaseId,
          listing_on_chain_id: listingId,
          buyer: buyer.toLowerCase(),
          kg: kg.toString(),
          paid_pt: paidPt.toString(),
          commission_pt: commissionPt.toString(),
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
          purchased_at: log.blockTimestamp,
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const purchase = await ctx.db
        .selectFrom('purchases')
        .select(['purchase_id', 'listing_id', 'kg'])
        .where('on_chain_id', '=', log.args.purchaseId)
        .where('buyer', '=', log.args.buyer.toLowerCase())
        .where('kg', '=', log.args.kg.toString())
        .executeTakeFirst()
      if (purchase === undefined) return
      const { purchase_id: purchaseId, listing_id: listingId, kg } = purchase
      await ctx.emit(creditsPurchased({ purchaseId, listingId, kg }), { key: purchaseId })
    },
  }),
  projection({
    contract: 'Listings',
    eventName: 'Cancelled',
    async project({ db }, log) {
      await db
        .updateTable('listings_on_chain')
        .set((eb) => ({ cancelled: true, left_kg: eb('left_kg', '-', log.args.returnedKg.toString()) }))
        .where('on_chain_id', '=', log.args.listingId)
        .execute()
    },
  }),
]
