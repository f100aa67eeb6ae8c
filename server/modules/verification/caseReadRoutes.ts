/** Routes that show cases; what is done to them is in caseRoutes.ts, what their judges do in judgeRoutes.ts. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { type QueryContext, query } from '../../module.ts'
import { PageOf, pageQuery, partyShown } from '../../page.ts'
import { listCases } from './listCases.ts'
import { pageOfReports } from './listReports.ts'
import { overseers } from './overseers.ts'
import { findCase, isAssigned } from './queries.ts'
import { readCase } from './readCase.ts'
import { CaseIdParams, CasePage, CaseQuery, CaseView, ReportView } from './schema.ts'

const readers = ['buyer', 'seller', 'sovereign', 'landowner', 'verifier', 'oracle', ...overseers] as const

/** Whoever owns the subject, and whoever is asked to judge it. */
export const readersOfCase = async (ctx: QueryContext, { params }: { params: Static<typeof CaseIdParams> }) => {
  const found = await findCase(ctx, params.caseId)
  if (found === null) return null
  const { partyId } = ctx.actor
  const judges = partyId !== null && (await isAssigned(ctx, [params.caseId], partyId)) ? [partyId] : []
  return [...found.ownerPartyIds, ...judges]
}

export const caseReadRoutes = [
  query({
    operationId: 'listCases',
    path: '/cases',
    summary: 'List the cases whose subject is yours, or that you are asked to judge',
    access: { roles: readers, scope: 'verification:read' },
    query: CaseQuery,
    response: CasePage,
    errors: ['CURSOR_INVALID'],
    handle: (ctx, { query }) => listCases(ctx, query, partyShown(ctx.actor, overseers)),
  }),
  query({
    operationId: 'getCase',
    path: '/cases/{caseId}',
    summary: 'A case with every score that led to its state',
    access: { roles: readers, scope: 'verification:read', owners: readersOfCase, anyOwner: overseers },
    params: CaseIdParams,
    response: CaseView,
    errors: ['CASE_NOT_FOUND'],
    handle: (ctx, { params }) => readCase(ctx, params.caseId),
  }),
  query({
    operationId: 'listReports',
    path: '/cases/{caseId}/reports',
    summary: "The committee's signed reports with each node's explanation; of an open round only your own",
    description:
      'Until the chain has decided, the signatures of other nodes are for those who oversee cases: whoever has them can bring them.',
    access: { roles: readers, scope: 'verification:read', owners: readersOfCase, anyOwner: overseers },
    params: CaseIdParams,
    query: Type.Object(pageQuery),
    response: PageOf(ReportView),
    errors: ['CASE_NOT_FOUND', 'CURSOR_INVALID'],
    handle: (ctx, { params, query }) => pageOfReports(ctx, params.caseId, query),
  }),
]
