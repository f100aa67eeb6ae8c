import { type Static, Type } from 'typebox'
import { Decimal, Text, Uuid } from '../../fields.ts'
import { command, type QueryContext } from '../../module.ts'
import { findTrade } from '../assets/index.ts'
import { loadQuantification } from '../quantification/index.ts'
import { readersOfCase } from './caseReadRoutes.ts'
import { challengeCase } from './challengeCase.ts'
import { closeCase } from './closeCase.ts'
import { type CaseSubject, openCase } from './openCase.ts'
import { openReview } from './openReview.ts'
import { readCase } from './readCase.ts'
import { resolveChallenge } from './resolveChallenge.ts'
import { CaseIdParams, CaseInput, CaseView } from './schema.ts'

const Reason = Text(2_000, 'Three surveys agree on 9,100 t')

export const caseRoutes = [
  command({
    operationId: 'openCase',
    path: '/cases',
    summary: 'Open the verification of a trade or of a quantification',
    description:
      'Freezes the evidence, computes the issuance terms and draws the committee. The case has the uuid of its subject.',
    access: {
      roles: ['seller', 'landowner', 'operator'],
      scope: 'verification:write',
      owners: (ctx, { body }) => submittersOf(ctx, body),
      anyOwner: ['operator'],
    },
    body: CaseInput,
    response: CaseView,
    errors: [
      'TRADE_NOT_FOUND',
      'QUANTIFICATION_NOT_FOUND',
      'CASE_EXISTS',
      'CASE_SUBJECT_NOT_READY',
      'DOSSIER_EMPTY',
      'DOCUMENT_BACKS_ANOTHER',
      'INVENTORY_COUNTED',
      'CLAIM_INCOMPLETE',
      'CLAIM_AMBIGUOUS',
      'CLAIM_KEY_TAKEN',
      'COMMITTEE_TOO_SMALL',
      'ASSIGNMENT_IMPOSSIBLE',
      'ASSIGNMENT_UNDECIDED',
      'INDICATOR_MISSING',
      'WALLET_NOT_FOUND',
    ],
    async handle(ctx, { body }) {
      const { caseId } = await openCase(ctx, subjectOf(body))
      return readCase(ctx, caseId)
    },
  }),
  command({
    operationId: 'openReview',
    path: '/cases/{caseId}/reviews',
    summary: 'Ask the committee about a smaller quantity, or once more',
    access: { roles: ['reviewer'], scope: 'verification:review' },
    params: CaseIdParams,
    body: Type.Object({ proposedQuantity: Decimal, reason: Reason }, { additionalProperties: false }),
    response: Type.Object({ caseId: Uuid, round: Type.Integer() }),
    errors: [
      'CASE_NOT_FOUND',
      'MAKER_IS_CHECKER',
      'CASE_STATE_CONFLICT',
      'REVIEW_QUANTITY_INVALID',
      'QUANTITY_INVALID',
      'QUANTITY_TOO_PRECISE',
    ],
    handle: async (ctx, { params, body }) => ({ ...params, ...(await openReview(ctx, { ...params, ...body })) }),
  }),
  command({
    operationId: 'challengeCase',
    path: '/cases/{caseId}/challenges',
    summary: 'Contest a concluded case inside its window',
    access: {
      roles: ['buyer', 'seller', 'sovereign', 'landowner', 'compliance'],
      scope: 'verification:write',
      owners: readersOfCase,
      anyOwner: ['compliance'],
    },
    params: CaseIdParams,
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    response: Type.Object({ caseId: Uuid, challengeId: Uuid }),
    errors: ['CASE_NOT_FOUND', 'CASE_STATE_CONFLICT', 'CHALLENGE_OPEN', 'CHALLENGE_WINDOW_PASSED', 'WALLET_REQUIRED'],
    handle: async (ctx, { params, body }) => ({ ...params, ...(await challengeCase(ctx, { ...params, ...body })) }),
  }),
  command({
    operationId: 'resolveChallenge',
    path: '/cases/{caseId}/challenges/resolution',
    summary: 'Decide the open challenge of a case',
    access: { roles: ['reviewer'], scope: 'verification:review' },
    params: CaseIdParams,
    body: Type.Object({ upheld: Type.Boolean(), resolution: Reason }, { additionalProperties: false }),
    response: Type.Object({ caseId: Uuid, challengeId: Uuid }),
    errors: ['CASE_NOT_FOUND', 'CHALLENGE_NOT_FOUND', 'MAKER_IS_CHECKER', 'RESOLUTION_CONFLICT'],
    handle: async (ctx, { params, body }) => ({ ...params, ...(await resolveChallenge(ctx, { ...params, ...body })) }),
  }),
  command({
    operationId: 'closeCase',
    path: '/cases/{caseId}/closing',
    summary: 'End an open case that found no quorum',
    access: { roles: ['reviewer'], scope: 'verification:review' },
    params: CaseIdParams,
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    response: Type.Object({ caseId: Uuid }),
    errors: ['CASE_NOT_FOUND', 'MAKER_IS_CHECKER', 'CASE_STATE_CONFLICT'],
    async handle(ctx, { params, body }) {
      await closeCase(ctx, { ...params, ...body })
      return params
    },
  }),
]

function subjectOf({ tradeId, quantificationId }: Static<typeof CaseInput>): CaseSubject {
  if (tradeId !== undefined) return { kind: 'trade', tradeId }
  return { kind: 'quantification', quantificationId: quantificationId as string }
}

/** Who may ask for verification: the seller of the trade, the owner of the project. */
async function submittersOf(ctx: QueryContext, body: Static<typeof CaseInput>): Promise<readonly string[] | null> {
  const subject = subjectOf(body)
  if (subject.kind === 'trade') {
    const trade = await findTrade(ctx.db, subject.tradeId)
    return trade === null ? null : [trade.sellerPartyId]
  }
  return [(await loadQuantification(ctx, subject.quantificationId)).owner_party_id]
}
