import type { Static } from 'typebox'
import type { CommandContext } from '../../module.ts'
import { lockFor } from '../ledger/index.ts'
import { findCase } from '../verification/index.ts'
import { issuanceErrors } from './errors.ts'
import { readAllocation } from './queries.ts'
import type { Allocation, HoldResolutionBody } from './schema.ts'

/**
 * Releases or drops a held allocation (domain.md 2.1 "Safety"). Maker is never checker: neither who submitted the case nor a
 * party of the trade may decide. The same decision again changes nothing.
 * Errors: ALLOCATION_NOT_FOUND, ALLOCATION_NOT_HELD, HOLD_NEEDS_OTHER_REVIEWER.
 */
export async function resolveHold(
  ctx: CommandContext,
  { caseId, body }: { caseId: string; body: Static<typeof HoldResolutionBody> },
): Promise<Allocation> {
  // Two reviewers at once: the later one sees what the earlier one has decided.
  await lockFor(ctx, `hold/${caseId}`)
  const allocation = await readAllocation(ctx, caseId)
  const of = await findCase(ctx, caseId)
  const { partyId } = ctx.actor
  if (partyId !== null && (partyId === of?.submittedBy || of?.ownerPartyIds.includes(partyId))) {
    throw issuanceErrors.HOLD_NEEDS_OTHER_REVIEWER({ caseId })
  }
  const resolved = await ctx.db
    .selectFrom('allocation_hold_resolutions')
    .select(['approved', 'failure'])
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  const standing = resolved !== undefined && resolved.failure === null
  if (standing && resolved.approved === body.approved) return allocation
  if (standing || allocation.state !== 'held') {
    throw issuanceErrors.ALLOCATION_NOT_HELD({ caseId, state: allocation.state })
  }
  await record(ctx, caseId, body)
  await ctx.intend({
    from: 'reviewer',
    contract: 'Allocation',
    functionName: 'resolveHold',
    args: [allocation.onChainId, body.approved],
    salt: ctx.newId(),
    subject: `hold/${caseId}`,
  })
  return readAllocation(ctx, caseId)
}

async function record(ctx: CommandContext, caseId: string, body: Static<typeof HoldResolutionBody>): Promise<void> {
  const values = {
    approved: body.approved,
    reason: body.reason,
    resolved_by: ctx.actor.partyId,
    failure: null,
    resolved_at: ctx.now,
  }
  await ctx.db
    .insertInto('allocation_hold_resolutions')
    .values({ case_id: caseId, ...values })
    .onConflict((conflict) => conflict.column('case_id').doUpdateSet(values))
    .execute()
}
