import type { CommandContext } from '../../module.ts'
import { readDossierContents } from '../evidence/index.ts'
import { verificationErrors } from './errors.ts'

/**
 * The files that the committee of a case is asked to judge, for as long as it is asked.
 * @throws ROUND_NOT_OPEN CURSOR_INVALID
 */
export async function readCaseDocuments(
  ctx: CommandContext,
  caseId: string,
  query: Parameters<typeof readDossierContents>[2],
): ReturnType<typeof readDossierContents> {
  const asked = await ctx.db
    .selectFrom('cases')
    .innerJoin('case_rounds', (join) =>
      join.onRef('case_rounds.case_id', '=', 'cases.id').onRef('case_rounds.round', '=', 'cases.round'),
    )
    .select(['cases.state', 'case_rounds.round', 'case_rounds.state as answers'])
    .where('cases.id', '=', caseId)
    .executeTakeFirst()
  // Before the chain has opened the case for good its committee is asked already.
  const open = asked?.answers === 'open' && (asked.state === 'pending' || asked.state === 'inProgress')
  if (!open)
    throw verificationErrors.ROUND_NOT_OPEN({ caseId, round: asked?.round ?? 0, state: asked?.state ?? 'none' })
  return readDossierContents(ctx, caseId, query)
}
