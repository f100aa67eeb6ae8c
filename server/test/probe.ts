/** A module that exists for tests of the HTTP layer: one route per thing a route can do. */
import { AssayError } from '@assay/domain/errors.ts'
import { roles } from '@assay/domain/roles.ts'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { Decimal, OneOf, Text, Uuid } from '../fields.ts'
import { command, defineEvent, type Module, query } from '../module.ts'
import { PageOf, pageQuery, readPage, toPage } from '../page.ts'

export const probed = defineEvent<{ name: string }>('probe.probed')

/** Things a test turns on while it runs. */
export const probeSwitches = { dieOnce: false, refuse: false, failures: 0 }

const access = { roles, scope: 'assets:read' as const }

export const probe: Module = {
  name: 'probe',
  reactions: [],
  projections: [],
  routes: [
    command({
      operationId: 'probeWrite',
      path: '/probes',
      summary: 'Write an event',
      access: { roles: ['operator'], scope: 'operations:write' },
      body: Type.Object({
        name: Text(40, 'probe'),
        amount: Decimal,
        kind: OneOf(['small', 'large']),
        nested: Type.Optional(Type.Object({ tags: Type.Array(Type.String({ maxLength: 5 }), { maxItems: 2 }) })),
      }),
      response: Type.Object({ id: Uuid, amount: Decimal, at: Type.String() }),
      async handle(context, { body }) {
        await context.emit(probed({ name: body.name }))
        if (probeSwitches.dieOnce) {
          probeSwitches.dieOnce = false
          await sql`select pg_terminate_backend(pg_backend_pid())`.execute(context.db)
        }
        if (probeSwitches.refuse) {
          probeSwitches.failures++
          const row = { status: 409, title: 'Refused', remedy: 'None.' }
          throw new AssayError('PROBE_REFUSED', row, { failures: probeSwitches.failures })
        }
        return { id: context.newId(), amount: body.amount, at: new Date().toISOString() }
      },
    }),
    query({
      operationId: 'probeList',
      path: '/probes',
      summary: 'List numbers',
      access,
      query: Type.Object({
        ...pageQuery,
        deep: Type.Optional(Type.Boolean()),
        tag: Type.Optional(Type.Array(Type.String(), { maxItems: 3 })),
      }),
      response: PageOf(Type.Object({ number: Type.String() })),
      async handle(_context, input) {
        const page = readPage(input.query, ['number'])
        const numbers = Array.from({ length: 450 }, (_item, index) => String(index + 1).padStart(4, '0'))
        const rows = numbers.filter((number) => page.after === null || number > page.after[0]!).slice(0, page.limit + 1)
        return toPage(
          page,
          rows,
          (row) => [row],
          (number) => ({ number }),
        )
      },
    }),
    query({
      operationId: 'probeLeak',
      path: '/probes/leak',
      summary: 'Answer a property too many',
      access,
      response: Type.Object({ shown: Type.String() }),
      handle: async () => ({ shown: 'yes', secret: 'leaked' }) as { shown: string },
    }),
    query({
      operationId: 'probeCrash',
      path: '/probes/crash',
      summary: 'Fail unforeseen',
      access,
      response: Type.Object({}),
      handle: async () => {
        throw new Error('password=hunter2')
      },
    }),
    command({
      operationId: 'probeUpload',
      path: '/probes/files',
      summary: 'Take bytes',
      access: { roles, scope: 'assets:write' },
      accepts: {
        mediaTypes: ['text/csv', 'application/json'],
        limitBytes: 2_000_000,
        mediaTypesFor: ({ kind }: { kind: string }) =>
          kind === 'table' ? ['text/csv'] : ['text/csv', 'application/json'],
      },
      query: Type.Object({ kind: Text(20, 'survey') }),
      response: Type.Object({ size: Type.Integer(), mediaType: Type.String(), kind: Type.String() }),
      handle: async (_context, { bytes, mediaType, query: { kind } }) => ({
        size: bytes!.length,
        mediaType: mediaType!,
        kind,
      }),
    }),
    query({
      operationId: 'probePage',
      path: '/probe-page/{name}',
      root: true,
      summary: 'A public page',
      access: 'public',
      params: Type.Object({ name: Text(20, 'world') }),
      produces: 'text/html; charset=utf-8',
      response: Type.String(),
      handle: async (_context, { params }) => Buffer.from(`<h1>Hello ${params.name}</h1>`),
    }),
    command({
      operationId: 'probeDelete',
      method: 'DELETE',
      path: '/probes/{id}',
      status: 204,
      summary: 'Delete nothing',
      access: { roles, scope: 'assets:write' },
      params: Type.Object({ id: Uuid }),
      response: Type.Null(),
      handle: async () => null,
    }),
  ],
}
