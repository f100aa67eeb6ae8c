/** Risk of a party, reports to authorities and retention of records (domain.md 2.18). */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { Exact, exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraCompliance,
  type Jurisdiction,
  type RecordKind,
  type RiskBand,
  type RiskDimension,
  riskDimensions,
} from '../programmes/fictraCompliance.ts'

export const complianceErrors = defineErrors({
  COMPLIANCE_INPUT_INVALID: {
    status: 422,
    title: 'A value of the assessment is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => complianceErrors.COMPLIANCE_INPUT_INVALID(details))
const hundred = exact(100n)
const day = 86_400_000

export interface RiskAssessment {
  /** Whole points, rounded up: a doubt counts against the party. */
  readonly score: number
  readonly band: RiskBand
  readonly decidedBy: 'automatic' | 'officer' | 'committee' | 'board'
  readonly reviewBy: Date
}

/** @param scores 0 to 100 in each dimension. @throws COMPLIANCE_INPUT_INVALID */
export function assessRisk(
  scores: Readonly<Record<RiskDimension, Exact>>,
  at: Date,
  parameters: ParameterSet,
): RiskAssessment {
  const weights = parameters.get(fictraCompliance.riskWeights)
  for (const dimension of riskDimensions) check.decimal(scores[dimension], dimension, exact(0n), hundred)
  const points = sum(riskDimensions.map((dimension) => scores[dimension].times(weights[dimension])))
  const score = points.toDecimalPlaces(0, Exact.ROUND_CEIL)
  const { band, decidedBy, reviewDays } = bandOf(parameters.get(fictraCompliance.riskBands), score)
  return { score: score.toNumber(), band, decidedBy, reviewBy: new Date(at.getTime() + reviewDays * day) }
}

export interface ReportDuty {
  readonly report: 'suspicion' | 'largeTransaction'
  readonly authority: string
  readonly dueBy: Date
}

/** The reports a transaction owes, the most urgent first; a value at the threshold owes one. @throws COMPLIANCE_INPUT_INVALID */
export function reportDuties(
  transaction: {
    readonly jurisdictions: readonly Jurisdiction[]
    readonly suspicious: boolean
    readonly valueUsd: Exact
    readonly at: Date
  },
  parameters: ParameterSet,
): readonly ReportDuty[] {
  const { jurisdictions, suspicious, valueUsd, at } = transaction
  check.decimal(valueUsd, 'valueUsd', exact(0n))
  return parameters
    .get(fictraCompliance.reports)
    .filter(({ jurisdiction }) => jurisdictions.includes(jurisdiction))
    .filter(
      ({ report, fromUsd }) => (report === 'suspicion' ? suspicious : true) && valueUsd.greaterThanOrEqualTo(fromUsd),
    )
    .map(({ report, authority, hours }) => ({ report, authority, dueBy: new Date(at.getTime() + hours * 3_600_000) }))
    .toSorted((a, b) => a.dueBy.getTime() - b.dueBy.getTime())
}

/** Until when a record must be kept; the same day of a later year, 29 February becoming 1 March. */
export function keepUntil(kind: RecordKind, from: Date, parameters: ParameterSet): Date {
  check.that(!Number.isNaN(from.getTime()), 'from', 'not an instant')
  const until = new Date(from)
  until.setUTCFullYear(from.getUTCFullYear() + parameters.get(fictraCompliance.retentionYears)[kind])
  return until
}
