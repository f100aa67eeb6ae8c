/**
 * Measures the market calls for on the emission (domain.md 2.9 "Adaptive"). They name the most that may be done; who does it
 * is in `emissionPowers.ts`, and every token still comes out of its class and the cap.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraEmissionAuthority } from '../programmes/fictraEmissionAuthority.ts'
import type { Quantity } from '../quantity.ts'
import { aboveZero, amount, decimal, fields } from '../shapes.ts'
import { emissionErrors } from './emission.ts'

const check = inputChecks(emissionErrors.EMISSION_INPUT_INVALID)
const one = exact(1n)

export interface EmissionSignals {
  /** Volatility of 30 days, a year's. */
  readonly volatility: Exact
  /** Price over the price 14 days before. */
  readonly priceRatio: Exact
  /** Volume over its usual volume. */
  readonly volumeRatio: Exact
  /** Contracts of the month. */
  readonly contractsUsd: Exact
  /** Offers within 5 % of the price. */
  readonly depthPt: Quantity<'PT'>
}

export type EmissionMeasure =
  | { readonly kind: 'delay'; readonly daysMost: number }
  | { readonly kind: 'accelerate'; readonly daysMost: number }
  | { readonly kind: 'buyBack' | 'bonus' | 'operations'; readonly mostPt: Quantity<'PT'> }

const signalsShape = fields<EmissionSignals>({
  volatility: decimal(),
  priceRatio: aboveZero,
  volumeRatio: decimal(),
  contractsUsd: decimal(),
  depthPt: amount('PT'),
})

/**
 * In a fixed order. A market that is too volatile and too busy at once is slowed, not hurried. @throws EMISSION_INPUT_INVALID
 */
export function emissionMeasures(signals: EmissionSignals, parameters: ParameterSet): readonly EmissionMeasure[] {
  check.all({ signals }, { signals: signalsShape })
  const { volatility, priceRatio, volumeRatio, contractsUsd, depthPt } = signals
  const rule = parameters.get(fictraEmissionAuthority.adaptive)
  const volatile = volatility.greaterThan(rule.volatilityAbove)
  const measures: EmissionMeasure[] = []
  if (volatile) measures.push({ kind: 'delay', daysMost: rule.delayDaysMost })
  if (!volatile && volumeRatio.greaterThan(rule.volumeAbove)) {
    measures.push({ kind: 'accelerate', daysMost: rule.accelerateDaysMost })
  }
  if (one.minus(priceRatio).greaterThanOrEqualTo(rule.priceFallLeast)) {
    measures.push({ kind: 'buyBack', mostPt: rule.buyBackMostPt })
  }
  if (contractsUsd.greaterThan(rule.contractsUsdAbove)) measures.push({ kind: 'bonus', mostPt: rule.bonusMostPt })
  if (depthPt.value < rule.depthBelowPt.value) measures.push({ kind: 'operations', mostPt: rule.operationsMostPt })
  return measures
}
