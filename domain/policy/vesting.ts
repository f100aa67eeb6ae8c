/**
 * Vesting (domain.md 2.9): a share at once, then nothing during the lock, then equal steps over the period that follows it;
 * never more than the emission has released to the class [R].
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraVesting, type VestingClass, vestingClasses } from '../programmes/fictraVesting.ts'
import { min, mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, fields, oneOf, share, whole } from '../shapes.ts'

export const vestingErrors = defineErrors({
  VESTING_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the vesting are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})
const check = inputChecks(vestingErrors.VESTING_INPUT_INVALID)
const one = exact(1n)

export interface VestingSchedule {
  readonly initialShare: Exact
  readonly lockMonths: number
  readonly periodMonths: number
  readonly stepMonths: number
}

export interface Vested {
  readonly vestedPt: Quantity<'PT'>
  /** Where the schedule would give more than the class has been released. */
  readonly boundBy: 'releasedPt' | null
}

const scheduleShape = fields<VestingSchedule>({
  initialShare: share,
  lockMonths: whole(),
  periodMonths: whole(1),
  stepMonths: whole(1),
})

/**
 * What of a class's grants has vested after whole months of the programme.
 * @param releasedPt what the emission has released to the class.
 * @throws VESTING_INPUT_INVALID
 */
export function vestedPtDown(
  of: VestingClass,
  grantPt: Quantity<'PT'>,
  monthsElapsed: number,
  releasedPt: Quantity<'PT'>,
  parameters: ParameterSet,
): Vested {
  check.all({ of, releasedPt }, { of: oneOf(vestingClasses), releasedPt: amount('PT') })
  const byScheduleDown = scheduledPtDown(grantPt, monthsElapsed, parameters.get(fictraVesting.schedules)[of])
  return {
    vestedPt: min(byScheduleDown, releasedPt),
    boundBy: byScheduleDown.value > releasedPt.value ? 'releasedPt' : null,
  }
}

/** What a schedule alone gives. @throws VESTING_INPUT_INVALID */
export function scheduledPtDown(
  grantPt: Quantity<'PT'>,
  monthsElapsed: number,
  schedule: VestingSchedule,
): Quantity<'PT'> {
  check.amount(grantPt, 'PT', 'grantPt')
  check.whole(monthsElapsed, 'monthsElapsed')
  checkSchedule(schedule)
  const { initialShare, lockMonths, periodMonths, stepMonths } = schedule
  const initial = mulDivDown(grantPt.value, scaledDown(initialShare, 6), 10n ** 6n)
  const after = Math.min(Math.max(monthsElapsed - lockMonths, 0), periodMonths)
  const vestedMonths = after - (after % stepMonths)
  const later = mulDivDown(grantPt.value - initial, BigInt(vestedMonths), BigInt(periodMonths))
  return quantity(initial + later, 'PT')
}

/** Share of a grant that a month of the period vests, when every month does. @throws VESTING_INPUT_INVALID */
export function monthlyShare(schedule: VestingSchedule): Exact {
  checkSchedule(schedule)
  return one.minus(schedule.initialShare).div(schedule.periodMonths)
}

function checkSchedule(schedule: VestingSchedule): void {
  check.all({ schedule }, { schedule: scheduleShape })
  check.whole(schedule.stepMonths, 'stepMonths', 1, schedule.periodMonths)
}
