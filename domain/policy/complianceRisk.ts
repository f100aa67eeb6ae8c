/** Risk of a party, reports to authorities and retention of records (domain.md 2.18). */
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { Exact, exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraCompliance,
  type Jurisdiction,
  jurisdictions as known,
  type RecordKind,
  type RiskBand,
  type RiskDimension,
  recordKinds,
  riskDimensions,
} from '../programmes/fictraCompliance.ts'
import { decimal, each, fields, flag, instant, list, oneOf } from '../shapes.ts'

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

const scoresShape = each(riskDimensions, decimal(exact(0n), hundred))

/**
 * Weighs the risk of a party, rounded up, into its band: who decides about it, and when it is reviewed.
 * @param scores 0 to 100 in each dimension.
 * @throws COMPLIANCE_INPUT_INVALID
 */
export function assessRisk(
  scores: Readonly<Record<RiskDimension, Exact>>,
  at: Date,
  parameters: ParameterSet,
): RiskAssessment {
  check.all({ scores, at }, { scores: scoresShape, at: instant })
  const weights = parameters.get(fictraCompliance.riskWeights)
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

const transactionShape = { jurisdictions: list(oneOf(known)), suspicious: flag, valueUsd: decimal(), at: instant }

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
  check.all({ transaction }, { transaction: fields(transactionShape) })
  const { jurisdictions, suspicious, valueUsd, at } = transaction
  return parameters
    .get(fictraCompliance.reports)
    .filter(({ jurisdiction }) => jurisdictions.includes(jurisdiction))
    .filter(
      ({ report, fromUsd }) => (report === 'suspicion' ? suspicious : true) && valueUsd.greaterThanOrEqualTo(fromUsd),
    )
    .map(({ report, authority, hours }) => ({ report, authority, dueBy: new Date(at.getTime() + hours * 3_600_000) }))
    .toSorted((a, b) => a.dueBy.getTime() - b.dueBy.getTime())
}

/** Until when a record must be kept; the same day of a later year, 29 February becoming 1 March. @throws COMPLIANCE_INPUT_INVALID */
export function keepUntil(kind: RecordKind, from: Date, parameters: ParameterSet): Date {
  check.all({ kind, from }, { kind: oneOf(recordKinds), from: instant })
  const until = new Date(from)
  until.setUTCFullYear(from.getUTCFullYear() + parameters.get(fictraCompliance.retentionYears)[kind])
  return until
}
