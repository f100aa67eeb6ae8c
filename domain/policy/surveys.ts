/** Measured quantities: what the surveys of a dossier say, and what a node that relies on some of them concludes (domain.md 2.2). */

import { type Exact, exact, formatExact, roundDown } from '../decimal.ts'
import type { DocumentKind, Dossier, NodePolicy } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'
import { unitDecimals } from '../quantity.ts'
import { crossSourceTolerance, median, tryDecimal } from './comparisons.ts'
import { issuerKey, normalName, usableDocuments } from './documentChecks.ts'
import { measurementScore, quantityTolerance } from './verificationScore.ts'

/** Documents whose issuer measured the quantity rather than repeated it. */
const surveyKinds: readonly DocumentKind[] = ['quantitySurvey', 'inspectionCertificate']

export interface Survey {
  readonly documentId: string
  readonly issuerKey: string
  readonly issuerName: string
  readonly tonnes: Exact
}

/** Surveys of recognised issuers, ordered by document. */
export function surveysOf(dossier: Dossier): readonly Survey[] {
  return usableDocuments(dossier)
    .filter(({ kind, issuer }) => surveyKinds.includes(kind) && issuer.recognised)
    .flatMap(({ documentId, issuer, statements }) =>
      statements.flatMap(({ field, value }) => {
        const tonnes = field === 'quantityTonnes' ? tryDecimal(value.trim()) : null
        if (tonnes === null || tonnes.isNegative()) return []
        return [{ documentId, issuerKey: issuerKey(issuer), issuerName: issuer.name, tonnes }]
      }),
    )
}

/** The surveys a node's policy relies on: the named issuers', or all. */
export function reliedSurveys(surveys: readonly Survey[], policy: NodePolicy): readonly Survey[] {
  if (policy.reliesOn.length === 0) return surveys
  const names = new Set(policy.reliesOn.map(normalName))
  return surveys.filter(({ issuerName }) => names.has(normalName(issuerName)))
}

export type QuantityFinding = 'withinTolerance' | 'outsideTolerance' | 'unsurveyed'

export interface QuantityCheck {
  readonly finding: QuantityFinding
  /** QVP, four decimals, rounded down. */
  readonly score: Exact
  readonly relied: readonly Survey[]
  readonly median: Exact | null
  /** Deviation of the median from the proposition, as a share; null without surveys. */
  readonly deviation: Exact | null
  readonly tolerance: Exact
  /** True when all surveys lie within the cross-source tolerance of each other. */
  readonly surveysAgree: boolean
  /** When all surveys agree on less than the proposition: their median, rounded down to the unit of a case. */
  readonly reviewTonnes: string | null
}

/** Compares the surveys a node relies on with the round's proposition. */
export function checkQuantity(
  dossier: Dossier,
  policy: NodePolicy,
  proposition: Exact,
  parameters: ParameterSet,
): QuantityCheck {
  const surveys = surveysOf(dossier)
  const relied = reliedSurveys(surveys, policy)
  const tolerance = quantityTolerance(dossier.contracted, parameters)
  const surveysAgree = agreeAmongThemselves(surveys, crossSourceTolerance(dossier, parameters))
  const measured = median(relied.map(({ tonnes }) => tonnes))
  const common = { relied, median: measured, tolerance, surveysAgree }
  if (measured === null) {
    return { ...common, finding: 'unsurveyed', score: exact(0n), deviation: null, reviewTonnes: null }
  }
  const deviation = measured.minus(proposition).abs().div(proposition)
  const score = roundDown(measurementScore(deviation, tolerance), 4)
  return {
    ...common,
    finding: deviation.lessThanOrEqualTo(tolerance) ? 'withinTolerance' : 'outsideTolerance',
    score,
    deviation,
    reviewTonnes: surveysAgree ? smallerQuantity(surveys, proposition, parameters) : null,
  }
}

function smallerQuantity(surveys: readonly Survey[], proposition: Exact, parameters: ParameterSet): string | null {
  const issuers = new Set(surveys.map((survey) => survey.issuerKey)).size
  if (issuers < parameters.get(fictraEvidence.minimumSources).shortfallSurveys) return null
  const surveyed = roundDown(median(surveys.map(({ tonnes }) => tonnes))!, unitDecimals.t)
  return surveyed.isZero() || surveyed.greaterThanOrEqualTo(proposition) ? null : formatExact(surveyed)
}

function agreeAmongThemselves(surveys: readonly Survey[], tolerance: Exact): boolean {
  const tonnes = surveys.map((survey) => survey.tonnes).toSorted((a, b) => a.comparedTo(b))
  const middle = median(tonnes)
  if (middle === null) return false
  return tonnes.at(-1)!.minus(tonnes[0]!).lessThanOrEqualTo(middle.times(tolerance))
}
