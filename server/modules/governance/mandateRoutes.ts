import { authorities } from '@assay/domain/parameters.ts'
import { roles } from '@assay/domain/roles.ts'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { Instant, OneOf, Text, Uuid } from '../../fields.ts'
import { command, query, type Route } from '../../module.ts'
import { PageOf, pageQuery, readPage, toPage } from '../../page.ts'
import { grantMandate } from './grantMandate.ts'
import { presentMandate } from './mandates.ts'
import { revokeMandate } from './revokeMandate.ts'

const Mandate = Type.Object({
  mandateId: Uuid,
  partyId: Uuid,
  authority: OneOf(authorities),
  reason: Type.String(),
  grantedAt: Instant,
  revokedAt: Type.Union([Instant, Type.Null()]),
})

export const mandateRoutes: readonly Route[] = [
  command({
    operationId: 'grantMandate',
    path: '/mandates',
    summary: 'Let a party speak for a body; nobody grants one to himself',
    access: { roles: ['operator'], scope: 'operations:write' },
    body: Type.Object({
      partyId: Uuid,
      authority: OneOf(authorities),
      reason: Text(2_000, 'Minutes of the body, item 4'),
    }),
    response: Mandate,
    errors: ['PARTY_NOT_FOUND', 'MANDATE_OF_OWN'],
    handle: (context, { body }) => grantMandate(context, body),
  }),
  command({
    operationId: 'revokeMandate',
    path: '/mandates/{mandateId}/revocation',
    summary: 'End a mandate; what was announced or confirmed under it stays',
    access: { roles: ['operator'], scope: 'operations:write' },
    params: Type.Object({ mandateId: Uuid }),
    response: Mandate,
    errors: ['MANDATE_NOT_FOUND'],
    handle: (context, { params }) => revokeMandate(context, params.mandateId),
  }),
  query({
    operationId: 'listMandates',
    path: '/mandates',
    summary: 'List who speaks or spoke for which body, in order of granting',
    access: { roles, scope: 'governance:read' },
    query: Type.Object({ ...pageQuery, authority: Type.Optional(OneOf(authorities)) }),
    response: PageOf(Mandate),
    errors: ['CURSOR_INVALID'],
    async handle({ db }, input) {
      const page = readPage(input.query)
      const { authority } = input.query
      const rows = await db
        .selectFrom('mandates')
        .selectAll()
        .$if(authority !== undefined, (of) => of.where('authority', '=', authority!))
        .$if(page.after !== null, (of) => of.where('mandate_id', '>', sql<string>`${page.after![0]}::uuid`))
        .orderBy('mandate_id')
        .limit(page.limit + 1)
        .execute()
      return toPage(page, rows, (row) => [row.mandate_id], presentMandate)
    },
  }),
]
