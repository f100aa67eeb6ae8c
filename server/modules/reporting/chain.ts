/** What AuditAnchor says, as rows; and which final facts owe a bundle. */
import { type Projection, projection } from '../../module.ts'
import { caseOnChain } from '../verification/index.ts'
import { recordBundleRequest } from './recordBundleRequest.ts'

export const projections: readonly Projection[] = [
  projection({
    contract: 'AuditAnchor',
    eventName: 'Anchored',
    async project({ db }, log) {
      await db
        .insertInto('audit_anchors_on_chain')
        .values({
          log_id: log.args.logId,
          tree_size: log.args.treeSize,
          root: log.args.root,
          transaction_hash: log.transactionHash,
          block_number: log.blockNumber,
          log_index: log.logIndex,
          anchored_at: log.blockTimestamp,
        })
        .execute()
    },
  }),
  projection({
    contract: 'Allocation',
    eventName: 'Allocated',
    async whenFinal(context, log) {
      const id = await caseOnChain(context, log.args.caseId)
      if (id !== null) await recordBundleRequest(context, { kind: 'allocation', id, onChainId: log.args.caseId }, log)
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'Issued',
    async whenFinal(context, log) {
      const id = await caseOnChain(context, log.args.caseId)
      if (id !== null) await recordBundleRequest(context, { kind: 'issuance', id, onChainId: log.args.caseId }, log)
    },
  }),
  projection({
    contract: 'CarbonCredit',
    eventName: 'Retired',
    async whenFinal(context, log) {
      const { retirementId, holder, id, kg, beneficiaryHash, purposeHash } = log.args
      const retirement = await context.db
        .selectFrom('retirements')
        .select('retirement_id')
        .where('on_chain_id', '=', retirementId)
        // A stranger may have used the id for something else.
        .where('holder', '=', holder.toLowerCase())
        .where('credit_id', '=', id.toString())
        .where('kg', '=', kg.toString())
        .where('beneficiary_hash', '=', beneficiaryHash)
        .where('purpose_hash', '=', purposeHash)
        .executeTakeFirst()
      if (retirement === undefined) return
      await recordBundleRequest(
        context,
        { kind: 'retirement', id: retirement.retirement_id, onChainId: retirementId },
        log,
      )
    },
  }),
]
