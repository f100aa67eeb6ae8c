/** What the nodes of a committee ask and answer. */
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Bytes32, Uuid } from '../../fields.ts'
import { auditedQuery, command, type QueryContext, query } from '../../module.ts'
import { PageOf, pageQuery } from '../../page.ts'
import { DossierContentPage } from '../evidence/index.ts'
import { caseFileRead } from './events.ts'
import { listAssignments } from './listAssignments.ts'
import { isAssigned } from './queries.ts'
import { readCaseDocuments } from './readCaseDocuments.ts'
import { readCaseFile } from './readCaseFile.ts'
import { AnyJson, AssignmentView, CaseIdParams, ReportInput } from './schema.ts'
import { submitReport } from './submitReport.ts'

/** Whoever is asked to judge the case, and nobody who gains by it. */
const judgesOfCase = async (ctx: QueryContext, { params }: { params: Static<typeof CaseIdParams> }) => {
  const { partyId } = ctx.actor
  return partyId !== null && (await isAssigned(ctx, [params.caseId], partyId)) ? [partyId] : null
}

export const judgeRoutes = [
  query({
    operationId: 'listAssignments',
    path: '/oracle/assignments',
    summary: 'Open rounds that your nodes are asked about and have not answered',
    access: { roles: ['oracle', 'verifier'], scope: 'verification:report' },
    query: Type.Object(pageQuery),
    response: PageOf(AssignmentView),
    errors: ['CURSOR_INVALID'],
    handle: async (ctx, input) =>
      ctx.actor.partyId === null
        ? { items: [], nextCursor: null }
        : listAssignments(ctx, ctx.actor.partyId, input.query),
  }),
  auditedQuery({
    operationId: 'getCaseDossier',
    path: '/cases/{caseId}/dossier',
    summary: 'The whole case as its judges see it: records, proofs and everything the terms came from',
    access: {
      roles: ['oracle', 'verifier', 'reviewer', 'auditor'],
      scope: 'verification:read',
      owners: judgesOfCase,
      anyOwner: ['reviewer', 'auditor'],
    },
    params: CaseIdParams,
    response: AnyJson,
    errors: ['CASE_NOT_FOUND', 'DOSSIER_NOT_FOUND'],
    handle: async (ctx, { params }) => {
      const file = await readCaseFile(ctx, params.caseId)
      await ctx.emit(caseFileRead(params))
      return file
    },
  }),
  auditedQuery({
    operationId: 'readCaseDocuments',
    path: '/cases/{caseId}/documents',
    summary: 'Read the files of a case, many in one answer: for its judges, while their round is open',
    description:
      'A page has at most 4 MiB of files. Larger ones are left out, to be read with `GET /api/v1/documents/{documentId}/content`; so are erased ones.',
    access: { roles: ['oracle', 'verifier'], scope: 'evidence:read', owners: judgesOfCase },
    params: CaseIdParams,
    query: Type.Object(pageQuery),
    response: DossierContentPage,
    errors: ['CASE_NOT_FOUND', 'ROUND_NOT_OPEN', 'CURSOR_INVALID'],
    handle: (ctx, { params, query }) => readCaseDocuments(ctx, params.caseId, query),
  }),
  command({
    operationId: 'submitReport',
    path: '/cases/{caseId}/reports',
    summary: "Bring your node's signed report on the open round",
    access: { roles: ['oracle', 'verifier'], scope: 'verification:report', owners: judgesOfCase },
    params: CaseIdParams,
    body: ReportInput,
    response: Type.Object({ caseId: Uuid, nodeIndex: Type.Integer(), digest: Bytes32 }),
    errors: [
      'CASE_NOT_FOUND',
      'ROUND_NOT_OPEN',
      'NODE_NOT_ASSIGNED',
      'MAKER_IS_CHECKER',
      'REPORT_MISMATCH',
      'REPORT_CONTRADICTORY',
      'REPORT_SIGNATURE_INVALID',
      'REPORT_CONFLICT',
    ],
    handle: async (ctx, { params, body }) => ({ ...params, ...(await submitReport(ctx, { ...params, ...body })) }),
  }),
]
