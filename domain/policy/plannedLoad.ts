/** What the planned volumes mean for a machine (domain.md 3, 7.2): transactions a second, readings a year. */

import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { capacity } from '../programmes/capacity.ts'
import { units } from '../shapes.ts'

export const capacityErrors = defineErrors({
  CAPACITY_INPUT_INVALID: {
    status: 422,
    title: 'A value of the planned load is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks(capacityErrors.CAPACITY_INPUT_INVALID)
const secondsPerDay = 86_400
const daysPerYear = 365

/** Transactions a second at the peak, all types together, times a surge. @throws CAPACITY_INPUT_INVALID */
export function peakPerSecond(surge: bigint, parameters: ParameterSet): Exact {
  check.all({ surge }, { surge: units(1n) })
  const all = Object.values(parameters.get(capacity.peakTransactionsPerDay)).reduce((total, one) => total + one, 0)
  return exact(BigInt(all) * surge).div(secondsPerDay)
}

/** Rows a year that sensors write, in a year of 365 days; a reading that does not fit into the day is not counted. @throws CAPACITY_INPUT_INVALID */
export function readingsPerYear(sensors: bigint, parameters: ParameterSet): bigint {
  check.all({ sensors }, { sensors: units() })
  const perDay = Math.floor(secondsPerDay / parameters.get(capacity.readingSeconds))
  return sensors * BigInt(perDay * daysPerYear)
}
