import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Indicators } from '../../generated/rows.ts'
import type { CommandContext, QueryContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'
import { indicatorRecorded } from './events.ts'
import { type IndicatorKey, type IndicatorKind, indicatorKinds } from './indicatorKinds.ts'

/** A value of the world at a day, with its source. */
export interface Indicator {
  readonly indicatorId: string
  readonly key: IndicatorKey
  readonly subject: string
  /** Decimal string, without exponent. */
  readonly value: string
  readonly unit: string
  readonly source: string
  /** ISO date. */
  readonly asOf: string
  /** Counts corrections of the same key, subject and day, from 1. */
  readonly version: number
  /** ISO instant. */
  readonly recordedAt: string
}

export type NewIndicator = Pick<Indicator, 'key' | 'subject' | 'value' | 'source' | 'asOf'>

/**
 * Records governed data. The same key, subject and day again is a correction: a further version, the older ones stay.
 * Errors: INDICATOR_OUT_OF_RANGE, INDICATOR_FROM_FUTURE.
 */
export async function recordIndicator(context: CommandContext, input: NewIndicator): Promise<Indicator> {
  const kind: IndicatorKind = indicatorKinds[input.key]
  assertRange(kind, input.value)
  if (input.asOf > context.now.toISOString().slice(0, 10))
    throw governanceErrors.INDICATOR_FROM_FUTURE({ asOf: input.asOf })
  // Two corrections at once get two numbers.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`indicator ${input.key} ${input.subject} ${input.asOf}`}, 0))`.execute(
    context.db,
  )
  const { newest } = await context.db
    .selectFrom('indicators')
    .select((of) => of.fn.coalesce(of.fn.max('version'), sql<number>`0`).as('newest'))
    .where('key', '=', input.key)
    .where('subject', '=', input.subject)
    .where('as_of', '=', sql<string>`${input.asOf}::date`)
    .executeTakeFirstOrThrow()
  const row = await context.db
    .insertInto('indicators')
    .values({
      indicator_id: context.newId(),
      key: input.key,
      subject: input.subject,
      value: input.value,
      unit: kind.unit,
      source: input.source,
      as_of: input.asOf,
      version: newest + 1,
      recorded_by: context.actor.partyId,
      recorded_at: context.now,
    })
    .returningAll()
    .returning(isoDate)
    .executeTakeFirstOrThrow()
  const indicator = presentIndicator(row)
  const { indicatorId, key, subject, asOf } = indicator
  await context.emit(indicatorRecorded({ indicatorId, key, subject, asOf }))
  return indicator
}

/** Days are read as text: the driver would turn them into instants of the server's time zone. */
export const isoDate = sql<string>`to_char(as_of, 'YYYY-MM-DD')`.as('as_of_day')

/** The newest value of an indicator that was known at `at` and is of that day or an earlier one, or null. */
export async function latestIndicator(
  db: QueryContext['db'],
  of: { readonly key: IndicatorKey; readonly subject: string; readonly at: Date },
): Promise<Indicator | null> {
  const row = await db
    .selectFrom('indicators')
    .selectAll()
    .select(isoDate)
    .where('key', '=', of.key)
    .where('subject', '=', of.subject)
    .where('as_of', '<=', sql<string>`${of.at.toISOString().slice(0, 10)}::date`)
    .where('recorded_at', '<=', of.at)
    .orderBy('as_of', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : presentIndicator(row)
}

export function presentIndicator(row: Selectable<Indicators> & { as_of_day: string }): Indicator {
  return {
    indicatorId: row.indicator_id,
    key: row.key as IndicatorKey,
    subject: row.subject,
    value: formatExact(parseExact(row.value, 'value')),
    unit: row.unit,
    source: row.source,
    asOf: row.as_of_day,
    version: row.version,
    recordedAt: row.recorded_at.toISOString(),
  }
}

function assertRange(kind: IndicatorKind, text: string): void {
  const value = parseExact(text, 'value')
  const low = value.lessThan(parseExact(kind.min, 'min'))
  const high = kind.max !== null && value.greaterThan(parseExact(kind.max, 'max'))
  if (low || high)
    throw governanceErrors.INDICATOR_OUT_OF_RANGE({ pointer: '/value', min: kind.min, max: kind.max, unit: kind.unit })
}
