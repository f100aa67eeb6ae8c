/** HTTP surface of reporting. Tree heads and proofs are hashes and public; entries are for auditors; a bundle belongs to its parties. */
import { Type } from 'typebox'
import { Bytes32, WholeNumber } from '../../fields.ts'
import { command, query, type Route } from '../../module.ts'
import { PageOf, pageQuery, readPage } from '../../page.ts'
import { anchorTreeHead } from './anchorTreeHead.ts'
import { reportingErrors } from './errors.ts'
import { listEntries, readConsistency, readInclusion, readTreeHead } from './queries.ts'
import {
  AuditEntryView,
  ConsistencyQuery,
  ConsistencyView,
  InclusionQuery,
  InclusionView,
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
    handle: (context, input) => listEntries(context, readPage(input.query)),
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
]

export const routes: readonly Route[] = [...auditLogRoutes]
