import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import type { CasePage, CaseQuery, CaseSummary } from './schema.ts'
import { showUnits, unitOf } from './units.ts'

type Summary = Static<typeof CaseSummary>

/**
 * Cases in the order of their subjects, oldest first.
 * @param partyId whose subjects, or whose nodes are on the committee; null for everybody's. @throws CURSOR_INVALID
 */
export async function listCases(
  ctx: QueryContext,
  query: Static<typeof CaseQuery>,
  partyId: string | null,
): Promise<Static<typeof CasePage>> {
  const page = readPage(query)
  const rows = await caseRows(ctx)
    .$if(partyId !== null, (q) =>
      q.where((is) =>
        is.or([
          sql<boolean>`of.owner_party_ids @> array[${partyId}]::uuid[]`,
          is.exists(
            is
              .selectFrom('oracle_nodes as node')
              .select('node.node_index')
              .where('node.party_id', '=', partyId)
              .where(sql<boolean>`node.node_index = any(of.committee)`),
          ),
        ]),
      ),
    )
    .$if(query.state !== undefined, (q) => q.where('of.state', '=', query.state!))
    .$if(page.after !== null, (q) => q.where('of.id', '>', page.after![0]!))
    .orderBy('of.id')
    .limit(page.limit + 1)
    .execute()
  return toPage(page, rows, ({ id }) => [id], summaryOf)
}

function caseRows(ctx: QueryContext) {
  return ctx.db
    .selectFrom('cases as of')
    .leftJoin('cases_on_chain as chain', 'chain.on_chain_id', 'of.on_chain_id')
    .select(['of.id', 'of.on_chain_id', 'of.subject_kind', 'of.reference', 'of.state', 'of.round'])
    .select(['of.contracted_quantity', 'of.opened_at', 'of.deadline', 'of.settled_at'])
    .select(['chain.outcome', 'chain.state as chain_state'])
}

type Row = Awaited<ReturnType<ReturnType<typeof caseRows>['executeTakeFirstOrThrow']>>

function summaryOf(row: Row): Summary {
  const { outcome, chain_state: chainState } = row
  // The chain keeps the outcome it closed over; nothing follows from it any more.
  const stands = outcome !== null && outcome !== 'none' && chainState !== 'closed'
  return {
    caseId: row.id,
    onChainId: row.on_chain_id,
    subjectKind: row.subject_kind as Summary['subjectKind'],
    reference: row.reference,
    state: row.state as Summary['state'],
    settled: row.settled_at !== null,
    verdict: stands ? (outcome as Summary['verdict']) : null,
    round: row.round,
    unit: unitOf(row.subject_kind),
    contractedQuantity: showUnits(row.subject_kind, row.contracted_quantity),
    openedAt: row.opened_at.toISOString(),
    deadline: row.deadline.toISOString(),
  }
}
