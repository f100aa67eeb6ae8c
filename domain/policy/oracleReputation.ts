/**
 * Reputation and reliability of an oracle node, what it loses and earns, and which operators are admitted (domain.md 2.5).
 * Scores are 0 to 100.
 */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact, scaledDown, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraOracles,
  type Offence,
  offences,
  type ReputationPart,
  reputationParts,
  type SelectionPart,
  type StandingPart,
  selectionParts,
  standingParts,
} from '../programmes/fictraOracles.ts'
import { fromExactDown, fromExactUp, type Quantity, toExact } from '../quantity.ts'
import { amount, decimal, each, fields, instant, list, oneOf, share, text, whole } from '../shapes.ts'

export const oracleErrors = defineErrors({
  ORACLE_INPUT_INVALID: {
    status: 422,
    title: 'A value of the oracle network is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => oracleErrors.ORACLE_INPUT_INVALID(details))
const hundred = exact(100n)
const points = decimal(exact(0n), hundred)

/** Weighted mean of accuracy, participation, speed and peer review. @throws ORACLE_INPUT_INVALID */
export function reputation(scores: Readonly<Record<ReputationPart, Exact>>, parameters: ParameterSet): Exact {
  return mean(reputationParts, scores, parameters.get(fictraOracles.reputationWeights))
}

/** Trust weight: weighted mean of accuracy, specialty, independence and longevity. @throws ORACLE_INPUT_INVALID */
export function standing(scores: Readonly<Record<StandingPart, Exact>>, parameters: ParameterSet): Exact {
  return mean(standingParts, scores, parameters.get(fictraOracles.standingWeights))
}

/** Reliability x 10^4, as a committee weighs its nodes (2.3); linear in the trust weight, rounded down. @throws ORACLE_INPUT_INVALID */
export function reliabilityE4Down(trustWeight: Exact, parameters: ParameterSet): number {
  check.decimal(trustWeight, 'trustWeight', exact(0n), hundred)
  const { least, most } = parameters.get(fictraOracles.reliability)
  return Number(scaledDown(least.plus(most.minus(least).times(trustWeight).div(hundred)), 4))
}

/** Stake a node needs for cases of a value; the bound belongs to the higher stake. @throws ORACLE_INPUT_INVALID */
export function stakeFor(valuePt: Quantity<'PT'>, parameters: ParameterSet): Quantity<'PT'> {
  check.amount(valuePt, 'PT', 'valuePt')
  return bandOf(parameters.get(fictraOracles.stake).byValue, toExact(valuePt))
}

/** From when a node that leaves may take its stake. @throws ORACLE_INPUT_INVALID */
export function withdrawableFrom(requestedAt: Date, parameters: ParameterSet): Date {
  check.all({ requestedAt }, { requestedAt: instant })
  return new Date(requestedAt.getTime() + parameters.get(fictraOracles.stake).withdrawalDays * 86_400_000)
}

/**
 * What an offence costs, rounded up; never more than the stake, which is whole itself.
 * @param severity 0 the least, 1 the most severe of its kind. @throws ORACLE_INPUT_INVALID
 */
export function slashUp(
  offence: Offence,
  severity: Exact,
  stakePt: Quantity<'PT'>,
  parameters: ParameterSet,
): Quantity<'PT'> {
  check.all({ offence, severity, stakePt }, { offence: oneOf(offences), severity: share, stakePt: amount('PT') })
  const { least, most } = parameters.get(fictraOracles.slashing)[offence]
  return fromExactUp(toExact(stakePt).times(least.plus(most.minus(least).times(severity))), 'PT')
}

/** True when a node is persistently unavailable: too many answers missed in a row, or an uptime below the agreed one. @throws ORACLE_INPUT_INVALID */
export function isUnavailable(missedInARow: number, uptime: Exact, parameters: ParameterSet): boolean {
  check.whole(missedInARow, 'missedInARow')
  check.decimal(uptime, 'uptime', exact(0n), hundred)
  const limit = parameters.get(fictraOracles.availability)
  return missedInARow >= limit.missedInARow || uptime.lessThan(limit.uptime)
}

/**
 * Fees of the nodes of one case, rounded down: the rate grows with the tier's demand from the least to the most, and accurate
 * nodes receive a bonus. @param demand 0 to 1. @throws ORACLE_INPUT_INVALID
 */
export function nodeFeeDown(
  valuePt: Quantity<'PT'>,
  demand: Exact,
  accuracy: Exact,
  parameters: ParameterSet,
): Quantity<'PT'> {
  check.amount(valuePt, 'PT', 'valuePt')
  check.share(demand, 'demand')
  check.decimal(accuracy, 'accuracy', exact(0n), hundred)
  const { least, most, accuracyBonus, bonusFrom } = parameters.get(fictraOracles.verificationFee)
  const rate = least.plus(most.minus(least).times(demand))
  const bonus = accuracy.lessThan(bonusFrom) ? exact(1n) : accuracyBonus.plus(1)
  return fromExactDown(toExact(valuePt).times(rate).times(bonus), 'PT')
}

export interface OperatorApplication {
  readonly scores: Readonly<Record<SelectionPart, Exact>>
  readonly ageYears: number
  /** By the names the governed certification is chosen from. */
  readonly certifications: readonly string[]
  readonly liabilityCoverUsd: Exact
  /** Shares of its revenue. */
  readonly commodityRevenue: Exact
  readonly largestClientRevenue: Exact
  readonly testVerifications: number
  readonly testAccuracy: Exact
  /** Load it was tested with, as a share of what it is meant to bear. */
  readonly testLoad: Exact
  /** What it commits itself to: to answer an incident, to work again after a failure (RTO), and data it may lose by one (RPO). */
  readonly answerMinutes: number
  readonly recoveryMinutes: number
  readonly lossMinutes: number
}

export interface OperatorSelection {
  readonly score: Exact
  /** Minima and conditions that do not hold; admitted when there are none. */
  readonly shortfalls: readonly string[]
}

const applicationShape = fields<OperatorApplication>({
  scores: each(selectionParts, points),
  ageYears: whole(),
  certifications: list(text),
  liabilityCoverUsd: decimal(),
  commodityRevenue: share,
  largestClientRevenue: share,
  testVerifications: whole(),
  testAccuracy: points,
  testLoad: decimal(),
  answerMinutes: whole(),
  recoveryMinutes: whole(),
  lossMinutes: whole(),
})

/** Whether an operator is admitted: minima of each score, and conditions. @throws ORACLE_INPUT_INVALID */
export function selectOperator(of: OperatorApplication, parameters: ParameterSet): OperatorSelection {
  check.all({ of }, { of: applicationShape })
  const selection = parameters.get(fictraOracles.selection)
  const needed = parameters.get(fictraOracles.conditions)
  const conditions: readonly (readonly [string, boolean])[] = [
    ...selectionParts.map((part) => [part, of.scores[part].greaterThanOrEqualTo(selection[part].minimum)] as const),
    ['certifications', of.certifications.includes(parameters.get(fictraOracles.certification))],
    ['ageYears', of.ageYears >= needed.ageYears],
    ['liabilityCoverUsd', of.liabilityCoverUsd.greaterThan(needed.liabilityCoverUsd)],
    ['commodityRevenue', of.commodityRevenue.lessThan(needed.commodityRevenue)],
    ['largestClientRevenue', of.largestClientRevenue.lessThan(needed.clientRevenue)],
    ['testVerifications', of.testVerifications >= needed.testVerifications],
    ['testAccuracy', of.testAccuracy.greaterThanOrEqualTo(needed.testAccuracy)],
    ['testLoad', of.testLoad.greaterThanOrEqualTo(needed.testLoad)],
    ['answerMinutes', of.answerMinutes <= needed.answerMinutes],
    ['recoveryMinutes', of.recoveryMinutes <= needed.recoveryMinutes],
    ['lossMinutes', of.lossMinutes <= needed.lossMinutes],
  ]
  return {
    score: sum(selectionParts.map((part) => of.scores[part].times(selection[part].weight))),
    shortfalls: conditions.flatMap(([name, holds]) => (holds ? [] : [name])),
  }
}

/** True when the accuracy of two quarters running is below the governed one. @param quarters oldest first. @throws ORACLE_INPUT_INVALID */
export function mustBeRemoved(quarters: readonly Exact[], parameters: ParameterSet): boolean {
  check.all({ quarters }, { quarters: list(points) })
  const { removalAccuracy } = parameters.get(fictraOracles.conditions)
  return quarters.some(
    (accuracy, index) =>
      index > 0 && accuracy.lessThan(removalAccuracy) && quarters[index - 1]!.lessThan(removalAccuracy),
  )
}

function mean<P extends string>(
  names: readonly P[],
  scores: Readonly<Record<P, Exact>>,
  weights: Readonly<Record<P, Exact>>,
): Exact {
  check.all({ scores }, { scores: each(names, points) })
  return sum(names.map((name) => scores[name].times(weights[name])))
}
