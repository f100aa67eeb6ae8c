import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { decimalE4 } from '../oracles/index.ts'
import { type CaseRow, loadCase } from './caseRow.ts'
import { overseers } from './overseers.ts'
import { type StoredReport, toWire } from './reports.ts'
import { roundsOf } from './rounds.ts'
import type { ReportView } from './schema.ts'

type Report = Omit<Static<typeof ReportView>, 'signature'> & { readonly signature: string }

/**
 * The signed reports of a case with each node's explanation. While a round is open a node sees its own report and nobody sees
 * another's: knowing the others' answers would make a node a follower. @throws CASE_NOT_FOUND
 */
export async function listReports(ctx: QueryContext, caseId: string): Promise<Report[]> {
  const of = await loadCase(ctx, caseId)
  return (await readableRows(ctx, of)).map((row) => present(of, row))
}

type ReportRow = StoredReport & { readonly name: string; readonly signer: string; readonly party_id: string }

async function readableRows(ctx: QueryContext, of: CaseRow): Promise<readonly ReportRow[]> {
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
  return rows.filter((row) => !open.includes(row.round) || row.party_id === ctx.actor.partyId)
}

function present(of: CaseRow, row: ReportRow): Report {
  return {
    nodeIndex: row.node_index,
    nodeName: row.name,
    signer: row.signer,
    reliability: decimalE4(row.reliability_e4),
    policy: row.policy as Report['policy'],
    score: decimalE4(row.score_e4),
    report: toWire(of, row),
    digest: row.digest,
    signature: row.signature,
    justification: row.justification,
    reportedAt: row.reported_at.toISOString(),
  }
}

const undecided: ReadonlySet<string> = new Set(['pending', 'inProgress', 'enhancedReview', 'expired'])

/**
 * Whose signatures the caller may have. The contract tallies the reports that it is brought, whoever brings them: with all of a round
 * that waits for a reviewer a seller could leave out the low scores and have the case approved past him. So until the chain has
 * decided, they are for who oversees and owns nothing of it, and each node's own party.
 */
function mayHaveSignature(ctx: QueryContext, of: CaseRow): (row: ReportRow) => boolean {
  const { partyId, roles } = ctx.actor
  const decided = !undecided.has(of.state)
  const oversees = overseers.some((role) => roles.has(role)) && !of.owner_party_ids.includes(partyId ?? '')
  // Until the opening of a round is final, the one before it may still be the chain's.
  const bringable = of.state === 'inProgress' ? of.round : of.round - 1
  return (row) => decided || oversees || row.party_id === partyId || row.round < bringable
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
  const of = await loadCase(ctx, caseId)
  const rest = (await readableRows(ctx, of)).filter(
    (row) => page.after === null || row.round > round || (row.round === round && row.node_index > node),
  )
  const signed = mayHaveSignature(ctx, of)
  return toPage(
    page,
    rest,
    (row) => [String(row.round), String(row.node_index)],
    (row) => (signed(row) ? present(of, row) : { ...present(of, row), signature: null }),
  )
}
