import { Type } from 'typebox'
import { type CommandContext, command, query, type Route } from '../../module.ts'
import { partyShown } from '../../page.ts'
import { defaultLocale } from '../../pages/locale.ts'
import { describeRetirement } from './describeRetirement.ts'
import { retirementErrors } from './errors.ts'
import { listRetirements, partyOfRetirement, readRetirement } from './readRetirement.ts'
import { renderCertificate } from './renderCertificate.ts'
import { renderPage } from './renderPage.ts'
import { retireCredits } from './retireCredits.ts'
import { Retirement, RetirementBody, RetirementPage, RetirementParams, RetirementQuery } from './schema.ts'

const overseers = ['operator', 'auditor', 'compliance'] as const
const holders = ['landowner', 'creditBuyer'] as const

export const routes: readonly Route[] = [
  command({
    operationId: 'retireCredits',
    path: '/retirements',
    summary: 'Burn credits for a beneficiary, for good',
    access: { roles: holders, scope: 'retirement:write' },
    body: RetirementBody,
    response: Retirement,
    status: 202,
    errors: ['RETIREMENT_EXISTS', 'RETIREMENT_WALLET_MISSING', 'CREDITS_SUSPENDED', 'RETIREMENT_NOT_COVERED'],
    handle: (ctx, { body }) => retireCredits(ctx, { partyId: actingParty(ctx), body }),
  }),
  query({
    operationId: 'listRetirements',
    path: '/retirements',
    summary: 'List your retirements',
    access: { roles: [...holders, ...overseers], scope: 'retirement:read' },
    query: RetirementQuery,
    response: RetirementPage,
    errors: ['CURSOR_INVALID'],
    handle: (ctx, { query }) => listRetirements(ctx, query, partyShown(ctx.actor, overseers)),
  }),
  query({
    operationId: 'readRetirement',
    path: '/retirements/{retirementId}',
    summary: 'A retirement, with beneficiary and salt',
    access: {
      roles: [...holders, ...overseers],
      scope: 'retirement:read',
      owners: (ctx, { params }) => partyOfRetirement(ctx, params.retirementId),
      anyOwner: overseers,
    },
    params: RetirementParams,
    response: Retirement,
    errors: ['RETIREMENT_NOT_FOUND'],
    handle: (ctx, { params }) => readRetirement(ctx, params.retirementId),
  }),
  query({
    operationId: 'readRetirementCertificate',
    path: '/retirements/{retirementId}/certificate',
    summary: 'Certificate of a final retirement, as PDF',
    access: {
      roles: [...holders, ...overseers],
      scope: 'retirement:read',
      owners: (ctx, { params }) => partyOfRetirement(ctx, params.retirementId),
      anyOwner: overseers,
    },
    params: RetirementParams,
    produces: 'application/pdf',
    response: Type.String(),
    errors: ['RETIREMENT_NOT_FOUND', 'RETIREMENT_NOT_FINAL'],
    async handle(ctx, { params }) {
      return renderCertificate(
        await describeRetirement(ctx, { ...params, withNames: true, finalOnly: true, locale: defaultLocale }),
      )
    },
  }),
  query({
    operationId: 'showRetirement',
    path: '/retirements/{retirementId}',
    root: true,
    summary: 'Public page of a retirement, as HTML',
    access: 'public',
    params: RetirementParams,
    produces: 'text/html; charset=utf-8',
    response: Type.String(),
    errors: ['RETIREMENT_NOT_FOUND'],
    async handle(ctx, { params, locale = defaultLocale }) {
      const page = renderPage(await describeRetirement(ctx, { ...params, withNames: false, finalOnly: false, locale }))
      return new TextEncoder().encode(page)
    },
  }),
]

function actingParty(ctx: CommandContext): string {
  if (ctx.actor.partyId === null) throw retirementErrors.RETIREMENT_WALLET_MISSING()
  return ctx.actor.partyId
}
