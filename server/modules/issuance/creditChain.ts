/** What CarbonCredit says, as rows; and what follows once a block is final. */
import { type Projection, type ProjectionContext, projection } from '../../module.ts'
import { caseOnChain } from '../verification/index.ts'
import { creditsIssued, creditsReversed } from './events.ts'

export const creditProjections: readonly Projection[] = [
  projection({
    contract: 'CarbonCredit',
    eventName: 'Issued',
    async project(ctx, log) {
      const { caseId, id, to, netKg, bufferKg } = log.args
      const before = await addToCredit(ctx, id, { issued_kg: netKg + bufferKg, buffer_kg: bufferKg })
      await ctx.db
        .insertInto('issuances_on_chain')
        .values({
          on_chain_id: caseId,
          credit_id: id.toString(),
          holder: to.toLowerCase(),
          net_kg: netKg.toString(),
          buffer_kg: bufferKg.toString(),
          serial_first: (before.issuedKg + 1n).toString(),
          serial_last: (before.issuedKg + netKg + bufferKg).toString(),
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
          issued_at: log.blockTimestamp,
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const { caseId, id, netKg, bufferKg } = log.args
      const ours = await caseOnChain(ctx, caseId)
      if (ours === null) return
      const facts = { creditId: id.toString(), netKg: netKg.toString(), bufferKg: bufferKg.toString() }
      await ctx.emit(creditsIssued({ caseId: ours, onChainId: caseId, ...facts }), { key: caseId })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'Retired',
    async project(ctx, log) {
      await addToCredit(ctx, log.args.id, { retired_kg: log.args.kg })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'RetiredBatch',
    async project(ctx, log) {
      for (const [item, id] of log.args.ids.entries()) await addToCredit(ctx, id, { retired_kg: log.args.kgs[item]! })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'Reversed',
    async project({ db }, log) {
      const { reversalId, id, cancelledKg, fromOwnBufferKg, fromPoolKg, reasonHash } = log.args
      await db
        .insertInto('reversals_on_chain')
        .values({
          on_chain_id: reversalId,
          credit_id: id.toString(),
          cancelled_kg: cancelledKg.toString(),
          from_own_buffer_kg: fromOwnBufferKg.toString(),
          from_pool_kg: fromPoolKg.toString(),
          reason_hash: reasonHash,
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
          reversed_at: log.blockTimestamp,
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const { reversalId, id, cancelledKg } = log.args
      const reversal = await ctx.db
        .selectFrom('reversals')
        .select('reversal_id')
        .where('on_chain_id', '=', reversalId)
        .executeTakeFirst()
      if (reversal === undefined) return
      const facts = { creditId: id.toString(), cancelledKg: cancelledKg.toString() }
      await ctx.emit(creditsReversed({ reversalId: reversal.reversal_id, onChainId: reversalId, ...facts }), {
        key: reversalId,
      })
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'BufferDrawn',
    async project(ctx, log) {
      const { reversalId, fromId, kg } = log.args
      await addToCredit(ctx, fromId, { buffer_kg: -kg, cancelled_kg: kg })
      await ctx.db
        .insertInto('buffer_draws_on_chain')
        .values({
          on_chain_id: reversalId,
          log_index: log.logIndex,
          block_number: log.blockNumber.toString(),
          from_credit_id: fromId.toString(),
          kg: kg.toString(),
        })
        .execute()
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'SuspendedSet',
    async project({ db }, log) {
      const { id, holder, suspended } = log.args
      const block_number = log.blockNumber.toString()
      await db
        .insertInto('credit_suspensions_on_chain')
        .values({ credit_id: id.toString(), holder: holder.toLowerCase(), suspended, block_number })
        .onConflict((conflict) => conflict.columns(['credit_id', 'holder']).doUpdateSet({ suspended, block_number }))
        .execute()
    },
  }),
]

const quantities = ['issued_kg', 'buffer_kg', 'retired_kg', 'cancelled_kg'] as const

/** Adds to the register row of a credit; answers what had been issued before. */
async function addToCredit(
  { db }: ProjectionContext,
  id: bigint,
  changes: { readonly [Q in (typeof quantities)[number]]?: bigint },
): Promise<{ issuedKg: bigint }> {
  const row = await db
    .selectFrom('credits_on_chain')
    .selectAll()
    .where('credit_id', '=', id.toString())
    .executeTakeFirst()
  const values = Object.fromEntries(
    quantities.map((name) => [name, (BigInt(row?.[name] ?? 0) + (changes[name] ?? 0n)).toString()]),
  ) as Record<(typeof quantities)[number], string>
  await db
    .insertInto('credits_on_chain')
    .values({ credit_id: id.toString(), ...values })
    .onConflict((conflict) => conflict.column('credit_id').doUpdateSet(values))
    .execute()
  return { issuedKg: BigInt(row?.issued_kg ?? 0) }
}
