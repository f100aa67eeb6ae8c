/**
 * From raw metrics and the state of the market to the factors A and the modifiers of the Foundation Token formula
 * (domain.md 2.1).
 */
import { Decimal } from 'decimal.js'
import { parseHsCode } from '../assetClasses.ts'
import { inputChecks } from '../checks.ts'
import { bounded, type Exact, exact, parseExact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type AllocationFactor,
  allocationFactors,
  fictraAllocation,
  type ProcessingLevel,
  processingLevels,
} from '../programmes/fictraAllocation.ts'
import { fields, oneOf, text } from '../shapes.ts'

export const allocationErrors = defineErrors({
  ALLOCATION_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the allocation formula are outside their range',
    remedy: 'Correct the value that `field` names.',
  },
})

/** Governed data about a delivery, as decimal strings. Shares and ratios are plain fractions: 1 % is "0.01". */
export interface AllocationMetrics {
  /** Volatility of 90 days over its reference. */
  readonly volatilityRatio: string
  /** Verified certificate score, 0 to 100. */
  readonly sustainabilityScore: string
  /** Exporter's share of world trade, 12 months. */
  readonly worldTradeShare: string
  /** Human development index of the exporting country. */
  readonly humanDevelopmentIndex: string
  /** Value of the goods in the table of strategic goods, see `strategicValueOf`. */
  readonly strategicValue: string
  /** Carbon intensity over the industry's benchmark. */
  readonly carbonRatio: string
  readonly processingLevel: ProcessingLevel
}

/** State of the market when the case is opened, as decimal strings. */
export interface AllocationMarket {
  /** Price over its 90-day average. */
  readonly priceRatio: string
  /** Fall of world supply within 30 days: "0.1" is 10 % less. */
  readonly supplyFall: string
  /** Velocity of Foundation Token. */
  readonly ftVelocity: string
}

const check = inputChecks(allocationErrors.ALLOCATION_INPUT_INVALID)
const one = exact(1n)
const zero = exact(0n)

// That a text is a decimal within its range is found when it is read.
const metricsShape = fields<AllocationMetrics>({
  volatilityRatio: text,
  sustainabilityScore: text,
  worldTradeShare: text,
  humanDevelopmentIndex: text,
  strategicValue: text,
  carbonRatio: text,
  processingLevel: oneOf(processingLevels),
})
const marketShape = fields<AllocationMarket>({ priceRatio: text, supplyFall: text, ftVelocity: text })

export interface AllocationFactors {
  readonly factors: Readonly<Record<AllocationFactor, Exact>>
  /** Factors whose metric lies beyond an end of their governed range, with that end. */
  readonly boundBy: readonly `${AllocationFactor}.${'min' | 'max'}`[]
}

/** Raw metrics to factors A, held within their governed ranges and rounded down to four decimals as on chain. @throws ALLOCATION_INPUT_INVALID DECIMAL_INVALID */
export function allocationFactorsDown(metrics: AllocationMetrics, parameters: ParameterSet): AllocationFactors {
  check.all({ metrics }, { metrics: metricsShape })
  const map = parameters.get(fictraAllocation.metricMapping)
  const ranges = parameters.get(fictraAllocation.factorRanges)
  const scale = exact(BigInt(map.tradeVolumeScale))
  const share = fraction(metrics.worldTradeShare, 'worldTradeShare', one)
  const sustainability = fraction(metrics.sustainabilityScore, 'sustainabilityScore', exact(100n))
  const humanDevelopment = fraction(metrics.humanDevelopmentIndex, 'humanDevelopmentIndex', one)
  const development = map.developmentCeiling.minus(humanDevelopment).div(map.developmentSpan)
  const carbonRatio = fraction(metrics.carbonRatio, 'carbonRatio')
  const developed = bounded(development, zero, one)
  const above = bounded(carbonRatio.minus(one), zero, one)
  const raw: Record<AllocationFactor, Exact> = {
    volatility: map.volatilityAmplitude.times(one.minus(fraction(metrics.volatilityRatio, 'volatilityRatio'))),
    sustainability: map.sustainabilityAtFullScore.times(sustainability).div(exact(100n)),
    tradeVolume: map.tradeVolumeAtFullShare.times(logShare(share, scale)),
    development: map.developmentAtFloor.times(developed.value),
    strategic: fraction(metrics.strategicValue, 'strategicValue'),
    carbon: carbonRatio.greaterThan(one)
      ? map.carbonMalus.times(above.value).negated()
      : map.carbonBonus.times(one.minus(carbonRatio)),
    processing: parameters.get(fictraAllocation.processing)[metrics.processingLevel],
  }
  const inRange = allocationFactors.map((factor) => ({
    factor,
    ...bounded(raw[factor], ranges[factor].min, ranges[factor].max),
  }))
  const ends: AllocationFactors['boundBy'][number][] = inRange.flatMap(({ factor, boundBy }) =>
    boundBy === null ? [] : [`${factor}.${boundBy}` as const],
  )
  // The mapping holds two metrics back by itself, before the range of their factor could.
  if (developed.boundBy !== null) ends.push(`development.${developed.boundBy}`)
  if (above.boundBy === 'max') ends.push('carbon.min')
  return {
    factors: Object.fromEntries(
      inRange.map(({ factor, value }) => [factor, exact(scaledDown(value, 4)).div(exact(10_000n))]),
    ) as Record<AllocationFactor, Exact>,
    boundBy: [...new Set(ends)],
  }
}

/** Value of goods in the Council’s table of strategic goods, zero when their heading is not listed. @throws HS_CODE_INVALID */
export function strategicValueOf(hsCode: string, parameters: ParameterSet): Exact {
  const code = parseHsCode(hsCode)
  const listed = parameters.get(fictraAllocation.strategicGoods).find(({ heading }) => code.startsWith(heading))
  return listed?.value ?? zero
}

/** ln(1 + scale x share) / ln(1 + scale). Rounded at 60 places, so that a whole share is 1 and not 0.999... */
function logShare(share: Exact, scale: Exact): Exact {
  const ratio = one.plus(scale.times(share)).ln().div(one.plus(scale).ln())
  return ratio.toDecimalPlaces(60, Decimal.ROUND_HALF_UP)
}

export interface Modifier {
  readonly modifier: Exact
  /** What of the market lies beyond the point from which it lowers nothing more. */
  readonly boundBy: readonly ('priceRatio' | 'supplyFall')[]
}

/** Product of price elasticity, supply shock and velocity modifiers, in [0, 1]. @throws ALLOCATION_INPUT_INVALID DECIMAL_INVALID */
export function modifierOf(market: AllocationMarket, parameters: ParameterSet): Modifier {
  check.all({ market }, { market: marketShape })
  const elasticity = elasticityModifier(market.priceRatio, parameters)
  const shock = supplyShockModifier(market.supplyFall, parameters)
  const velocity = velocityModifier(market.ftVelocity, parameters)
  return {
    modifier: elasticity.modifier.times(shock.modifier).times(velocity),
    boundBy: [...elasticity.boundBy, ...shock.boundBy],
  }
}

/** 1 - max(0, (Pc/Pb - 1) x slope), not below zero. */
export function elasticityModifier(priceRatio: string, parameters: ParameterSet): Modifier {
  const above = fraction(priceRatio, 'priceRatio').minus(one)
  if (!above.greaterThan(zero)) return { modifier: one, boundBy: [] }
  const modifier = one.minus(above.times(parameters.get(fictraAllocation.elasticitySlope)))
  return modifier.isNegative() ? { modifier: zero, boundBy: ['priceRatio'] } : { modifier, boundBy: [] }
}

/** 1 up to and including the mild fall; beyond it linear from the mild to the severe modifier. */
export function supplyShockModifier(supplyFall: string, parameters: ParameterSet): Modifier {
  const shock = parameters.get(fictraAllocation.supplyShock)
  const fall = fraction(supplyFall, 'supplyFall', one)
  if (fall.lessThanOrEqualTo(shock.mildFall)) return { modifier: one, boundBy: [] }
  const severity = fall.minus(shock.mildFall).div(shock.severeFall.minus(shock.mildFall))
  if (severity.greaterThan(one)) return { modifier: shock.severeModifier, boundBy: ['supplyFall'] }
  const modifier = shock.mildModifier.minus(severity.times(shock.mildModifier.minus(shock.severeModifier)))
  return { modifier, boundBy: [] }
}

/** The governed modifier above (not at) the governed velocity. */
export function velocityModifier(ftVelocity: string, parameters: ParameterSet): Exact {
  const { threshold, modifier } = parameters.get(fictraAllocation.velocity)
  return fraction(ftVelocity, 'ftVelocity').greaterThan(threshold) ? modifier : one
}

/** A non-negative decimal, at most `max`. */
function fraction(text: string, field: string, max?: Exact): Exact {
  const value = parseExact(text, field)
  if (value.isNegative() || (max !== undefined && value.greaterThan(max))) {
    throw allocationErrors.ALLOCATION_INPUT_INVALID({ field, given: text })
  }
  return value
}
