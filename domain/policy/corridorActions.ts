/** What follows from where the price stands (domain.md 2.10): actions at a boundary, authority by deviation, deadlines. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraCorridor } from '../programmes/fictraCorridor.ts'
import { oneOf, orNull } from '../shapes.ts'
import { type Boundary, boundaries, corridorErrors, type DeviationBand, deviationBands } from './corridor.ts'

const check = inputChecks(corridorErrors.CORRIDOR_INPUT_INVALID)
const one = exact(1n)
const zero = exact(0n)

export interface BoundaryActions {
  /** Of what a release of the schedule would give. */
  readonly emissionFactor: Exact
  readonly feesToReserveShare: Exact
  /** Of staking rates. */
  readonly apyFactor: Exact
  /** Of fees that do not follow the corridor by themselves. */
  readonly feeFactor: Exact
  readonly burn: 'raise' | 'lower' | 'keep'
  readonly treasurySupport: boolean
  readonly liquidityIncentives: boolean
  readonly alert: 'makers' | 'sovereigns' | null
}

/** What is done while a boundary's trigger is reached. @throws CORRIDOR_INPUT_INVALID */
export function boundaryActions(boundary: Boundary | null, parameters: ParameterSet): BoundaryActions {
  check.all({ boundary }, { boundary: orNull(oneOf(boundaries)) })
  const rule = parameters.get(fictraCorridor.boundaryActions)
  switch (boundary) {
    case 'upper':
      return {
        emissionFactor: rule.upperEmission,
        feesToReserveShare: rule.upperFeesToReserve,
        apyFactor: rule.upperApy,
        feeFactor: one,
        burn: 'raise',
        treasurySupport: false,
        liquidityIncentives: false,
        alert: 'makers',
      }
    case 'lower':
      return {
        emissionFactor: one,
        feesToReserveShare: zero,
        apyFactor: rule.lowerApy,
        feeFactor: rule.lowerFee,
        burn: 'lower',
        treasurySupport: true,
        liquidityIncentives: true,
        alert: 'sovereigns',
      }
    case null:
      return {
        emissionFactor: one,
        feesToReserveShare: zero,
        apyFactor: one,
        feeFactor: one,
        burn: 'keep',
        treasurySupport: false,
        liquidityIncentives: false,
        alert: null,
      }
  }
}

/** Who may act by hand at a deviation; all of the list together. @throws CORRIDOR_INPUT_INVALID */
export function interventionAuthority(band: DeviationBand): readonly string[] {
  check.all({ band }, { band: oneOf(deviationBands) })
  switch (band) {
    case 'none':
      return []
    case 'monitoring':
      return ['operationsTeam']
    case 'soft':
      return ['chiefTreasuryOfficer', 'chair']
    case 'hard':
      return ['treasuryCommittee']
    case 'emergency':
      return ['council', 'sovereignConsultation']
  }
}

/** Seconds since 1970. */
export interface ManualActionDeadlines {
  readonly assessBySeconds: number
  readonly approveBySeconds: number
  readonly executeBySeconds: number
}

/** The latest moments of an action by hand. @throws CORRIDOR_INPUT_INVALID */
export function manualActionDeadlines(noticedAtSeconds: number, parameters: ParameterSet): ManualActionDeadlines {
  check.whole(noticedAtSeconds, 'noticedAtSeconds')
  const { assessHours, approveHours, executeHours } = parameters.get(fictraCorridor.manualAction)
  const assessBySeconds = noticedAtSeconds + assessHours * 3_600
  const approveBySeconds = assessBySeconds + approveHours * 3_600
  return { assessBySeconds, approveBySeconds, executeBySeconds: approveBySeconds + executeHours * 3_600 }
}
