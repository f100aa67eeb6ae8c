import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { decimalE4 } from '../oracles/index.ts'
import { loadCase } from './caseRow.ts'
import { toWire } from './reports.ts'
import { roundsOf } from './rounds.ts'
import type { ReportView } from './schema.ts'

/**
 * The signed reports of a case with each node's explanation. While a round is open a node sees its own report and nobody sees
 * another's: knowing the others' answers would make a node a follower. @throws CASE_NOT_FOUND
 */
export async function listReports(ctx: QueryContext, caseId: string): Promise<Static<typeof ReportView>[]> {
  const of = await loadCase(ctx, caseId)
  const open = (await roundsOf(ctx, of.id)).filter(({ state }) => state === 'open').map(({ round }) => round)
  const rows = await ctx.db
    .selectFrom('case_reports as report')
    .innerJoin('oracle_nodes as node', 'node.node_index', 'report.node_index')
    .selectAll('report')
    .select(['node.name', 'node.signer', 'node.party_id'])
    .where('report.case_id', '=', of.id)
    .orderBy('report.round')
    .orderBy('report.node_index')
    .execute()
  return rows
    .filter((row) => !open.includes(row.round) || row.party_id === ctx.actor.partyId)
    .map((row) => ({
      nodeIndex: row.node_index,
      nodeName: row.name,
      signer: row.signer,
      reliability: decimalE4(row.reliability_e4),
      policy: row.policy as Static<typeof ReportView>['policy'],
      score: decimalE4(row.score_e4),
      report: toWire(of, row),
      digest: row.digest,
      signature: row.signature,
      justification: row.justification,
      reportedAt: row.reported_at.toISOString(),
    }))
}

/** A page of them, by round and node. A case has few rounds and a committee its size, so that a page may be cut from all of them.
 *  Errors: CASE_NOT_FOUND, CURSOR_INVALID. */
export async function pageOfReports(
  ctx: QueryContext,
  caseId: string,
  query: { readonly limit?: number; readonly cursor?: string },
) {
  const page = readPage(query, ['number', 'number'])
  const [round, node] = (page.after ?? ['0', '0']).map(Number) as [number, number]
  const rest = (await listReports(ctx, caseId)).filter(
    ({ report, nodeIndex }) =>
      page.after === null || report.round > round || (report.round === round && nodeIndex > node),
  )
  return toPage(
    page,
    rest,
    ({ report, nodeIndex }) => [String(report.round), String(nodeIndex)],
    (report) => report,
  )
}
