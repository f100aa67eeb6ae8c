import { beginning, type Parameter, type ParameterSet, type ParameterVersion } from '@assay/domain/parameters.ts'
import type { ParameterUnits } from '@assay/domain/parameterUnits.ts'
import { catalogue, parameterOf } from '@assay/domain/programmes/catalogue.ts'
import type { QueryContext } from '../../module.ts'
import { type AnnouncedVersion, versionsOf } from './versions.ts'

/** One parameter: what it is, what is in force at the moment asked about, what is announced after now. */
export interface ParameterView {
  readonly key: string
  readonly title: string
  /** Of every number in the value, or of each member where they differ. */
  readonly unit: ParameterUnits
  /** What a value is, for people. */
  readonly describes: string
  readonly authority: string
  readonly noticeDays: number
  /** Days between two changes at least; null where nothing limits them. */
  readonly intervalDays: number | null
  /** Days over which a change comes in, in equal steps; null where it comes at once. */
  readonly phasedDays: number | null
  readonly source: string
  readonly inForce: ParameterVersion
  /** What may still take effect, the next first: confirmed, or waiting for it. */
  readonly announced: readonly AnnouncedVersion[]
}

/** Parameters in key order, from after `after`; one more than `limit` when there are more. `at` repeats a past reading. */
export async function listParameters(
  context: QueryContext,
  page: { readonly after: string | null; readonly limit: number },
  at: Date | null = null,
): Promise<readonly ParameterView[]> {
  const inForce = await context.parametersAt(at ?? context.now)
  const shown = [...catalogue]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .filter(({ key }) => page.after === null || key > page.after)
    .slice(0, page.limit + 1)
  const announced = await versionsOf(
    context.db,
    shown.map(({ key }) => key),
    context.now,
  )
  return shown.map((parameter) => view(inForce, parameter, announced, context.now))
}

/** One parameter with its whole history, newest first; version 1 is the initial value. Errors: PARAMETER_UNKNOWN. */
export async function readParameter(context: QueryContext, key: string) {
  const parameter = parameterOf(key)
  const history = await versionsOf(context.db, [key], context.now)
  const initial = {
    ...{ key, version: 1, value: parameter.initial, effectiveFrom: beginning, state: 'confirmed' },
    ...{ authority: parameter.authority, reason: parameter.source, announcedAt: beginning },
    ...{ proposedBy: null, decidedBy: null, decidedAt: null },
  } satisfies AnnouncedVersion
  const inForce = await context.parametersAt(context.now)
  return { ...view(inForce, parameter, history, context.now), history: [...history, initial] }
}

function view(
  inForce: ParameterSet,
  parameter: Parameter<unknown>,
  versions: readonly AnnouncedVersion[],
  now: Date,
): ParameterView {
  const { key, title, codec, authority, noticeDays, source } = parameter
  const open = versions.filter((of) => of.key === key && (of.state === 'pending' || of.state === 'confirmed'))
  return {
    key,
    title,
    unit: codec.unit,
    describes: codec.describes,
    authority,
    noticeDays,
    intervalDays: parameter.intervalDays ?? null,
    phasedDays: parameter.phasing?.days ?? null,
    source,
    inForce: inForce.version(key),
    announced: open.filter(({ effectiveFrom }) => new Date(effectiveFrom) > now).toReversed(),
  }
}
