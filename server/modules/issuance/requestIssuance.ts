import type { QuantificationRun } from '@assay/domain/methodology/quantification.ts'
import type { CommandContext } from '../../module.ts'
import { getCaseTerms, type StoredIssuanceTerms } from '../verification/index.ts'
import { recordCarry } from './carry.ts'
import { claim } from './claim.ts'
import { issuanceDue } from './events.ts'
import { issuanceArgs } from './terms.ts'

/**
 * Notes that a settled project is owed its credits, books the fractions of a kilogram that whole units leave over, and has the
 * issue sent. A second request for the case changes nothing; another case with the same claim key is refused by the database.
 */
export async function requestIssuance(
  ctx: CommandContext,
  settled: { caseId: string; onChainId: string; subjectId: string; quantity: string; contractedQuantity: string },
): Promise<void> {
  const { claimKey, terms } = await getCaseTerms(ctx, settled.caseId)
  if (!(await claim(ctx, { caseId: settled.caseId, claimKey, kind: 'issuance' }))) return
  const run = await ctx.db
    .selectFrom('quantifications')
    .select(['project_id', 'owner_party_id', 'result'])
    .where('id', '=', settled.subjectId)
    .executeTakeFirstOrThrow()
  await ctx.db
    .insertInto('issuance_requests')
    .values({
      case_id: settled.caseId,
      on_chain_id: settled.onChainId,
      quantification_id: settled.subjectId,
      project_id: run.project_id,
      owner_party_id: run.owner_party_id,
      terms: JSON.stringify(terms),
      due_at: ctx.now,
      requested_at: ctx.now,
    })
    .execute()
  const { inputs, carryKg } = run.result as Pick<QuantificationRun, 'inputs' | 'carryKg'>
  const inFull = settled.quantity === settled.contractedQuantity
  await recordCarry(ctx, {
    caseId: settled.caseId,
    projectId: run.project_id,
    takenKg: inputs.carryInKg,
    // As quantification books it: a partial outcome leaves no fraction that a formula could name.
    leftKg: inFull ? carryKg : '0',
  })
  await ctx.emit(issuanceDue({ caseId: settled.caseId, attempt: 1 }), { key: `${settled.caseId}/1` })
}

/** Sends `issue`, which anybody may; the contract accepts a case once. */
export async function sendIssuance(ctx: CommandContext, due: { caseId: string; attempt: number }): Promise<void> {
  const request = await ctx.db
    .selectFrom('issuance_requests as r')
    .leftJoin('issuances_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select(['r.terms', 'c.credit_id'])
    .where('r.case_id', '=', due.caseId)
    .executeTakeFirst()
  if (request === undefined || request.credit_id !== null) return
  const intentId = await ctx.intend({
    from: 'operator',
    contract: 'CarbonCredit',
    functionName: 'issue',
    args: [issuanceArgs(request.terms as StoredIssuanceTerms)],
    salt: due.attempt === 1 ? '' : `attempt-${due.attempt}`,
    subject: `issuance/${due.caseId}/${due.attempt}`,
  })
  await ctx.db.updateTable('issuance_requests').set({ intent_id: intentId }).where('case_id', '=', due.caseId).execute()
}
