import { canMove, type EventOfLifecycle, move } from '@assay/domain/lifecycle.ts'
import { type CaseLifecycleState, caseLifecycle } from '@assay/domain/lifecycles.ts'
import type { Selectable } from 'kysely'
import type { Database } from '../../generated/rows.ts'
import type { CommandContext, QueryContext } from '../../module.ts'
import { verificationErrors } from './errors.ts'
import type { CaseFacts, SubjectKind } from './events.ts'

export type CaseRow = Selectable<Database['cases']>
export type RoundRow = Selectable<Database['case_rounds']>
export type CaseMove = EventOfLifecycle<typeof caseLifecycle>

/** The case as commands wrote it. @throws CASE_NOT_FOUND */
export async function loadCase(ctx: QueryContext, caseId: string): Promise<CaseRow> {
  const row = await ctx.db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirst()
  if (row === undefined) throw verificationErrors.CASE_NOT_FOUND({ caseId })
  return row
}

/** The case, locked until the transaction ends: whoever moves it comes one after the other. @throws CASE_NOT_FOUND */
export async function lockCase(ctx: CommandContext, caseId: string): Promise<CaseRow> {
  const row = await ctx.db.selectFrom('cases').selectAll().where('id', '=', caseId).forUpdate().executeTakeFirst()
  if (row === undefined) throw verificationErrors.CASE_NOT_FOUND({ caseId })
  return row
}

/** The case of an id on chain, locked; null when the case was opened by somebody else's installation. */
export async function lockCaseOnChain(ctx: CommandContext, onChainId: string): Promise<CaseRow | null> {
  const row = await ctx.db
    .selectFrom('cases')
    .selectAll()
    .where('on_chain_id', '=', onChainId)
    .forUpdate()
    .executeTakeFirst()
  return row ?? null
}

/** One round, locked: a report and a tally never overlap. @throws ROUND_NOT_OPEN when there is no such round */
export async function lockRound(ctx: CommandContext, caseId: string, round: number): Promise<RoundRow> {
  const row = await ctx.db
    .selectFrom('case_rounds')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw verificationErrors.ROUND_NOT_OPEN({ caseId, round, state: 'none' })
  return row
}

/** True while what a case claims cannot be claimed again: it was settled with something to issue, or still may be. */
export async function holdsClaim(ctx: QueryContext, caseId: string): Promise<boolean> {
  const row = await claimHolders(ctx).where('id', '=', caseId).executeTakeFirst()
  return row !== undefined
}

/** The cases that hold their claim; a rejection holds it while it can be contested. */
export function claimHolders(ctx: QueryContext) {
  return ctx.db
    .selectFrom('cases')
    .select('id')
    .where('state', 'not in', ['closed', 'refused'])
    .where((is) => is.or([is('state', '<>', 'rejected'), is('settled_at', 'is', null)]))
}

/** Moves a locked case along its lifecycle. @throws ILLEGAL_MOVE */
export async function moveCase(ctx: CommandContext, of: CaseRow, event: CaseMove): Promise<CaseLifecycleState> {
  const state = move(caseLifecycle, of.state as CaseLifecycleState, event)
  await ctx.db.updateTable('cases').set({ state, changed_at: ctx.now }).where('id', '=', of.id).execute()
  return state
}

export function mayMove(of: CaseRow, event: CaseMove): boolean {
  return canMove(caseLifecycle, of.state as CaseLifecycleState, event)
}

/** Maker is never checker: neither who submitted the case nor an owner of its subject may judge it. @throws MAKER_IS_CHECKER */
export function assertNotMaker(ctx: CommandContext, of: CaseRow): void {
  const { partyId } = ctx.actor
  if (partyId !== null && (of.submitted_by === partyId || of.owner_party_ids.includes(partyId))) {
    throw verificationErrors.MAKER_IS_CHECKER({ caseId: of.id })
  }
}

/** What every event of the case carries. */
export function factsOf(of: CaseRow): CaseFacts {
  return { caseId: of.id, onChainId: of.on_chain_id, subjectKind: of.subject_kind as SubjectKind, subjectId: of.id }
}
