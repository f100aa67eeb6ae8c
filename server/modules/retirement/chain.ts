/** What CarbonCredit says about retirements, as rows; and what follows once a block is final. */
import { sql } from 'kysely'
import { type Projection, projection } from '../../module.ts'
import { creditsRetired } from './events.ts'

export const projections: readonly Projection[] = [
  projection({
    contract: 'CarbonCredit',
    eventName: 'Retired',
    async project({ db }, log) {
      const { retirementId, id, holder, kg, beneficiaryHash, purposeHash } = log.args
      const { last } = await db
        .selectFrom('retirements_on_chain')
        .select(sql<string>`coalesce(max(serial_last), 0)`.as('last'))
        .where('credit_id', '=', id.toString())
        .executeTakeFirstOrThrow()
      await db
        .insertInto('retirements_on_chain')
        .values({
          on_chain_id: retirementId,
          credit_id: id.toString(),
          holder: holder.toLowerCase(),
          kg: kg.toString(),
          beneficiary_hash: beneficiaryHash,
          purpose_hash: purposeHash,
          serial_first: (BigInt(last) + 1n).toString(),
          serial_last: (BigInt(last) + kg).toString(),
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
          retired_at: log.blockTimestamp,
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const retirement = await ctx.db
        .selectFrom('retirements')
        .select(['retirement_id', 'credit_id', 'kg'])
        .where('on_chain_id', '=', log.args.retirementId)
        .executeTakeFirst()
      if (retirement === undefined) return
      await ctx.db
        .updateTable('retirements')
        .set({ final_at: ctx.now })
        .where('retirement_id', '=', retirement.retirement_id)
        .execute()
      const { retirement_id: retirementId, credit_id: creditId, kg } = retirement
      await ctx.emit(creditsRetired({ retirementId, creditId, kg }), { key: retirementId })
    },
  }),
]
