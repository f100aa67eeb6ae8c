/** When an operator of the oracle network begins and when it may leave (domain.md 2.5). */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraOracles } from '../programmes/fictraOracles.ts'
import { instant } from '../shapes.ts'
import { oracleErrors, withdrawableFrom } from './oracleReputation.ts'

const check = inputChecks((details) => oracleErrors.ORACLE_INPUT_INVALID(details))
const day = 86_400_000

/** From when an operator that was selected may be assigned: after its weeks of onboarding. @throws ORACLE_INPUT_INVALID */
export function assignableFrom(selectedAt: Date, parameters: ParameterSet): Date {
  check.all({ selectedAt }, { selectedAt: instant })
  return new Date(selectedAt.getTime() + parameters.get(fictraOracles.conditions).onboardingWeeks * 7 * day)
}

export interface OperatorExit {
  /** Until then it answers what it is assigned. */
  readonly leavesAt: Date
  readonly stakeFrom: Date
}

/** When an operator that gives notice leaves, and from when it may take its stake: notice first, cool-down after it. @throws ORACLE_INPUT_INVALID */
export function operatorExit(noticeAt: Date, parameters: ParameterSet): OperatorExit {
  check.all({ noticeAt }, { noticeAt: instant })
  const leavesAt = new Date(noticeAt.getTime() + parameters.get(fictraOracles.conditions).exitNoticeDays * day)
  return { leavesAt, stakeFrom: withdrawableFrom(leavesAt, parameters) }
}
