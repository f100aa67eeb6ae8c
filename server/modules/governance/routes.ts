import { authorities } from '@assay/domain/parameters.ts'
import { type ParameterUnits, parameterUnits } from '@assay/domain/parameterUnits.ts'
import { roles } from '@assay/domain/roles.ts'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { CalendarDate, Instant, OneOf, SignedDecimal, Text, Uuid } from '../../fields.ts'
import { command, query, type Route } from '../../module.ts'
import { PageOf, pageQuery, readPage, toPage } from '../../page.ts'
import { announceVersion } from './announceVersion.ts'
import { decideVersion } from './decideVersion.ts'
import { indicatorKeys } from './indicatorKinds.ts'
import { mandateRoutes } from './mandateRoutes.ts'
import { listParameters, readParameter } from './readParameters.ts'
import { isoDate, presentIndicator, recordIndicator } from './recordIndicator.ts'
import { type VersionState, versionStates } from './versions.ts'

const ParameterKey = Type.String({
  pattern: '^[A-Za-z][A-Za-z0-9.]{0,99}$',
  maxLength: 100,
  examples: ['fictra.fees.trade'],
})
const Subject = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9:/._-]{0,99}$', maxLength: 100, examples: ['EE'] })
const AnyValue = Type.Unsafe<string | number | boolean | null>({
  description: 'As the parameter `describes` it.',
  examples: ['0.05'],
})

/** As deep as the members of a value differ. */
const Unit = Type.Unsafe<ParameterUnits>({
  anyOf: [
    { type: 'string', enum: Object.keys(parameterUnits) },
    { type: 'object', description: 'A unit, or such an object, by the name of each member.' },
  ],
  description: `What every number of the value is measured in, or of each member where they differ; the unit of a list is that of its rows. ${Object.entries(
    parameterUnits,
  )
    .map(([unit, meaning]) => `\`${unit}\`: ${meaning}`)
    .join('. ')}.`,
  examples: ['ratio'],
})

const Version = Type.Object({
  key: ParameterKey,
  version: Type.Integer({ minimum: 1 }),
  value: AnyValue,
  effectiveFrom: Instant,
})
const Announcement = Type.Object({
  ...Version.properties,
  phasedFrom: Type.Optional(
    Type.Unsafe<unknown>({ description: 'The value it moves away from in equal daily steps.', examples: ['0.04'] }),
  ),
  state: Type.Unsafe<VersionState>({
    type: 'string',
    enum: [...versionStates],
    description:
      '`pending`: a second person may still confirm it; `lapsed`: a minute before its date nobody had, so it never takes effect.',
  }),
  authority: OneOf(authorities),
  reason: Type.String(),
  announcedAt: Instant,
  proposedBy: Type.Union([Uuid, Type.Null()]),
  decidedBy: Type.Union([Uuid, Type.Null()]),
  decidedAt: Type.Union([Instant, Type.Null()]),
})
const Parameter = Type.Object({
  key: ParameterKey,
  title: Type.String(),
  unit: Unit,
  describes: Type.String(),
  authority: OneOf(authorities),
  noticeDays: Type.Integer(),
  intervalDays: Type.Union([Type.Integer(), Type.Null()], { description: 'Between two changes at least.' }),
  phasedDays: Type.Union([Type.Integer(), Type.Null()], { description: 'Over which a change comes in.' }),
  source: Type.String({ description: 'Where the initial value comes from.' }),
  inForce: Version,
  announced: Type.Array(Announcement),
})
const Indicator = Type.Object({
  indicatorId: Uuid,
  key: OneOf(indicatorKeys),
  subject: Subject,
  value: SignedDecimal,
  unit: Type.String(),
  source: Text(500, 'Human Development Report 2025, table 1'),
  asOf: CalendarDate,
  version: Type.Integer({ minimum: 1 }),
  recordedAt: Instant,
})

/** What the body of a parameter says of a version it announced. */
function decision(
  said: 'confirmed' | 'withdrawn',
  operationId: string,
  noun: string,
  summary: string,
  errors: readonly string[] = [],
): Route {
  return command({
    operationId,
    path: `/parameters/{key}/versions/{version}/${noun}`,
    summary,
    access: { roles: ['governance'], scope: 'governance:write' },
    params: Type.Object({ key: ParameterKey, version: Type.Integer({ minimum: 2, maximum: 1_000_000 }) }),
    body: Type.Object({ reason: Text(2_000, 'Minutes of the body, item 4') }),
    response: Announcement,
    errors: [
      'PARAMETER_UNKNOWN',
      'PARAMETER_VERSION_UNKNOWN',
      'PARAMETER_VERSION_DECIDED',
      'MANDATE_MISSING',
      ...errors,
    ],
    handle: async (context, { params, body }) =>
      (await decideVersion(context, { ...params, ...body, decision: said })) as never,
  })
}

export const routes: readonly Route[] = [
  query({
    operationId: 'listParameters',
    path: '/parameters',
    summary: 'List governed parameters with what is in force, now or `at` a moment, and what is announced',
    access: { roles, scope: 'governance:read' },
    query: Type.Object({ ...pageQuery, at: Type.Optional(Instant) }),
    response: PageOf(Parameter),
    errors: ['CURSOR_INVALID'],
    async handle(context, input) {
      const page = readPage(input.query, ['text'])
      const { at } = input.query
      const after = { after: page.after?.[0] ?? null, limit: page.limit }
      const rows = await listParameters(context, after, at === undefined ? null : new Date(at))
      return toPage(
        page,
        rows,
        ({ key }) => [key],
        (row) => row as never,
      )
    },
  }),
  query({
    operationId: 'getParameter',
    path: '/parameters/{key}',
    summary: 'A parameter with its whole history',
    access: { roles, scope: 'governance:read' },
    params: Type.Object({ key: ParameterKey }),
    response: Type.Object({ ...Parameter.properties, history: Type.Array(Announcement) }),
    errors: ['PARAMETER_UNKNOWN'],
    handle: async (context, { params }) => (await readParameter(context, params.key)) as never,
  }),
  command({
    operationId: 'announceParameterVersion',
    path: '/parameters/{key}/versions',
    summary:
      'Announce the next version of a parameter for a body; it takes effect at its date once another person confirms it',
    access: { roles: ['governance'], scope: 'governance:write' },
    params: Type.Object({ key: ParameterKey }),
    body: Type.Object({
      version: Type.Integer({ minimum: 2, maximum: 1_000_000, description: 'One more than the newest version.' }),
      value: AnyValue,
      effectiveFrom: Instant,
      authority: OneOf(authorities),
      reason: Text(2_000, 'Semi-annual review'),
    }),
    response: Announcement,
    errors: [
      'PARAMETER_UNKNOWN',
      'PARAMETER_INVALID',
      'PARAMETER_VERSION_CONFLICT',
      'PARAMETER_VERSION_PENDING',
      'PARAMETER_NOTICE_TOO_SHORT',
      'PARAMETER_CHANGE_TOO_SOON',
      'PARAMETER_AUTHORITY_WRONG',
      'MANDATE_MISSING',
    ],
    handle: async (context, { params, body }) => (await announceVersion(context, { ...params, ...body })) as never,
  }),
  decision(
    'confirmed',
    'confirmParameterVersion',
    'confirmation',
    'Confirm, as a second person of the body, an announced version',
    ['CONFIRMATION_BY_PROPOSER'],
  ),
  decision(
    'withdrawn',
    'withdrawParameterVersion',
    'withdrawal',
    'Withdraw an announced version before it is confirmed',
  ),
  command({
    operationId: 'recordIndicator',
    path: '/indicators',
    summary: 'Record governed data with its source and day; the same day again is a correction',
    access: { roles: ['governance'], scope: 'governance:write' },
    body: Type.Object({
      key: OneOf(indicatorKeys),
      subject: Subject,
      value: SignedDecimal,
      source: Text(500, 'Human Development Report 2025, table 1'),
      asOf: CalendarDate,
    }),
    response: Indicator,
    errors: ['INDICATOR_OUT_OF_RANGE', 'INDICATOR_FROM_FUTURE'],
    handle: (context, { body }) => recordIndicator(context, body),
  }),
  query({
    operationId: 'listIndicators',
    path: '/indicators',
    summary: 'List governed data, in order of recording, all versions',
    access: { roles, scope: 'governance:read' },
    query: Type.Object({ ...pageQuery, key: Type.Optional(OneOf(indicatorKeys)), subject: Type.Optional(Subject) }),
    response: PageOf(Indicator),
    errors: ['CURSOR_INVALID'],
    async handle({ db }, input) {
      const page = readPage(input.query)
      const { key, subject } = input.query
      const rows = await db
        .selectFrom('indicators')
        .selectAll()
        .select(isoDate)
        .$if(key !== undefined, (of) => of.where('key', '=', key!))
        .$if(subject !== undefined, (of) => of.where('subject', '=', subject!))
        .$if(page.after !== null, (of) => of.where('indicator_id', '>', sql<string>`${page.after![0]}::uuid`))
        .orderBy('indicator_id')
        .limit(page.limit + 1)
        .execute()
      return toPage(page, rows, (row) => [row.indicator_id], presentIndicator)
    },
  }),
  ...mandateRoutes,
]
