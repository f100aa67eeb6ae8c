/**
 * What a dossier alone decides about its case, the same for every node: trust, threshold and tier (domain.md 2.2-2.4). The
 * server needs it to open the case; each node recomputes it.
 */

import { inputChecks } from '../checks.ts'
import { type Exact, formatExact, parseExact, roundDown } from '../decimal.ts'
import type { Dossier } from '../dossier.ts'
import type { ParameterSet } from '../parameters.ts'
import type { TrustBand, TrustComponent } from '../programmes/fictraTrust.ts'
import type { Comparison } from './comparisons.ts'
import { compareDocuments } from './comparisons.ts'
import { checkRequirements, pointsDown, sourceDiversity } from './documentChecks.ts'
import { dossierShape } from './dossierShape.ts'
import { eligibilityBpsOf } from './ftAllocation.ts'
import { type Tier, tierOf } from './tiers.ts'
import { historyScore, trustBandOf, trustScore } from './trust.ts'
import { scoreErrors, type ThresholdAdjustments, thresholdAdjustments, thresholdUp } from './verificationScore.ts'

export interface TrustAssessment {
  readonly components: Readonly<Record<TrustComponent, string>>
  readonly score: string
  readonly band: TrustBand
  /** Share of the allocation the band receives. */
  readonly eligibilityBps: number
}

export interface CaseAssessment {
  readonly trust: TrustAssessment
  readonly adjustments: Readonly<Record<keyof ThresholdAdjustments, string>>
  /** T. */
  readonly threshold: string
  readonly thresholdE4: number
  /** Where the adjustments ask for more than the most a threshold may be. */
  readonly thresholdBoundBy: 'max' | null
  readonly tier: Tier
  readonly comparisons: readonly Comparison[]
}

const check = inputChecks(scoreErrors.SCORE_INPUT_INVALID)

/** Trust, threshold and tier of a case. @throws SCORE_INPUT_INVALID TIER_MISSING when the contract's own figures are unusable. */
export function assessCase(dossier: Dossier, parameters: ParameterSet): CaseAssessment {
  check.all({ dossier }, { dossier: dossierShape })
  const { contracted, context } = dossier
  const valuePt = parseExact(contracted.valuePt, 'contracted.valuePt')
  const comparisons = compareDocuments(dossier, parameters)
  const trust = assessTrust(dossier, comparisons, parameters)
  const adjustments = thresholdAdjustments(
    {
      traits: contracted,
      valuePt,
      volatilityRatio: parseExact(context.volatilityRatio, 'context.volatilityRatio'),
      band: trust.band,
    },
    parameters,
  )
  const { threshold, thresholdE4, boundBy } = thresholdUp(adjustments, parameters)
  return {
    trust,
    adjustments: {
      value: formatExact(adjustments.value),
      category: formatExact(adjustments.category),
      volatility: formatExact(adjustments.volatility),
      trust: formatExact(adjustments.trust),
    },
    threshold: formatExact(threshold),
    thresholdE4,
    thresholdBoundBy: boundBy,
    tier: tierOf({ category: contracted.category, highRisk: contracted.highRisk, valuePt }, parameters),
    comparisons,
  }
}

function assessTrust(dossier: Dossier, comparisons: readonly Comparison[], parameters: ParameterSet): TrustAssessment {
  const requirements = checkRequirements(dossier, parameters)
  const diversity = sourceDiversity(dossier)
  const { sellerVerified, sellerFailed } = dossier.context
  const components: Record<TrustComponent, Exact> = {
    completeness: pointsDown(requirements.filter(({ documentId }) => documentId !== null).length, requirements.length),
    issuer: pointsDown(requirements.filter(({ authentic }) => authentic).length, requirements.length),
    sourceDiversity: pointsDown(diversity.present, diversity.of),
    history: roundDown(historyScore(sellerVerified, sellerFailed, parameters), 4),
    // Nothing to compare means nothing corroborates anything.
    consistency: pointsDown(comparisons.filter(({ agrees }) => agrees).length, comparisons.length),
  }
  const score = roundDown(trustScore(components, parameters), 4)
  const band = trustBandOf(score, parameters)
  return {
    components: {
      completeness: formatExact(components.completeness),
      issuer: formatExact(components.issuer),
      sourceDiversity: formatExact(components.sourceDiversity),
      history: formatExact(components.history),
      consistency: formatExact(components.consistency),
    },
    score: formatExact(score),
    band,
    eligibilityBps: eligibilityBpsOf(band, parameters),
  }
}
