import { sql } from 'kysely'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import type { SubjectKind } from './events.ts'

export interface AssignmentRecord {
  readonly caseId: string
  readonly onChainId: string
  readonly subjectKind: SubjectKind
  readonly reference: string
  readonly round: number
  /** Whole units of the chain. */
  readonly proposedQuantity: string
  readonly nodeIndex: number
  readonly reportsUntil: string
}

/**
 * Open rounds that the nodes of a party are asked about and have not answered, oldest case first. A round is listed once the chain
 * shows it: a node never signs for a case that the contract does not know. Errors: CURSOR_INVALID.
 */
export async function listAssignments(
  ctx: QueryContext,
  partyId: string,
  query: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<{ items: AssignmentRecord[]; nextCursor: string | null }> {
  const page = readPage(query, ['uuid', 'number'])
  const rows = await ctx.db
    .selectFrom('case_rounds as round')
    .innerJoin('cases', 'cases.id', 'round.case_id')
    .innerJoin('cases_on_chain as chain', 'chain.on_chain_id', 'cases.on_chain_id')
    .innerJoin('oracle_nodes as node', (join) =>
      join.on((on) => on('node.node_index', '=', on.fn.any('cases.committee'))),
    )
    .leftJoin('case_reports as report', (join) =>
      join
        .onRef('report.case_id', '=', 'round.case_id')
        .onRef('report.round', '=', 'round.round')
        .onRef('report.node_index', '=', 'node.node_index'),
    )
    .select([
      'cases.id',
      'cases.on_chain_id',
      'cases.subject_kind',
      'cases.reference',
      'round.round',
      'round.proposed_quantity',
      'round.reports_until',
      'node.node_index',
    ])
    .where('node.party_id', '=', partyId)
    .where('round.state', '=', 'open')
    .where('chain.state', '=', 'open')
    .whereRef('chain.round', '=', 'round.round')
    .whereRef('cases.round', '=', 'round.round')
    .where('report.node_index', 'is', null)
    .where('cases.deadline', '>', ctx.now)
    .$if(page.after !== null, (q) =>
      q.where(sql<boolean>`(cases.id, node.node_index) > (${page.after![0]}::uuid, ${page.after![1]}::bigint)`),
    )
    .orderBy('cases.id')
    .orderBy('node.node_index')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.id, String(row.node_index)],
    (row) => ({
      caseId: row.id,
      onChainId: row.on_chain_id,
      subjectKind: row.subject_kind as SubjectKind,
      reference: row.reference,
      round: row.round,
      proposedQuantity: row.proposed_quantity,
      nodeIndex: row.node_index,
      reportsUntil: row.reports_until.toISOString(),
    }),
  )
}
