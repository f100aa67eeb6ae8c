/** The conversion rate follows its average in governed steps, and its value is watched (domain.md 2.8). */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, roundDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { conversionErrors } from './conversion.ts'

const check = inputChecks(conversionErrors.CONVERSION_INPUT_INVALID)
const one = exact(1n)

export interface NextRate {
  readonly rate: Exact
  /** Where the average is further away than one step may go. */
  readonly boundBy: 'stepUp' | 'stepDown' | null
}

/** The rate an update may set: the time-weighted average, at most one step from the previous rate. @throws CONVERSION_INPUT_INVALID */
export function nextConversionRateDown(previous: Exact, average: Exact, parameters: ParameterSet): NextRate {
  check.aboveZero(previous, 'previous')
  check.aboveZero(average, 'average')
  const step = parameters.get(fictraSettlement.conversionRateStep)
  const [lowest, highest] = [previous.times(one.minus(step)), previous.times(one.plus(step))]
  if (average.greaterThan(highest)) return { rate: roundDown(highest, 18), boundBy: 'stepUp' }
  // Rounded up: a rate below the lowest would be a step too large.
  if (average.lessThan(lowest)) return { rate: roundDown(lowest.negated(), 18).negated(), boundBy: 'stepDown' }
  return { rate: average, boundBy: null }
}

export type ValueRatioZone = 'emergencyLow' | 'low' | 'target' | 'high' | 'emergencyHigh'

/**
 * Where the value of FT over PT stands. Watched only: at a rate of one to one the target cannot be met by the rate itself
 * (2.8 [R]), so no burn follows from it. The bounds of the target belong to it. @throws CONVERSION_INPUT_INVALID
 */
export function valueRatioZone(ratio: Exact, parameters: ParameterSet): ValueRatioZone {
  check.aboveZero(ratio, 'ratio')
  const { emergencyBelow, targetLeast, targetMost, emergencyAbove } = parameters.get(fictraConversion.valueRatio)
  if (ratio.lessThan(emergencyBelow)) return 'emergencyLow'
  if (ratio.lessThan(targetLeast)) return 'low'
  if (ratio.lessThanOrEqualTo(targetMost)) return 'target'
  return ratio.lessThanOrEqualTo(emergencyAbove) ? 'high' : 'emergencyHigh'
}
