/** Verification score, threshold and measurement tolerance (domain.md 2.2). */

import { type CommodityCategory, toleranceClassOf } from '../assetClasses.ts'
import { bandOf } from '../codecs.ts'
import { clamp, type Exact, exact, scaledUp, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'
import type { TrustBand } from '../programmes/fictraTrust.ts'
import { fictraVerification, type ScoreFamily, scoreFamilies } from '../programmes/fictraVerification.ts'

export const scoreErrors = defineErrors({
  SCORE_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the verification score are outside their range',
    remedy: 'Correct the value that `field` names.',
  },
})

const zero = exact(0n)
const one = exact(1n)
const hundred = exact(100n)

/** What of a contract decides tolerances, threshold and tier. */
export interface ContractTraits {
  readonly category: CommodityCategory
  readonly highRisk: boolean
  readonly highValue: boolean
  readonly perishable: boolean
}

/** P = 100 - min(100, (deviation / tolerance)^2 x 100). @throws SCORE_INPUT_INVALID */
export function measurementScore(deviation: Exact, tolerance: Exact): Exact {
  if (!tolerance.greaterThan(zero)) throw scoreErrors.SCORE_INPUT_INVALID({ field: 'tolerance' })
  if (deviation.isNegative()) throw scoreErrors.SCORE_INPUT_INVALID({ field: 'deviation' })
  const ratio = deviation.div(tolerance)
  return hundred.minus(clamp(ratio.times(ratio).times(hundred), zero, hundred))
}

/** Allowed deviation of a measured quantity, as a share. High value is stricter and comes before perishable. */
export function quantityTolerance(traits: ContractTraits, parameters: ParameterSet): Exact {
  const row = parameters.get(fictraEvidence.tolerances)[toleranceClassOf[traits.category]]
  if (traits.highValue) return row.highValue
  return traits.perishable ? row.perishable : row.standard
}

/** W = base + category x region x value, for each family; not below zero. */
export function scoreWeights(parameters: ParameterSet): Readonly<Record<ScoreFamily, Exact>> {
  const base = parameters.get(fictraVerification.weights)
  const adjustments = parameters.get(fictraVerification.weightAdjustments)
  const entries = scoreFamilies.map((family) => {
    const { category, region, value } = adjustments[family]
    const weight = base[family].plus(category.times(region).times(value))
    return [family, weight.isNegative() ? zero : weight]
  })
  return Object.fromEntries(entries)
}

/** VS = SUM(P x W) / SUM(W). The weights need not sum to one. @throws SCORE_INPUT_INVALID */
export function verificationScore(
  scores: Readonly<Record<ScoreFamily, Exact>>,
  weights: Readonly<Record<ScoreFamily, Exact>>,
): Exact {
  const total = sum(scoreFamilies.map((family) => weights[family]))
  if (!total.greaterThan(zero)) throw scoreErrors.SCORE_INPUT_INVALID({ field: 'weights' })
  for (const family of scoreFamilies) {
    if (scores[family].isNegative() || scores[family].greaterThan(hundred)) {
      throw scoreErrors.SCORE_INPUT_INVALID({ field: family })
    }
  }
  return sum(scoreFamilies.map((family) => scores[family].times(weights[family]))).div(total)
}

export interface ThresholdAdjustments {
  readonly value: Exact
  readonly category: Exact
  readonly volatility: Exact
  /** Relief by trust; lowers the threshold. */
  readonly trust: Exact
}

/** The adjustments of a contract by the governed tables. */
export function thresholdAdjustments(
  of: {
    readonly traits: ContractTraits
    readonly valuePt: Exact
    readonly volatilityRatio: Exact
    readonly band: TrustBand
  },
  parameters: ParameterSet,
): ThresholdAdjustments {
  const category = parameters.get(fictraVerification.categoryAdjustment)[of.traits.category]
  return {
    value: bandOf(parameters.get(fictraVerification.valueAdjustment), of.valuePt),
    category: of.traits.highRisk ? category.highRisk : category.standard,
    volatility: bandOf(parameters.get(fictraVerification.volatilityAdjustment), of.volatilityRatio),
    trust: parameters.get(fictraVerification.trustAdjustment)[of.band],
  }
}

/** T = base x (1 + V + C + M - P), at most the governed maximum. */
export function threshold(adjust: ThresholdAdjustments, parameters: ParameterSet): Exact {
  const { base, max } = parameters.get(fictraVerification.threshold)
  const factor = one.plus(adjust.value).plus(adjust.category).plus(adjust.volatility).minus(adjust.trust)
  return clamp(base.times(factor), zero, max)
}

/** T x 10^4, rounded up: a score just below the exact threshold never passes. */
export function thresholdE4Up(adjust: ThresholdAdjustments, parameters: ParameterSet): number {
  return Number(scaledUp(threshold(adjust, parameters), 4))
}
