/**
 * Routes of evidence. Owners of a subject see its documents, and so do the parties asked to judge a case by them; nobody else but
 * those who oversee, and whoever is shown one stands in the audit log. Inspectors may file evidence about any subject.
 */

import { type Static, Type } from 'typebox'
import type { QueryContext, Route } from '../../module.ts'
import { auditedQuery, command, query } from '../../module.ts'
import { pageQuery } from '../../page.ts'
import { formats, largestBytes, mediaTypes } from '../../reading/documents/formats.ts'
import { BatchView, CustodyStepInput, partiesOfTrade, presentTrade, TradeParams, TradeView } from '../assets/index.ts'
import { judgesByDocument, judgesOfCase } from './admitReaders.ts'
import { findDossier, proveDocument } from './dossiers.ts'
import { eraseDocument } from './eraseDocument.ts'
import { documentRead } from './events.ts'
import { declareProfile, listProfiles } from './profiles.ts'
import { findDocument, presentDocument, readContent, readDocument } from './readDocument.ts'
import { recordDocument } from './recordDocument.ts'
import { recordDocumentBatch } from './recordDocumentBatch.ts'
import { recordProvenStep } from './recordProvenStep.ts'
import {
  DocumentBatchQuery,
  DocumentParams,
  DocumentQuery,
  DocumentView,
  ProfileInput,
  ProfilePage,
  ProfileView,
  ProofParams,
  ProofView,
} from './schema.ts'
import { ownersOfSubject, type Subject } from './subjects.ts'

const filers = ['seller', 'buyer', 'sovereign', 'landowner', 'inspector', 'verifier', 'operator', 'governance'] as const
const anyFiler = ['inspector', 'verifier', 'operator', 'governance'] as const
const overseers = ['reviewer', 'compliance', 'auditor'] as const
const readers = [...filers, 'oracle', ...overseers] as const

const recordErrors = [
  'DOCUMENT_EMPTY',
  'DOCUMENT_TOO_LARGE',
  'DOCUMENT_INVALID',
  'DOCUMENT_ISSUER_UNKNOWN',
  'PROFILE_NOT_FOUND',
  'SUBJECT_NOT_FOUND',
] as const

/** Prices of a market are governed data: only those who govern may file them. */
async function mayFileAbout(context: QueryContext, subject: Subject): Promise<readonly string[] | null> {
  const governs = context.actor.roles.has('governance') || context.actor.roles.has('operator')
  if (subject.kind === 'market' && !governs) return null
  return ownersOfSubject(context.db, subject)
}

async function ownersOfDocument(context: QueryContext, documentId: string): Promise<readonly string[] | null> {
  const row = await findDocument(context.db, documentId)
  if (row === null) return null
  const owners =
    (await ownersOfSubject(context.db, { kind: row.subject_kind as Subject['kind'], id: row.subject_id })) ?? []
  return row.submitted_by === null ? owners : [...owners, row.submitted_by]
}

/** Whose it is, and who is asked to judge a case by it. */
async function readersOfDocument(context: QueryContext, documentId: string): Promise<readonly string[] | null> {
  const owners = await ownersOfDocument(context, documentId)
  return owners === null ? null : [...owners, ...(await judgesByDocument(context.db, documentId))]
}

/** Whose case it is, and who is asked to judge it. */
async function readersOfDossier(context: QueryContext, caseId: string): Promise<readonly string[] | null> {
  const dossier = await findDossier(context.db, caseId)
  const owners = dossier === null ? null : await ownersOfSubject(context.db, dossier.subject)
  return owners === null ? null : [...owners, ...(await judgesOfCase(context.db, caseId))]
}

export const routes: readonly Route[] = [
  command({
    operationId: 'recordDocument',
    path: '/documents',
    summary: 'File a document as evidence',
    description:
      'The body is the file. It is hashed, read in the named format, checked against lists, its signature verified by the key the register holds for its issuer, and stored encrypted. `mode` says what happens to a CSV file with bad rows.',
    access: {
      roles: filers,
      scope: 'evidence:write',
      owners: (context, { query }) => mayFileAbout(context, { kind: query.subjectKind, id: query.subjectId }),
      anyOwner: anyFiler,
    },
    query: DocumentQuery,
    accepts: {
      mediaTypes,
      limitBytes: largestBytes,
      mediaTypesFor: ({ format }: Static<typeof DocumentQuery>) => formats[format].mediaTypes,
    },
    response: DocumentView,
    errors: [
      ...recordErrors,
      'DOCUMENT_FORMAT_UNKNOWN',
      'DOCUMENT_ERASED',
      'DOCUMENT_FILED_OTHERWISE',
      'SIGNATURE_MALFORMED',
      'BUILDING_NOT_FOUND',
      'BILL_OF_MATERIALS_CONFLICT',
    ],
    handle: async (context, { query, bytes, mediaType }) =>
      presentDocument(
        await recordDocument(
          context,
          { ...query, mediaType: mediaType ?? 'application/octet-stream' },
          bytes ?? new Uint8Array(),
        ),
        context.parameters,
      ),
  }),
  command({
    operationId: 'recordDocumentBatch',
    path: '/documents/batches',
    summary: 'File a CSV of export inspection certificates, one document a row',
    access: {
      roles: filers,
      scope: 'evidence:write',
      owners: (context, { query }) => mayFileAbout(context, { kind: query.subjectKind, id: query.subjectId }),
      anyOwner: anyFiler,
    },
    query: DocumentBatchQuery,
    accepts: { mediaTypes: ['text/csv'], limitBytes: largestBytes },
    response: BatchView,
    errors: [...recordErrors, 'BATCH_REFUSED'],
    handle: async (context, { query, bytes }) => recordDocumentBatch(context, query, bytes ?? new Uint8Array()),
  }),
  auditedQuery({
    operationId: 'readDocument',
    path: '/documents/{documentId}',
    summary: 'Read what a document states and how it was checked',
    access: {
      roles: readers,
      scope: 'evidence:read',
      owners: (context, { params }) => readersOfDocument(context, params.documentId),
      anyOwner: overseers,
    },
    params: DocumentParams,
    response: DocumentView,
    errors: ['DOCUMENT_NOT_FOUND'],
    handle: async (context, { params }) => {
      const document = await readDocument(context.db, params.documentId)
      await context.emit(documentRead({ ...params, shown: 'record' }))
      return presentDocument(document, context.parameters)
    },
  }),
  auditedQuery({
    operationId: 'readDocumentContent',
    path: '/documents/{documentId}/content',
    summary: 'Read the file itself, byte for byte',
    access: {
      roles: readers,
      scope: 'evidence:read',
      owners: (context, { params }) => readersOfDocument(context, params.documentId),
      anyOwner: overseers,
    },
    params: DocumentParams,
    produces: 'application/octet-stream',
    response: Type.Unknown(),
    errors: ['DOCUMENT_NOT_FOUND', 'DOCUMENT_ERASED'],
    handle: async (context, { params }) => {
      const bytes = await readContent(context, params.documentId)
      await context.emit(documentRead({ ...params, shown: 'content' }))
      return bytes
    },
  }),
  command({
    operationId: 'eraseDocument',
    method: 'DELETE',
    path: '/documents/{documentId}/content',
    summary: 'Erase a document for good; its hash and proofs remain',
    status: 200,
    access: { roles: ['compliance', 'operator'], scope: 'evidence:write' },
    params: DocumentParams,
    response: DocumentView,
    errors: ['DOCUMENT_NOT_FOUND'],
    handle: async (context, { params }) =>
      presentDocument(await eraseDocument(context, params.documentId), context.parameters),
  }),
  auditedQuery({
    operationId: 'proveDocument',
    path: '/cases/{caseId}/documents/{documentId}/proof',
    summary: "Merkle proof that a document is one of the case's",
    access: {
      roles: readers,
      scope: 'evidence:read',
      owners: (context, { params }) => readersOfDossier(context, params.caseId),
      anyOwner: overseers,
    },
    params: ProofParams,
    response: ProofView,
    errors: ['DOSSIER_NOT_FOUND', 'DOCUMENT_NOT_IN_CASE'],
    handle: async (context, { params }) => {
      const { caseId, documentId } = params
      const { leaf, proof, ...rest } = await proveDocument(context.db, caseId, documentId)
      await context.emit(documentRead({ documentId, shown: 'proof' }))
      return {
        ...rest,
        leaf: leaf && { ...leaf, record: { ...leaf.record, statements: [...leaf.record.statements] } },
        proof: { ...proof, proof: [...proof.proof] },
      }
    },
  }),
  command({
    operationId: 'recordCustodyStep',
    path: '/trades/{tradeId}/custody-steps',
    summary: "Record a step of the goods' way, or complete one",
    description:
      'A step counts as documented when a document of the dossier proves it; only a document filed about this trade is taken. What is recorded stays; a missing time or document may be added. The first step with a time sets a funded trade in transit.',
    access: {
      roles: ['seller', 'buyer', 'operator'],
      scope: 'assets:write',
      owners: (context, { params }) => partiesOfTrade(context.db, params.tradeId),
      anyOwner: ['operator'],
    },
    params: TradeParams,
    body: CustodyStepInput,
    response: TradeView,
    errors: [
      'TRADE_NOT_FOUND',
      'CUSTODY_STEP_CONFLICT',
      'CUSTODY_ORDER_INVALID',
      'DATE_IN_FUTURE',
      'DOCUMENT_NOT_OF_TRADE',
      'ILLEGAL_MOVE',
    ],
    handle: async (context, { params, body }) =>
      presentTrade(await recordProvenStep(context, params.tradeId, body), context.parameters),
  }),
  command({
    operationId: 'declareProfile',
    path: '/profiles',
    summary: 'Declare how you mean the columns of a CSV',
    access: { roles: filers, scope: 'evidence:write' },
    body: ProfileInput,
    response: ProfileView,
    errors: ['PROFILE_CONFLICT', 'PROFILE_INVALID'],
    handle: (context, { body }) => declareProfile(context, body),
  }),
  query({
    operationId: 'listProfiles',
    path: '/profiles',
    summary: 'List the column profiles: the shipped ones, then your own',
    access: { roles: readers, scope: 'evidence:read' },
    query: Type.Object(pageQuery),
    response: ProfilePage,
    errors: ['CURSOR_INVALID'],
    handle: (context, input) => listProfiles(context, input.query),
  }),
]
