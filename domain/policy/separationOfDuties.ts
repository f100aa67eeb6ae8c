/** Separation of duties (domain.md 2.20): what a scope may do, which acts on one subject exclude each other, emergency access. */

import { inputChecks } from '../checks.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type Act,
  type AdminScope,
  acts,
  adminScopes,
  type Duty,
  duties,
  fictraAccess,
  type Grant,
  grants,
} from '../programmes/fictraAccess.ts'
import { fields, instant, list, oneOf, text } from '../shapes.ts'

export const dutyErrors = defineErrors({
  DUTIES_INPUT_INVALID: {
    status: 422,
    title: 'A value of the duties is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  DUTIES_CONFLICT: {
    status: 403,
    title: 'The same person may not do both',
    remedy: 'Have somebody else do it; `conflictsWith` names the earlier act.',
  },
  EMERGENCY_APPROVERS_MISSING: {
    status: 403,
    title: 'Emergency access lacks approvers',
    remedy: 'Have as many others as the details name approve it; the one who asks does not count, nor anybody twice.',
  },
})

const check = inputChecks(dutyErrors.DUTIES_INPUT_INVALID)
const scopesShape = list(oneOf(adminScopes))

/** What scopes held together allow: the most that one of them allows. Which may be held together is `incompatibilities`. @throws DUTIES_INPUT_INVALID */
export function grantOf(scopes: readonly AdminScope[], duty: Duty, parameters: ParameterSet): Grant {
  check.all({ scopes, duty }, { scopes: scopesShape, duty: oneOf(duties) })
  const table = parameters.get(fictraAccess.duties)
  const ranks = scopes.map((scope) => grants.indexOf(table[scope][duty]))
  return grants[Math.max(0, ...ranks)]!
}

export interface Incompatibility {
  readonly scopes: readonly [AdminScope, AdminScope]
  readonly duties: readonly [Duty, Duty]
}

/** Why scopes may not be held together by one person; empty when they may. @throws DUTIES_INPUT_INVALID */
export function incompatibilities(scopes: readonly AdminScope[], parameters: ParameterSet): readonly Incompatibility[] {
  check.all({ scopes }, { scopes: scopesShape })
  const table = parameters.get(fictraAccess.duties)
  const holders = (duty: Duty) => [...new Set(scopes)].filter((scope) => table[scope][duty] !== 'denied')
  return parameters
    .get(fictraAccess.exclusiveDuties)
    .flatMap(({ first, second }) =>
      holders(first).flatMap((a) =>
        holders(second).map((b): Incompatibility => ({ scopes: [a, b], duties: [first, second] })),
      ),
    )
}

export interface DoneAct {
  readonly person: string
  readonly act: Act
}

const actShape = fields<DoneAct>({ person: text, act: oneOf(acts) })

/**
 * Refuses an act on a subject when the same person has done one that conflicts with it, in whatever order they come.
 * @param done everything done so far on the subject. @throws DUTIES_CONFLICT DUTIES_INPUT_INVALID
 */
export function checkSeparation(next: DoneAct, done: readonly DoneAct[], parameters: ParameterSet): void {
  check.all({ next, done }, { next: actShape, done: list(actShape) })
  const conflicts = parameters.get(fictraAccess.conflicts)
  const clashes = (a: Act, b: Act) =>
    conflicts.some(({ first, second }) => (first === a && second === b) || (first === b && second === a))
  const earlier = done.find(({ person, act }) => person === next.person && clashes(act, next.act))
  if (earlier !== undefined) throw dutyErrors.DUTIES_CONFLICT({ act: next.act, conflictsWith: earlier.act })
}

export interface EmergencyAccess {
  readonly until: Date
  readonly reviewBy: Date
}

const requestShape = fields({ person: text, approvers: list(text), at: instant })

/** Until when access in an emergency lasts, and when it is reviewed. @throws EMERGENCY_APPROVERS_MISSING DUTIES_INPUT_INVALID */
export function emergencyAccess(
  request: { readonly person: string; readonly approvers: readonly string[]; readonly at: Date },
  parameters: ParameterSet,
): EmergencyAccess {
  check.all({ request }, { request: requestShape })
  const { approvers: needed, hours, reviewHours } = parameters.get(fictraAccess.emergencyAccess)
  const others = new Set(request.approvers.filter((approver) => approver !== request.person))
  if (others.size < needed) throw dutyErrors.EMERGENCY_APPROVERS_MISSING({ given: others.size, needed })
  const start = request.at.getTime()
  return { until: new Date(start + hours * 3_600_000), reviewBy: new Date(start + (hours + reviewHours) * 3_600_000) }
}
