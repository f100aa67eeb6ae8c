/** What Escrow and Conversion say, as rows; and what follows once a block is final. */
import { type CommandContext, type Projection, projection } from '../../module.ts'
import { conversionSettled, escrowFunded, escrowRefunded, escrowReleased } from './events.ts'

const escrow: readonly Projection[] = [
  projection({
    contract: 'Escrow',
    eventName: 'Funded',
    async project({ db }, log) {
      const { tradeId, amount } = log.args
      await db
        .insertInto('escrows_on_chain')
        .values({
          on_chain_id: tradeId,
          amount_pt: amount.toString(),
          state: 'funded',
          to_seller_pt: '0',
          to_buyer_pt: '0',
          trade_fee_pt: '0',
          verification_fee_pt: '0',
          burned_pt: '0',
          operations_pt: '0',
          development_pt: '0',
          reserve_pt: '0',
          funded_transaction: log.transactionHash,
          paid_out_transaction: null,
          block_number: log.blockNumber.toString(),
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const funding = await fundingOf(ctx, log.args.tradeId)
      if (funding === undefined) return
      const amountPt = log.args.amount.toString()
      await ctx.emit(escrowFunded({ tradeId: funding.trade_id, amountPt }), { key: funding.trade_id })
    },
  }),
  projection({
    contract: 'Escrow',
    eventName: 'Released',
    async project({ db }, log) {
      const { tradeId, toSeller, toBuyer, tradeFee, verificationFee } = log.args
      await db
        .updateTable('escrows_on_chain')
        .set({
          state: toBuyer > 0n ? 'split' : 'released',
          to_seller_pt: toSeller.toString(),
          to_buyer_pt: toBuyer.toString(),
          trade_fee_pt: tradeFee.toString(),
          verification_fee_pt: verificationFee.toString(),
          paid_out_transaction: log.transactionHash,
          block_number: log.blockNumber.toString(),
        })
        .where('on_chain_id', '=', tradeId)
        .execute()
    },
    async whenFinal(ctx, log) {
      const funding = await fundingOf(ctx, log.args.tradeId)
      if (funding === undefined) return
      const { toSeller, toBuyer } = log.args
      await ctx.emit(
        escrowReleased({
          tradeId: funding.trade_id,
          caseId: funding.trade_id,
          toSellerPt: toSeller.toString(),
          toBuyerPt: toBuyer.toString(),
        }),
        { key: funding.trade_id },
      )
    },
  }),
  projection({
    contract: 'Escrow',
    eventName: 'FeeSplit',
    async project({ db }, log) {
      const { tradeId, burned, operations, development, reserve } = log.args
      await db
        .updateTable('escrows_on_chain')
        .set({
          burned_pt: burned.toString(),
          operations_pt: operations.toString(),
          development_pt: development.toString(),
          reserve_pt: reserve.toString(),
        })
        .where('on_chain_id', '=', tradeId)
        .execute()
    },
  }),
  projection({
    contract: 'Escrow',
    eventName: 'Refunded',
    async project({ db }, log) {
      await db
        .updateTable('escrows_on_chain')
        .set({
          state: 'refunded',
          to_buyer_pt: log.args.amount.toString(),
          paid_out_transaction: log.transactionHash,
          block_number: log.blockNumber.toString(),
        })
        .where('on_chain_id', '=', log.args.tradeId)
        .execute()
    },
    async whenFinal(ctx, log) {
      const funding = await fundingOf(ctx, log.args.tradeId)
      if (funding === undefined) return
      const amountPt = log.args.amount.toString()
      await ctx.emit(escrowRefunded({ tradeId: funding.trade_id, amountPt }), { key: funding.trade_id })
    },
  }),
]

/** The funding behind an escrow; undefined when it was funded without this installation. */
async function fundingOf(ctx: CommandContext, onChainId: string): Promise<{ trade_id: string } | undefined> {
  return ctx.db.selectFrom('escrow_fundings').select('trade_id').where('on_chain_id', '=', onChainId).executeTakeFirst()
}

const conversion: readonly Projection[] = [
  projection({
    contract: 'Conversion',
    eventName: 'TermsSet',
    async project({ db }, log) {
      const { rateE18, burnBps, feeBps, dailyLimitPt } = log.args
      const values = {
        rate_e18: rateE18.toString(),
        burn_bps: burnBps,
        fee_bps: feeBps,
        daily_limit_pt: dailyLimitPt.toString(),
        block_number: log.blockNumber.toString(),
      }
      await db
        .insertInto('conversion_terms_on_chain')
        .values({ id: true, ...values })
        .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
        .execute()
    },
  }),
  projection({
    contract: 'Conversion',
    eventName: 'Converted',
    async project({ db }, log) {
      const { conversionId, sovereign, ftBurned, grossPt, feePt, netPt } = log.args
      const terms = await db.selectFrom('conversion_terms_on_chain').select('burn_bps').executeTakeFirstOrThrow()
      await db
        .insertInto('conversions_on_chain')
        .values({
          on_chain_id: conversionId,
          sovereign: sovereign.toLowerCase(),
          burned_ft: ftBurned.toString(),
          unpaid_share_ft: unpaidShareUp(ftBurned, BigInt(terms.burn_bps)).toString(),
          gross_pt: grossPt.toString(),
          fee_pt: feePt.toString(),
          net_pt: netPt.toString(),
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
          converted_at: log.blockTimestamp,
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const row = await ctx.db
        .selectFrom('conversions')
        .select('conversion_id')
        .where('on_chain_id', '=', log.args.conversionId)
        .where('wallet', '=', log.args.sovereign.toLowerCase())
        .executeTakeFirst()
      if (row === undefined) return
      const netPt = log.args.netPt.toString()
      await ctx.emit(conversionSettled({ conversionId: row.conversion_id, netPt }), { key: row.conversion_id })
    },
  }),
]

/** As Conversion.quote computes it: rounded up, against the sovereign. */
function unpaidShareUp(ftAmount: bigint, burnBps: bigint): bigint {
  return (ftAmount * burnBps + 9_999n) / 10_000n
}

export const projections: readonly Projection[] = [...escrow, ...conversion]
