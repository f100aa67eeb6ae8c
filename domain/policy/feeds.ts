/**
 * One value from many sources (domain.md 2.1 "Data needs", 2.5 "Price oracles"): too few or too old sources give no value; a feed
 * drops its extremes and weighs by volume; a critical datum needs sources that agree, and falls back to its governed default.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { type FeedKind, feedKinds, fictraOracles } from '../programmes/fictraOracles.ts'
import { decimal, fields, finite, list, oneOf, text, whole } from '../shapes.ts'

export const feedErrors = defineErrors({
  FEED_INPUT_INVALID: {
    status: 422,
    title: 'A reading of the feed is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  FEED_TOO_FEW_SOURCES: {
    status: 409,
    title: 'Too few sources have a recent reading',
    remedy: 'Wait until as many sources as `needed` says have a recent reading.',
    retryable: true,
  },
})

const check = inputChecks((details) => feedErrors.FEED_INPUT_INVALID(details))

export interface Reading {
  /** Independent of the others; of a source only its newest reading counts. */
  readonly source: string
  readonly value: Exact
  /** What it stands for, for instance the volume traded; 1 where sources are equal. */
  readonly weight: Exact
  readonly atMs: number
}

const readingsShape = list(fields<Reading>({ source: text, value: finite, weight: decimal(), atMs: whole() }))

export interface FeedValue {
  readonly value: Exact
  /** Sources the value was made of, by name. */
  readonly sources: readonly string[]
}

/**
 * The weighted mean after the governed number of extremes has been dropped on either side. Without any weight all count alike.
 * @throws FEED_INPUT_INVALID FEED_TOO_FEW_SOURCES
 */
export function feedValue(
  kind: FeedKind,
  readings: readonly Reading[],
  nowMs: number,
  parameters: ParameterSet,
): FeedValue {
  check.all({ kind, readings, nowMs }, { kind: oneOf(feedKinds), readings: readingsShape, nowMs: whole() })
  const { minSources, dropEachSide } = parameters.get(fictraOracles.feeds)[kind]
  const recent = recentOf(kind, readings, nowMs, parameters)
  const needed = Math.max(minSources, 2 * dropEachSide + 1)
  if (recent.length < needed) throw feedErrors.FEED_TOO_FEW_SOURCES({ kind, recent: recent.length, needed })
  const kept = recent.slice(dropEachSide, recent.length - dropEachSide)
  const weight = sum(kept.map((reading) => reading.weight))
  const value = weight.isZero()
    ? sum(kept.map((reading) => reading.value)).div(kept.length)
    : sum(kept.map((reading) => reading.value.times(reading.weight))).div(weight)
  return { value, sources: kept.map(({ source }) => source).toSorted() }
}

export interface CriticalDatum extends FeedValue {
  /** True when the sources were too few or did not agree, and the value is the default. */
  readonly failSafe: boolean
}

/**
 * The median of those sources that agree with the median of all, when they are enough; otherwise the default.
 * @param fallback the governed default. @throws FEED_INPUT_INVALID
 */
export function criticalDatum(
  readings: readonly Reading[],
  fallback: Exact,
  nowMs: number,
  parameters: ParameterSet,
): CriticalDatum {
  check.all({ readings, fallback, nowMs }, { readings: readingsShape, fallback: finite, nowMs: whole() })
  const { minSources, agreement, tolerance } = parameters.get(fictraOracles.feeds).critical
  const recent = recentOf('critical', readings, nowMs, parameters)
  const safe: CriticalDatum = { value: fallback, sources: [], failSafe: true }
  if (recent.length < minSources || recent.length === 0) return safe
  const centre = medianOf(recent)
  const room = centre.abs().times(tolerance)
  const agreeing = recent.filter(({ value }) => value.minus(centre).abs().lessThanOrEqualTo(room))
  if (exact(BigInt(agreeing.length)).lessThan(agreement.times(recent.length))) return safe
  return { value: medianOf(agreeing), sources: agreeing.map(({ source }) => source).toSorted(), failSafe: false }
}

/** The newest reading of each source that is not too old, smallest value first. */
function recentOf(
  kind: FeedKind,
  readings: readonly Reading[],
  nowMs: number,
  parameters: ParameterSet,
): readonly Reading[] {
  const { maxAgeSeconds } = parameters.get(fictraOracles.feeds)[kind]
  const newest = new Map<string, Reading>()
  for (const [index, reading] of readings.entries()) {
    check.whole(reading.atMs, `readings/${index}/atMs`, 0, nowMs)
    const known = newest.get(reading.source)
    check.that(known === undefined || known.atMs !== reading.atMs, 'source', 'two readings at the same time')
    if (known === undefined || known.atMs < reading.atMs) newest.set(reading.source, reading)
  }
  return [...newest.values()]
    .filter(({ atMs }) => nowMs - atMs <= maxAgeSeconds * 1_000)
    .toSorted((a, b) => a.value.comparedTo(b.value) || (a.source < b.source ? -1 : 1))
}

/** @param ordered smallest first, not empty */
function medianOf(ordered: readonly Reading[]): Exact {
  const middle = Math.floor(ordered.length / 2)
  const upper = ordered[middle]!.value
  return ordered.length % 2 === 1 ? upper : upper.plus(ordered[middle - 1]!.value).div(2)
}
