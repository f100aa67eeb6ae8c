/** Verification score, threshold and measurement tolerance (domain.md 2.2). */

import { type CommodityCategory, commodityCategories, toleranceClassOf } from '../assetClasses.ts'
import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { Exact, exact, scaledUp, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEvidence } from '../programmes/fictraEvidence.ts'
import { type TrustBand, trustBands } from '../programmes/fictraTrust.ts'
import {
  fictraVerification,
  mostThresholdMoves,
  type ScoreFamily,
  scoreFamilies,
} from '../programmes/fictraVerification.ts'
import { aboveZero, decimal, each, fields, flag, oneOf } from '../shapes.ts'

export const scoreErrors = defineErrors({
  SCORE_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the verification score are outside their range',
    remedy: 'Correct the value that `field` names.',
  },
})

const check = inputChecks(scoreErrors.SCORE_INPUT_INVALID)
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

const traitsShape = fields<ContractTraits>({
  category: oneOf(commodityCategories),
  highRisk: flag,
  highValue: flag,
  perishable: flag,
})

/** P = 100 - min(100, (deviation / tolerance)^2 x 100). @throws SCORE_INPUT_INVALID */
export function measurementScore(deviation: Exact, tolerance: Exact): Exact {
  check.all({ deviation, tolerance }, { deviation: decimal(), tolerance: aboveZero })
  const ratio = deviation.div(tolerance)
  return hundred.minus(Exact.min(ratio.times(ratio).times(hundred), hundred))
}

/** Allowed deviation of a measured quantity, as a share. High value is stricter and comes before perishable. @throws SCORE_INPUT_INVALID */
export function quantityTolerance(traits: ContractTraits, parameters: ParameterSet): Exact {
  check.all({ traits }, { traits: traitsShape })
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

const scoresShape = {
  scores: each(scoreFamilies, decimal(zero, hundred)),
  weights: each(scoreFamilies, decimal()),
}

/** VS = SUM(P x W) / SUM(W). The weights need not sum to one. @throws SCORE_INPUT_INVALID */
export function verificationScore(
  scores: Readonly<Record<ScoreFamily, Exact>>,
  weights: Readonly<Record<ScoreFamily, Exact>>,
): Exact {
  check.all({ scores, weights }, scoresShape)
  const total = sum(scoreFamilies.map((family) => weights[family]))
  check.aboveZero(total, 'weights')
  return sum(scoreFamilies.map((family) => scores[family].times(weights[family]))).div(total)
}

export interface ThresholdAdjustments {
  readonly value: Exact
  readonly category: Exact
  readonly volatility: Exact
  /** Relief by trust; lowers the threshold. */
  readonly trust: Exact
}

const contractShape = fields({
  traits: traitsShape,
  valuePt: decimal(),
  volatilityRatio: decimal(),
  band: oneOf(trustBands),
})
const moved = (part: keyof ThresholdAdjustments) => decimal(zero, exact(mostThresholdMoves[part]))
const adjustShape = fields<ThresholdAdjustments>({
  value: moved('value'),
  category: moved('category'),
  volatility: moved('volatility'),
  trust: moved('trust'),
})

/** The adjustments of a contract by the governed tables. @throws SCORE_INPUT_INVALID */
export function thresholdAdjustments(
  of: {
    readonly traits: ContractTraits
    readonly valuePt: Exact
    readonly volatilityRatio: Exact
    readonly band: TrustBand
  },
  parameters: ParameterSet,
): ThresholdAdjustments {
  check.all({ of }, { of: contractShape })
  const category = parameters.get(fictraVerification.categoryAdjustment)[of.traits.category]
  return {
    value: bandOf(parameters.get(fictraVerification.valueAdjustment), of.valuePt),
    category: of.traits.highRisk ? category.highRisk : category.standard,
    volatility: bandOf(parameters.get(fictraVerification.volatilityAdjustment), of.volatilityRatio),
    trust: parameters.get(fictraVerification.trustAdjustment)[of.band],
  }
}

export interface Threshold {
  readonly threshold: Exact
  /** T x 10^4, rounded up: a score just below the exact threshold never passes. */
  readonly thresholdE4: number
  /** Where the adjustments ask for more than can be asked. */
  readonly boundBy: 'max' | null
}

/** T = base x (1 + V + C + M - P), each part within its range, at most the governed maximum. @throws SCORE_INPUT_INVALID */
export function thresholdUp(adjust: ThresholdAdjustments, parameters: ParameterSet): Threshold {
  check.all({ adjust }, { adjust: adjustShape })
  const { base, max } = parameters.get(fictraVerification.threshold)
  const factor = one.plus(adjust.value).plus(adjust.category).plus(adjust.volatility).minus(adjust.trust)
  const computed = base.times(factor)
  const beyond = computed.greaterThan(max)
  const threshold = beyond ? max : computed
  return { threshold, thresholdE4: Number(scaledUp(threshold, 4)), boundBy: beyond ? 'max' : null }
}
