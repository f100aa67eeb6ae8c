/** HTTP surface of reporting. Tree heads and proofs are hashes and public; entries are for auditors; a bundle belongs to its parties. */
import { Type } from 'typebox'
import { Bytes32, OneOf, Text, Uuid, WholeNumber } from '../../fields.ts'
import { auditedQuery, command, query, type Route } from '../../module.ts'
import { PageOf, pageQuery, readPage } from '../../page.ts'
import { anchorTreeHead } from './anchorTreeHead.ts'
import { erasePseudonym } from './erasePseudonym.ts'
import { reportingErrors } from './errors.ts'
import { pageRoutes } from './pageRoutes.ts'
import { listEntries, readConsistency, readInclusion, readTreeHead } from './queries.ts'
import { listBundles, ownersOfBundle, readBundle } from './readBundle.ts'
import { readProposed, replayParameter } from './replayParameter.ts'
import {
  AuditEntryView,
  BundleParams,
  BundleView,
  ConsistencyQuery,
  ConsistencyView,
  InclusionQuery,
  InclusionView,
  ReplayView,
  TreeHeadView,
} from './schema.ts'

const auditLogRoutes: readonly Route[] = [
  query({
    operationId: 'listAuditLogEntries',
    path: '/audit-log/entries',
    summary: 'Entries of the audit log, in their numbered order',
    access: { roles: ['auditor', 'operator'], scope: 'reporting:read' },
    query: Type.Object({ ...pageQuery }),
    response: PageOf(AuditEntryView),
    handle: (context, input) => listEntries(context, readPage(input.query, ['number'])),
  }),
  query({
    operationId: 'getAuditLogTreeHead',
    path: '/audit-log/tree-head',
    summary: 'Size and root of the audit log, and its newest anchor on chain',
    access: 'public',
    response: TreeHeadView,
    errors: ['AUDIT_LOG_EMPTY'],
    handle: (context) => readTreeHead(context),
  }),
  query({
    operationId: 'proveAuditLogInclusion',
    path: '/audit-log/proofs/inclusion',
    summary: 'Proof that an entry is in the log (RFC 9162 section 2.1.3)',
    access: 'public',
    query: InclusionQuery,
    response: InclusionView,
    errors: ['AUDIT_LOG_EMPTY', 'AUDIT_ENTRY_NOT_FOUND', 'AUDIT_RANGE_INVALID'],
    handle: (context, input) => readInclusion(context, input.query),
  }),
  query({
    operationId: 'proveAuditLogConsistency',
    path: '/audit-log/proofs/consistency',
    summary: 'Proof that a later log begins with an earlier one (RFC 9162 section 2.1.4)',
    access: 'public',
    query: ConsistencyQuery,
    response: ConsistencyView,
    errors: ['AUDIT_LOG_EMPTY', 'AUDIT_RANGE_INVALID'],
    handle: (context, input) => readConsistency(context, input.query),
  }),
  command({
    operationId: 'anchorAuditLog',
    path: '/audit-log/anchors',
    summary: 'Writes the newest tree head to the chain now',
    access: { roles: ['operator', 'auditor'], scope: 'operations:write' },
    status: 202,
    response: Type.Object({ treeSize: WholeNumber, root: Bytes32 }),
    errors: ['AUDIT_LOG_EMPTY'],
    async handle(context) {
      const head = await anchorTreeHead(context)
      if (head === undefined) throw reportingErrors.AUDIT_LOG_EMPTY()
      return { treeSize: head.treeSize.toString(), root: head.root }
    },
  }),
  command({
    operationId: 'eraseAuditLogPseudonym',
    path: '/audit-log/erasures',
    summary: 'Forgets who stands behind a pseudonym; the log stays as it is and verifies',
    access: { roles: ['compliance'], scope: 'parties:write' },
    body: Type.Object({ kind: OneOf(['client', 'party']), id: Text(200, 'client-7') }, { additionalProperties: false }),
    status: 200,
    response: Type.Object({ erased: Type.Boolean() }),
    handle: async (context, { body }) => ({ erased: await erasePseudonym(context, body) }),
  }),
]

const overseers = ['auditor', 'operator', 'reviewer', 'compliance'] as const
const owners = ['buyer', 'seller', 'sovereign', 'landowner', 'creditBuyer'] as const

const bundleRoutes: readonly Route[] = [
  query({
    operationId: 'listBundles',
    path: '/bundles',
    summary: 'Which bundles exist, and for what',
    access: 'public',
    query: Type.Object({ ...pageQuery, subjectId: Type.Optional(Uuid) }),
    response: PageOf(BundleView),
    handle: (context, input) =>
      listBundles(context, readPage(input.query, ['text']), { subjectId: input.query.subjectId }),
  }),
  auditedQuery({
    operationId: 'getBundle',
    path: '/bundles/{bundleId}',
    summary: 'Everything needed to check one issuance or retirement offline, as canonical JSON',
    description: 'Save the bytes as they are and run `npm run -s verify -- bundle.json`.',
    access: {
      roles: [...owners, ...overseers],
      scope: 'reporting:read',
      owners: (context, { params }) => ownersOfBundle(context, params.bundleId),
      anyOwner: overseers,
    },
    params: BundleParams,
    query: Type.Object({ withhold: Type.Optional(Type.Literal('private')) }),
    produces: 'application/json',
    response: Type.String(),
    errors: ['BUNDLE_NOT_FOUND'],
    handle: (context, { params, query }) => readBundle(context, { ...params, withhold: query.withhold === 'private' }),
  }),
  query({
    operationId: 'getPublicBundle',
    path: '/bundles/{bundleId}/public',
    summary: 'The same bundle with private parts withheld; it has the same id and still verifies',
    access: 'public',
    params: BundleParams,
    produces: 'application/json',
    response: Type.String(),
    errors: ['BUNDLE_NOT_FOUND'],
    handle: (context, { params }) => readBundle(context, { ...params, withhold: true }),
  }),
]

const replayRoute = query({
  operationId: 'replayParameter',
  path: '/parameters/{key}/replay',
  summary: 'Whom a proposed value would have moved, and by how much, had it been in force',
  description:
    'Repeats past allocations, cases that earned nothing, issuances, conversions and fees with the parameters of their day and with the proposed value. Changes nothing.',
  access: { roles: ['governance', 'auditor', 'operator'], scope: 'governance:read' },
  params: Type.Object({ key: Text(100, 'fictra.allocation.eligibility') }),
  query: Type.Object({
    value: Type.String({
      maxLength: 20_000,
      description: 'The proposed value as JSON, as the parameter `describes` it.',
      examples: ['"0.0015"'],
    }),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000,
        description: 'Computations of each kind, newest first. Default 200.',
      }),
    ),
  }),
  response: ReplayView,
  errors: ['PARAMETER_UNKNOWN', 'PARAMETER_INVALID', 'REPLAY_NOT_REPEATABLE'],
  handle: (context, { params, query }) =>
    replayParameter(context, {
      key: params.key,
      value: readProposed(params.key, query.value),
      limit: query.limit ?? 200,
    }),
})

export const routes: readonly Route[] = [...pageRoutes, ...auditLogRoutes, ...bundleRoutes, replayRoute]
