/**
 * Who decides a change of fees (domain.md 2.12 "Adjustment authority"): small ones the Economics Committee, larger ones after
 * the advisory board was asked, the largest the full process. The last is also refused by the parameter itself.
 */

import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { type FeeChangeProcess, feeProcessOf, type RatesByName } from '../programmes/fictraFees.ts'
import { largestChange } from '../programmes/largestChange.ts'
import { type Check, decimal, each, fields, record } from '../shapes.ts'
import { feeErrors } from './fees.ts'

const check = inputChecks(feeErrors.FEE_INPUT_INVALID)

/** The same numbers of the same rows as `next` has. */
function alike(next: RatesByName): Check<RatesByName> {
  const rows = Object.entries(next).map(([type, row]) => [type, each(Object.keys(row), decimal())])
  return fields(Object.fromEntries(rows))
}

/** Who decides that rates and splits change from `previous` to `next`, by the largest change of any of them. @throws FEE_INPUT_INVALID */
export function feeChangeProcess(next: RatesByName, previous: RatesByName, parameters: ParameterSet): FeeChangeProcess {
  check.all({ next }, { next: record(record(decimal())) })
  check.all({ previous }, { previous: alike(next) })
  return feeProcessOf(largestChange(next, previous), parameters)
}
