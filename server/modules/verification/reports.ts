import type { Selectable } from 'kysely'
import type { Database } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'
import type { CaseRow } from './caseRow.ts'
import type { WireReport } from './submitReport.ts'

export type StoredReport = Selectable<Database['case_reports']>

/** The reports of a round, by node. */
export async function reportsOf(ctx: QueryContext, caseId: string, round: number): Promise<readonly StoredReport[]> {
  return ctx.db
    .selectFrom('case_reports')
    .selectAll()
    .where('case_id', '=', caseId)
    .where('round', '=', round)
    .orderBy('node_index')
    .execute()
}

/** A stored report in the words it was signed in. */
export function toWire(
  of: Pick<CaseRow, 'on_chain_id' | 'evidence_root' | 'terms_hash'>,
  report: StoredReport,
): WireReport {
  return {
    caseId: of.on_chain_id,
    round: report.round,
    evidenceRoot: of.evidence_root,
    termsHash: of.terms_hash,
    quantity: report.quantity,
    scoreE4: report.score_e4,
    agrees: report.agrees,
    critical: report.critical,
    justificationHash: report.justification_hash,
  }
}
