/** Which sovereigns may vote (domain.md 2.1 "Governance eligibility"): every condition, each inclusive. */
import { inputChecks } from '../checks.ts'
import { exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraGovernance } from '../programmes/fictraGovernance.ts'
import type { Quantity } from '../quantity.ts'
import { amount, fields, orNull, whole } from '../shapes.ts'

export const participationErrors = defineErrors({
  PARTICIPATION_INPUT_INVALID: {
    status: 422,
    title: 'A value of the participation is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => participationErrors.PARTICIPATION_INPUT_INVALID(details))

export interface Participation {
  /** Whole months since the first verified export. */
  readonly months: number
  readonly volumePt: Quantity<'PT'>
  readonly systemVolumePt: Quantity<'PT'>
  /** Whole months since the last violation that is open or was; null when there never was one. */
  readonly monthsSinceViolation: number | null
  readonly holdingFt: Quantity<'FT'>
}

export type Shortfall = 'months' | 'volume' | 'violation' | 'holding'

const participationShape = fields<Participation>({
  months: whole(),
  volumePt: amount('PT'),
  systemVolumePt: amount('PT'),
  monthsSinceViolation: orNull(whole()),
  holdingFt: amount('FT'),
})

/** Conditions that do not hold; a sovereign without any may vote. @throws PARTICIPATION_INPUT_INVALID */
export function participationShortfalls(of: Participation, parameters: ParameterSet): readonly Shortfall[] {
  check.all({ of }, { of: participationShape })
  const needed = parameters.get(fictraGovernance.participation)
  check.that(of.volumePt.value <= of.systemVolumePt.value, 'volumePt', 'more than the system’s')
  const leastVolume = needed.volumeShare.times(exact(of.systemVolumePt.value))
  const conditions: readonly (readonly [Shortfall, boolean])[] = [
    ['months', of.months >= needed.months],
    ['volume', of.systemVolumePt.value > 0n && !exact(of.volumePt.value).lessThan(leastVolume)],
    ['violation', of.monthsSinceViolation === null || of.monthsSinceViolation >= needed.cleanMonths],
    ['holding', of.holdingFt.value >= needed.holdingFt.value],
  ]
  return conditions.flatMap(([name, holds]) => (holds ? [] : [name]))
}
