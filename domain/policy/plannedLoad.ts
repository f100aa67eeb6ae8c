/** What the planned volumes mean for a machine (domain.md 3, 7.2): transactions a second, readings a year. */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { capacity } from '../programmes/capacity.ts'

const secondsPerDay = 86_400
const daysPerYear = 365

/** Transactions a second at the peak, all types together, times a surge. */
export function peakPerSecond(surge: bigint, parameters: ParameterSet): Exact {
  const all = Object.values(parameters.get(capacity.peakTransactionsPerDay)).reduce((total, one) => total + one, 0)
  return exact(BigInt(all) * surge).div(secondsPerDay)
}

/** Rows a year that sensors write, in a year of 365 days; a reading that does not fit into the day is not counted. */
export function readingsPerYear(sensors: bigint, parameters: ParameterSet): bigint {
  const perDay = Math.floor(secondsPerDay / parameters.get(capacity.readingSeconds))
  return sensors * BigInt(perDay * daysPerYear)
}
