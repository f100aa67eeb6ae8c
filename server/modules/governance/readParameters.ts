import { beginning, type Parameter, type ParameterSet, type ParameterVersion } from '@assay/domain/parameters.ts'
import type { ParameterUnits } from '@assay/domain/parameterUnits.ts'
import { catalogue, parameterOf } from '@assay/domain/programmes/catalogue.ts'
import type { Selectable } from 'kysely'
import type { ParameterVersions } from '../../generated/rows.ts'
import type { QueryContext } from '../../module.ts'

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
  readonly source: string
  readonly inForce: ParameterVersion
  readonly announced: readonly ParameterVersion[]
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
  const announced = await announcedVersions(
    context,
    shown.map(({ key }) => key),
  )
  return shown.map((parameter) => view(inForce, parameter, announced))
}

/** One parameter with its whole history, newest first; version 1 is the initial value. Errors: PARAMETER_UNKNOWN. */
export async function readParameter(context: QueryContext, key: string) {
  const parameter = parameterOf(key)
  const rows = await context.db
    .selectFrom('parameter_versions')
    .selectAll()
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .execute()
  const initial = {
    key,
    version: 1,
    value: parameter.initial,
    effectiveFrom: beginning,
    authority: parameter.authority as string,
    reason: parameter.source,
    announcedAt: beginning,
  }
  const history = rows.map((row) => ({
    ...versionOf(row),
    authority: row.authority,
    reason: row.reason,
    announcedAt: row.announced_at.toISOString(),
  }))
  return {
    ...view(await context.parametersAt(context.now), parameter, await announcedVersions(context, [key])),
    history: [...history, initial],
  }
}

function view(
  inForce: ParameterSet,
  parameter: Parameter<unknown>,
  announced: readonly ParameterVersion[],
): ParameterView {
  const { key, title, codec, authority, noticeDays, source } = parameter
  return {
    key,
    title,
    unit: codec.unit,
    describes: codec.describes,
    authority,
    noticeDays,
    source,
    inForce: inForce.version(key),
    announced: announced.filter((version) => version.key === key),
  }
}

async function announcedVersions(context: QueryContext, keys: readonly string[]): Promise<ParameterVersion[]> {
  if (keys.length === 0) return []
  const rows = await context.db
    .selectFrom('parameter_versions')
    .selectAll()
    .where('key', 'in', keys)
    .where('effective_from', '>', context.now)
    .orderBy('version')
    .execute()
  return rows.map(versionOf)
}

function versionOf(row: Selectable<ParameterVersions>): ParameterVersion {
  return {
    key: row.key,
    version: row.version,
    value: row.value as ParameterVersion['value'],
    effectiveFrom: row.effective_from.toISOString(),
  }
}
