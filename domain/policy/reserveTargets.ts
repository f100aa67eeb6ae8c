/** The reserve against its targets (domain.md 2.15): share and drift of each class, and what rebalancing would move. */
import { inputChecks } from '../checks.ts'
import { type Exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraReserve,
  type ReserveClass,
  type ReserveProfile,
  reserveClasses,
  reserveProfiles,
} from '../programmes/fictraReserve.ts'
import { decimal, each, oneOf } from '../shapes.ts'

export const reserveErrors = defineErrors({
  RESERVE_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the reserve are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})
const check = inputChecks(reserveErrors.RESERVE_INPUT_INVALID)

export interface ClassStanding {
  readonly of: ReserveClass
  readonly share: Exact
  /** Share less target. */
  readonly drift: Exact
  readonly outOfRange: boolean
  /** To buy (positive) or sell so that every class is at its target, in the unit of the holdings; they sum to zero. */
  readonly toTarget: Exact
}

export interface ReserveStanding {
  readonly classes: readonly ClassStanding[]
  /** True when a class has drifted as far as governed: then all are brought to their targets. */
  readonly rebalance: boolean
}

/**
 * Share and drift of each class of the reserve, and whether all are to be brought to their targets.
 * @param holdings value of each class, all in one unit of account.
 * @throws RESERVE_INPUT_INVALID
 */
export function reserveStanding(
  holdings: Readonly<Record<ReserveClass, Exact>>,
  profile: ReserveProfile,
  parameters: ParameterSet,
): ReserveStanding {
  check.all({ holdings, profile }, { holdings: each(reserveClasses, decimal()), profile: oneOf(reserveProfiles) })
  const total = sum(reserveClasses.map((of) => holdings[of]))
  check.aboveZero(total, 'holdings')
  const targets = parameters.get(fictraReserve.targets)[profile]
  const bound = parameters.get(fictraReserve.drift).times(total)
  const classes = reserveClasses.map((of): ClassStanding => {
    const { target, least, most } = targets[of]
    const toTarget = target.times(total).minus(holdings[of])
    return {
      of,
      share: holdings[of].div(total),
      drift: toTarget.negated().div(total),
      outOfRange: holdings[of].lessThan(least.times(total)) || holdings[of].greaterThan(most.times(total)),
      toTarget,
    }
  })
  return { classes, rebalance: classes.some(({ toTarget }) => toTarget.abs().greaterThanOrEqualTo(bound)) }
}
