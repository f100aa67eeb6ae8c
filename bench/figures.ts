/** What is left of many measurements, and how a number is shown. */
import { randomOf } from '../e2e/twins/random.ts'

export interface Summary {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** @throws RangeError without values: an empty measurement is a fault of the measurement. */
export function summarise(values: readonly number[]): Summary {
  return { min: quantile(values, 0), median: quantile(values, 0.5), max: quantile(values, 1) }
}

/** Nearest rank, so that every figure is one that was measured. @throws RangeError without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new RangeError('nothing was measured')
  return found
}

export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('nothing was measured')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

export interface Interval {
  readonly low: number
  readonly high: number
}

const resamples = 2_000

/** 95 % interval of the median: percentile bootstrap, from a fixed seed, so that the same values give the same interval.
 *  @throws RangeError without values. */
export function medianInterval(values: readonly number[]): Interval {
  const random = randomOf(1, 'bootstrap', values.length)
  const medians = Array.from({ length: resamples }, () =>
    quantile(
      values.map(() => random.pick(values)),
      0.5,
    ),
  )
  return { low: quantile(medians, 0.025), high: quantile(medians, 0.975) }
}

/** Three significant digits, or all digits of a whole number. */
export function show(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en-US')
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 })
}

/** `median (min to max)`; one number when they are the same. */
export function showSummary({ min, median, max }: Summary): string {
  return min === max ? show(median) : `${show(median)} (${show(min)} to ${show(max)})`
}

export function showShare(share: number): string {
  const percent = share * 100
  return `${percent.toLocaleString('en-US', { maximumSignificantDigits: percent >= 100 ? 3 : 2 })} %`
}

/** `median (low to high)`, of shares. */
export function showInterval(median: number, { low, high }: Interval): string {
  return `${showShare(median)} (${showShare(low)} to ${showShare(high)})`
}

/** How often `of` goes into `value`. */
export function showRatio(value: number, of: number): string {
  return `${(value / of).toFixed(2)}×`
}
