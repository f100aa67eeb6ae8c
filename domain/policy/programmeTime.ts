/**
 * Times of the programme, counted from its launch in seconds (domain.md 2.9, 2.10). A year has the governed number of days and
 * a month is a twelfth of it, so that no calendar is needed and a part of a year is exact.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraMarket, type MarketPhase } from '../programmes/fictraMarket.ts'
import { mulDivDown, mulDivUp } from '../quantity.ts'

export const programmeTimeErrors = defineErrors({
  PROGRAMME_TIME_INVALID: {
    status: 422,
    title: 'A time of the programme is not one',
    remedy: 'Send whole seconds since the launch, and months from 1.',
  },
})
const check = inputChecks(programmeTimeErrors.PROGRAMME_TIME_INVALID)

export const secondsPerDay = 86_400
const monthsPerYear = 12n

/** Years since launch, with their fraction: integer division would stand still for a year (2.26 defect 12). */
export function yearsSinceLaunch(secondsSinceLaunch: number, parameters: ParameterSet): Exact {
  check.whole(secondsSinceLaunch, 'secondsSinceLaunch')
  return exact(BigInt(secondsSinceLaunch)).div(secondsPerDay * parameters.get(fictraMarket.daysPerYear))
}

/** Counted from 1. */
export function programmeMonth(secondsSinceLaunch: number, parameters: ParameterSet): number {
  check.whole(secondsSinceLaunch, 'secondsSinceLaunch')
  return Number(mulDivDown(BigInt(secondsSinceLaunch), monthsPerYear, secondsPerYear(parameters))) + 1
}

/** The first whole second of a month. */
export function monthBeginsSeconds(month: number, parameters: ParameterSet): number {
  check.whole(month, 'month', 1, 1_200)
  return Number(mulDivUp(BigInt(month - 1), secondsPerYear(parameters), monthsPerYear))
}

/** The phase of the market in force, each from its first day on. @throws PROGRAMME_TIME_INVALID */
export function marketPhaseAt(secondsSinceLaunch: number, parameters: ParameterSet): MarketPhase {
  check.whole(secondsSinceLaunch, 'secondsSinceLaunch')
  const phases = parameters.get(fictraMarket.phases)
  return phases.findLast(({ fromDay }) => fromDay * secondsPerDay <= secondsSinceLaunch)!.phase
}

function secondsPerYear(parameters: ParameterSet): bigint {
  return BigInt(secondsPerDay * parameters.get(fictraMarket.daysPerYear))
}
