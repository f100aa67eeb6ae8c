/** Appeals against a decision (domain.md 2.6): until when, on which grounds, before whom, and what may come of them. */

import { inputChecks } from '../checks.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type AppealGround,
  appealGrounds,
  fictraDisputes,
  type Pathway,
  pathways,
} from '../programmes/fictraDisputes.ts'
import { evidence, fields, instant, oneOf } from '../shapes.ts'

export const appealErrors = defineErrors({
  APPEAL_INPUT_INVALID: {
    status: 422,
    title: 'A value of the appeal is outside its range',
    remedy: 'Correct the value that `field` names.',
  },
  APPEAL_TOO_LATE: {
    status: 409,
    title: 'The time to appeal has passed',
    remedy: 'The decision stands; it could be appealed until `until`.',
  },
  APPEAL_NOT_ADMISSIBLE: {
    status: 422,
    title: 'The appeal is not admissible',
    remedy:
      'A decision of the council is final; any other needs one of the grounds in `grounds`, and on the platform the fee in `feePt`.',
  },
})

export interface Appeal {
  readonly decidedBy: Pathway
  readonly decidedAt: Date
  readonly appealedAt: Date
  readonly ground: string
}

export interface AdmittedAppeal {
  readonly ground: AppealGround
  /** The next higher pathway hears it. */
  readonly heardBy: Pathway
  readonly screenedBy: Date
}

const check = inputChecks(appealErrors.APPEAL_INPUT_INVALID)
const day = 86_400_000
const appealShape = fields<Appeal>({
  decidedBy: oneOf(pathways),
  decidedAt: instant,
  appealedAt: instant,
  ground: evidence,
})

/**
 * The end of the last day on which a decision may be appealed: so many business days, Monday to Friday in UTC, after the day of
 * the decision. Public holidays are not taken out. @throws APPEAL_INPUT_INVALID
 */
export function appealUntil(decidedAt: Date, parameters: ParameterSet): Date {
  check.all({ decidedAt }, { decidedAt: instant })
  let left = parameters.get(fictraDisputes.appeal).businessDays
  const start = decidedAt.getTime()
  let midnight = start - (((start % day) + day) % day)
  while (left > 0) {
    midnight += day
    const weekday = new Date(midnight).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return new Date(midnight + day)
}

/** On the platform: so many days to the instant. @throws APPEAL_INPUT_INVALID */
export function platformAppealUntil(decidedAt: Date, parameters: ParameterSet): Date {
  check.all({ decidedAt }, { decidedAt: instant })
  return new Date(decidedAt.getTime() + parameters.get(fictraDisputes.appeal).platformDays * day)
}

/**
 * Admits an appeal in time and on a known ground, and says who hears it and by when it is screened.
 * @throws APPEAL_INPUT_INVALID APPEAL_TOO_LATE APPEAL_NOT_ADMISSIBLE
 */
export function admitAppeal(appeal: Appeal, parameters: ParameterSet): AdmittedAppeal {
  check.all({ appeal }, { appeal: appealShape })
  const { decidedBy, decidedAt, appealedAt, ground } = appeal
  const until = appealUntil(decidedAt, parameters)
  check.that(appealedAt >= decidedAt, 'appealedAt', 'it is before the decision')
  if (appealedAt >= until) throw appealErrors.APPEAL_TOO_LATE({ until: until.toISOString() })
  const heardBy = pathways[pathways.indexOf(decidedBy) + 1]
  if (heardBy === undefined) throw appealErrors.APPEAL_NOT_ADMISSIBLE({ decidedBy, final: true })
  const known = appealGrounds.find((one) => one === ground)
  if (known === undefined) throw appealErrors.APPEAL_NOT_ADMISSIBLE({ field: 'ground', ground, grounds: appealGrounds })
  const hours = parameters.get(fictraDisputes.appeal).screeningHours
  return { ground: known, heardBy, screenedBy: new Date(appealedAt.getTime() + hours * 3_600_000) }
}
