/** How far a value moves from another: the measure of domain.md 2.10 and 2.12 for who may decide a change. */
import { Exact, exact } from '../decimal.ts'

const none = exact(0n)
const whole = exact(1n)

/**
 * The largest change of any number of a value, share of what it was. A number that was zero counts as changed wholly, and so does
 * a word, and a list or table with other rows.
 */
export function largestChange(next: unknown, previous: unknown): Exact {
  const [after, before] = [numberOf(next), numberOf(previous)]
  if (after !== null && before !== null) {
    if (before.isZero()) return after.isZero() ? none : whole
    return after.minus(before).abs().div(before.abs())
  }
  if (!isTable(next) || !isTable(previous)) return next === previous ? none : whole
  const names = Object.keys(next)
  if (names.length !== Object.keys(previous).length || names.some((name) => !(name in previous))) return whole
  return names.reduce((largest, name) => {
    const change = largestChange(next[name], previous[name])
    return change.greaterThan(largest) ? change : largest
  }, none)
}

function numberOf(value: unknown): Exact | null {
  if (Exact.isDecimal(value)) return value
  if (typeof value === 'bigint') return exact(value)
  return typeof value === 'number' ? exact(`${value}`) : null
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
