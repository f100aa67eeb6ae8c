/**
 * Which roles of the register one party may not hold together (domain.md 2.20). It follows from what separates duties and acts: a
 * role stands for an administrative scope, and for the acts it does on everything there is. What somebody submits is kept apart
 * subject by subject (2.26 no. 9: the committee, the reviewer and whoever decides a challenge are others), so a landowner may be an
 * accredited verifier of other land; an audit is of everything, so nobody audits who also acts.
 */
import { inputChecks } from '../checks.ts'
import type { ParameterSet } from '../parameters.ts'
import { type Act, type AdminScope, type Duty, fictraAccess } from '../programmes/fictraAccess.ts'
import { roles as allRoles, type Role } from '../roles.ts'
import { list, oneOf } from '../shapes.ts'
import { dutyErrors, incompatibilities } from './separationOfDuties.ts'

const scopeOf: Partial<Record<Role, AdminScope>> = {
  governance: 'governanceAdmin',
  operator: 'systemAdmin',
  treasury: 'treasuryAdmin',
  compliance: 'complianceAdmin',
}

const actsOf: Readonly<Record<Role, readonly Act[]>> = {
  buyer: ['submit'],
  seller: ['submit'],
  sovereign: ['submit'],
  landowner: ['submit'],
  creditBuyer: ['submit'],
  inspector: ['submit'],
  verifier: ['verify'],
  oracle: ['verify'],
  reviewer: ['review', 'decideDispute'],
  registrar: ['register'],
  compliance: [],
  governance: ['approve'],
  treasury: ['execute'],
  operator: ['execute'],
  auditor: ['audit'],
}

export interface RoleConflict {
  readonly roles: readonly [Role, Role]
  /** Two duties that scopes may not bring together, or two acts that one person may not both do. */
  readonly because: readonly [Duty, Duty] | readonly [Act, Act]
  /** Where the parameter says so. */
  readonly source: string
}

const check = inputChecks(dutyErrors.DUTIES_INPUT_INVALID)
const rolesShape = list(oneOf(allRoles))

/** Every pair of roles that may not be held together, with why; empty when all may. @throws DUTIES_INPUT_INVALID */
export function roleConflicts(roles: readonly Role[], parameters: ParameterSet): readonly RoleConflict[] {
  check.all({ roles }, { roles: rolesShape })
  const held = [...new Set(roles)]
  return held.flatMap((first, index) =>
    held.slice(index + 1).flatMap((second) => {
      const conflict = dutiesApart(first, second, parameters) ?? actsApart(first, second, parameters)
      return conflict === null ? [] : [{ roles: [first, second], ...conflict } as const]
    }),
  )
}

type Reason = Omit<RoleConflict, 'roles'>

function dutiesApart(first: Role, second: Role, parameters: ParameterSet): Reason | null {
  const scopes = [scopeOf[first], scopeOf[second]].filter((scope) => scope !== undefined)
  const [found] = incompatibilities(scopes, parameters).filter(({ scopes: [one, other] }) => one !== other)
  return found === undefined ? null : { because: found.duties, source: fictraAccess.exclusiveDuties.source }
}

function actsApart(first: Role, second: Role, parameters: ParameterSet): Reason | null {
  for (const one of actsOf[first]) {
    for (const other of actsOf[second]) {
      const found = parameters
        .get(fictraAccess.conflicts)
        .find((pair) => (pair.first === one && pair.second === other) || (pair.first === other && pair.second === one))
      const bySubject = [one, other].includes('submit') && ![one, other].includes('audit')
      if (found !== undefined && !bySubject) return { because: [one, other], source: fictraAccess.conflicts.source }
    }
  }
  return null
}
