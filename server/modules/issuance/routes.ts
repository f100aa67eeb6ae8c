import { Type } from 'typebox'
import { Uuid, WholeNumber } from '../../fields.ts'
import { command, query, type Route } from '../../module.ts'
import { findCase } from '../verification/index.ts'
import { overseers } from './overseers.ts'
import { ownersOfIssuance, readAllocation, readIssuance } from './queries.ts'
import { readCredit } from './readCredit.ts'
import { readReversal } from './readReversal.ts'
import { recordReversal } from './recordReversal.ts'
import { resolveHold } from './resolveHold.ts'
import { Allocation, CaseParams, Credit, HoldResolutionBody, Issuance, Reversal, ReversalBody } from './schema.ts'

export const routes: readonly Route[] = [
  query({
    operationId: 'readAllocation',
    path: '/allocations/{caseId}',
    summary: 'Foundation Token allocation of a settled trade',
    access: {
      roles: ['buyer', 'seller', 'sovereign', ...overseers],
      scope: 'issuance:read',
      owners: async (ctx, { params }) => (await findCase(ctx, params.caseId))?.ownerPartyIds ?? null,
      anyOwner: overseers,
    },
    params: CaseParams,
    response: Allocation,
    errors: ['ALLOCATION_NOT_FOUND'],
    handle: (ctx, input) => readAllocation(ctx, input.params.caseId),
  }),
  command({
    operationId: 'resolveHold',
    path: '/allocations/{caseId}/hold-resolution',
    summary: 'Release or drop a held allocation',
    access: { roles: ['reviewer'], scope: 'issuance:review' },
    params: CaseParams,
    body: HoldResolutionBody,
    response: Allocation,
    status: 202,
    errors: ['ALLOCATION_NOT_FOUND', 'ALLOCATION_NOT_HELD', 'HOLD_NEEDS_OTHER_REVIEWER'],
    handle: (ctx, input) => resolveHold(ctx, { caseId: input.params.caseId, body: input.body }),
  }),
  query({
    operationId: 'readIssuance',
    path: '/issuances/{caseId}',
    summary: 'Credits of a settled project case',
    access: {
      roles: ['landowner', ...overseers],
      scope: 'issuance:read',
      owners: (ctx, { params }) => ownersOfIssuance(ctx, params.caseId),
      anyOwner: overseers,
    },
    params: CaseParams,
    response: Issuance,
    errors: ['ISSUANCE_NOT_FOUND'],
    handle: (ctx, input) => readIssuance(ctx, input.params.caseId),
  }),
  query({
    operationId: 'readCredit',
    path: '/credits/{creditId}',
    summary: 'Public register page of a credit: quantities, serial numbers, suspensions, notices',
    access: 'public',
    params: Type.Object({ creditId: WholeNumber }),
    response: Credit,
    errors: ['CREDIT_NOT_FOUND'],
    handle: (ctx, input) => readCredit(ctx, input.params.creditId),
  }),
  command({
    operationId: 'recordReversal',
    path: '/reversals',
    summary: 'Cancel lost carbon from buffers and suspend what the project owner has not sold',
    access: { roles: ['reviewer'], scope: 'issuance:review' },
    body: ReversalBody,
    response: Reversal,
    status: 202,
    errors: [
      'CREDIT_NOT_FOUND',
      'DOCUMENT_NOT_FOUND',
      'REVERSAL_LOSS_AMBIGUOUS',
      'REVERSAL_PENDING',
      'REVERSAL_EXCEEDS_ISSUED',
      'REVERSAL_POOL_INVALID',
      'REVERSAL_BUFFER_TOO_LOW',
    ],
    handle: (ctx, input) => recordReversal(ctx, input.body),
  }),
  query({
    operationId: 'readReversal',
    path: '/reversals/{reversalId}',
    summary: 'A reversal and what it drew from buffers; why, to the parties of its project and its overseers',
    access: { roles: ['landowner', 'creditBuyer', 'verifier', ...overseers], scope: 'issuance:read' },
    params: Type.Object({ reversalId: Uuid }),
    response: Reversal,
    errors: ['REVERSAL_NOT_FOUND'],
    handle: (ctx, input) => readReversal(ctx, input.params.reversalId),
  }),
]
