/** What Allocation says, as rows; and what follows once a block is final. */
import { type Projection, projection } from '../../module.ts'
import { caseOnChain } from '../verification/index.ts'
import { allocationHeld, allocationMinted, queueDue } from './events.ts'
import { nextWindow } from './releaseQueue.ts'

export const allocationProjections: readonly Projection[] = [
  projection({
    contract: 'Allocation',
    eventName: 'Allocated',
    async project({ db }, log) {
      const { caseId, sovereign, raw, minted, queued } = log.args
      await db
        .insertInto('allocations_on_chain')
        .values({
          on_chain_id: caseId,
          sovereign: sovereign.toLowerCase(),
          state: queued > 0n ? 'queued' : 'minted',
          raw_ft: raw.toString(),
          expected_ft: null,
          minted_ft: minted.toString(),
          queued_ft: queued.toString(),
          decided_at: log.blockTimestamp,
          minted_first_ft: minted.toString(),
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
        })
        // A held allocation that was approved: what was expected stays on record.
        .onConflict((conflict) =>
          conflict.column('on_chain_id').doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            raw_ft: eb.ref('excluded.raw_ft'),
            minted_ft: eb.ref('excluded.minted_ft'),
            queued_ft: eb.ref('excluded.queued_ft'),
            decided_at: eb.ref('excluded.decided_at'),
            minted_first_ft: eb.ref('excluded.minted_first_ft'),
            transaction_hash: eb.ref('excluded.transaction_hash'),
            block_number: eb.ref('excluded.block_number'),
          })),
        )
        .execute()
    },
    async whenFinal(ctx, log) {
      const { caseId, minted, queued } = log.args
      const ours = await caseOnChain(ctx, caseId)
      if (ours === null) return
      const amounts = { mintedFt: minted.toString(), queuedFt: queued.toString() }
      await ctx.emit(allocationMinted({ caseId: ours, onChainId: caseId, ...amounts }), { key: caseId })
      if (queued > 0n) {
        const at = nextWindow(ctx)
        await ctx.emit(queueDue({ caseId: ours, attempt: 1 }), { at, key: `${ours}/1` })
      }
    },
  }),
  projection({
    contract: 'Allocation',
    eventName: 'Held',
    async project({ db }, log) {
      const { caseId, sovereign, raw, expected } = log.args
      await db
        .insertInto('allocations_on_chain')
        .values({
          on_chain_id: caseId,
          sovereign: sovereign.toLowerCase(),
          state: 'held',
          raw_ft: raw.toString(),
          expected_ft: expected.toString(),
          minted_ft: '0',
          queued_ft: '0',
          decided_at: log.blockTimestamp,
          minted_first_ft: '0',
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
        })
        .execute()
    },
    async whenFinal(ctx, log) {
      const { caseId } = log.args
      const ours = await caseOnChain(ctx, caseId)
      if (ours === null) return
      await ctx.emit(allocationHeld({ caseId: ours, onChainId: caseId }), { key: caseId })
    },
  }),
  projection({
    contract: 'Allocation',
    eventName: 'HoldResolved',
    async project({ db }, log) {
      // An approval is followed by Allocated in the same transaction.
      if (log.args.approved) return
      await db
        .updateTable('allocations_on_chain')
        .set({ state: 'dropped', transaction_hash: log.transactionHash, block_number: log.blockNumber.toString() })
        .where('on_chain_id', '=', log.args.caseId)
        .execute()
    },
  }),
  projection({
    contract: 'Allocation',
    eventName: 'QueueReleased',
    async project({ db }, log) {
      const { caseId, minted, remaining } = log.args
      await db
        .updateTable('allocations_on_chain')
        .set((eb) => ({
          state: remaining > 0n ? 'queued' : 'minted',
          minted_ft: eb('minted_ft', '+', minted.toString()),
          queued_ft: remaining.toString(),
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber.toString(),
        }))
        .where('on_chain_id', '=', caseId)
        .execute()
    },
  }),
]
