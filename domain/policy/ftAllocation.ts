/**
 * Foundation Token allocation (domain.md 2.1): FT = PT value x Bm x (1 + SUM(A_i x W_i)) x modifiers x eligibility x
 * delivered share, multiplied at full precision and floored once. `rawAllocationDown` is the integer twin of
 * `IAllocation.quote`; safety limits are in `allocationLimits.ts`.
 */
import { type CommodityCategory, commodityCategories } from '../assetClasses.ts'
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown, scaledExactly } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { type AllocationFactor, allocationFactors, fictraAllocation } from '../programmes/fictraAllocation.ts'
import { type TrustBand, trustBands } from '../programmes/fictraTrust.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, type Check, fields, list, oneOf, units, whole } from '../shapes.ts'
import {
  type AllocationMarket,
  type AllocationMetrics,
  allocationErrors,
  allocationFactorsDown,
  modifierOf,
} from './allocationFactors.ts'

export type Seven<T> = readonly [T, T, T, T, T, T, T]

/** The formula's inputs as the contract takes them: plain integers, x 10^4. */
export interface AllocationInputs {
  /** Whole value of the contract, base units of PT. */
  readonly ptValue: bigint
  readonly baseMultiplierE4: number
  /** In the order of `allocationFactors`: VOL, SUS, TXV, DEV, STR, CAR, PRO. */
  readonly factorsE4: Seven<number>
  readonly weightsE4: Seven<number>
  readonly modifierE4: number
  readonly eligibilityBps: number
  /** PT value x Bm, base units of FT: what the anomaly test compares with. */
  readonly expected: bigint
}

const check = inputChecks(allocationErrors.ALLOCATION_INPUT_INVALID)
const sevenOf = (of: Check<number>): Check<Seven<number>> => list(of, 7, 7)
export const allocationInputsShape = fields<AllocationInputs>({
  ptValue: units(),
  baseMultiplierE4: whole(1, 100_000),
  factorsE4: sevenOf(whole(-10_000, 10_000)),
  weightsE4: sevenOf(whole(0, 10_000)),
  modifierE4: whole(0, 10_000),
  eligibilityBps: whole(0, 10_000),
  expected: units(),
})
const exactShape = { inputs: allocationInputsShape, quantityDelivered: units(), quantityContracted: units(1n) }
const deliveryShape = { valuePt: amount('PT'), category: oneOf(commodityCategories), trustBand: oneOf(trustBands) }

/** All inputs of one delivery's allocation; what lay beyond its range, say `allocationFactorsDown` and `modifierOf`. @throws ALLOCATION_INPUT_INVALID DECIMAL_INVALID */
export function allocationInputs(
  delivery: { readonly valuePt: Quantity<'PT'>; readonly category: CommodityCategory; readonly trustBand: TrustBand },
  metrics: AllocationMetrics,
  market: AllocationMarket,
  parameters: ParameterSet,
): AllocationInputs {
  check.all({ delivery }, { delivery: fields(deliveryShape) })
  const { valuePt, category, trustBand } = delivery
  const weights = parameters.get(fictraAllocation.weights)
  const baseMultiplierE4 = e4(parameters.get(fictraAllocation.baseMultipliers)[category], 'baseMultiplier')
  const { factors } = allocationFactorsDown(metrics, parameters)
  return {
    ptValue: valuePt.value,
    baseMultiplierE4,
    factorsE4: seven((factor) => e4(factors[factor], factor)),
    weightsE4: seven((factor) => e4(weights[factor], factor)),
    modifierE4: Number(scaledDown(modifierOf(market, parameters).modifier, 4)),
    eligibilityBps: eligibilityBpsOf(trustBand, parameters),
    expected: mulDivDown(valuePt.value, BigInt(baseMultiplierE4), 10_000n),
  }
}

/** Share of the allocation a trust band receives, basis points. Bronze only when governance says so (2.4 [R]). @throws ALLOCATION_INPUT_INVALID */
export function eligibilityBpsOf(band: TrustBand, parameters: ParameterSet): number {
  check.all({ band }, { band: oneOf(trustBands) })
  if (band === 'bronze' && !parameters.get(fictraAllocation.bronzeEligible)) return 0
  return e4(parameters.get(fictraAllocation.eligibility)[band], 'eligibility')
}

/** Bm x (1 + SUM(A_i x W_i)), exact; modifiers, eligibility and delivered share come on top. @throws ALLOCATION_INPUT_INVALID */
export function multiplierOf(inputs: AllocationInputs): Exact {
  check.all({ inputs }, { inputs: allocationInputsShape })
  return exact(BigInt(inputs.baseMultiplierE4) * onePlusSumE8(inputs)).div(exact(10n ** 12n))
}

/** A fraction of whole numbers, not reduced. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

/**
 * The formula before it is floored, in base units of FT.
 * @param quantityDelivered and @param quantityContracted in the same unit; delivered is at most contracted.
 * @throws ALLOCATION_INPUT_INVALID
 */
export function rawAllocationExact(
  inputs: AllocationInputs,
  quantityDelivered: bigint,
  quantityContracted: bigint,
): Fraction {
  check.all({ inputs, quantityDelivered, quantityContracted }, exactShape)
  check.that(quantityDelivered <= quantityContracted, 'quantityDelivered', 'it is more than was contracted')
  const weights = inputs.weightsE4.reduce((total, weight) => total + weight, 0)
  check.that(weights === 10_000, 'weightsE4', 'they do not sum to 10,000')
  const numerator =
    inputs.ptValue *
    BigInt(inputs.baseMultiplierE4) *
    onePlusSumE8(inputs) *
    BigInt(inputs.modifierE4) *
    BigInt(inputs.eligibilityBps)
  // 10^4 for Bm, 10^8 for A x W, 10^4 for the modifier, 10^4 for eligibility.
  return { numerator: numerator * quantityDelivered, denominator: quantityContracted * 10n ** 20n }
}

/** The formula: base units of FT, floored once at the end. Integer twin of `IAllocation.quote`. @throws ALLOCATION_INPUT_INVALID */
export function rawAllocationDown(
  inputs: AllocationInputs,
  quantityDelivered: bigint,
  quantityContracted: bigint,
): Quantity<'FT'> {
  const { numerator, denominator } = rawAllocationExact(inputs, quantityDelivered, quantityContracted)
  return quantity(numerator / denominator, 'FT', 'ft')
}

function onePlusSumE8({ factorsE4, weightsE4 }: AllocationInputs): bigint {
  return factorsE4.reduce((total, factor, i) => total + BigInt(factor) * BigInt(weightsE4[i]!), 10n ** 8n)
}

function seven<T>(of: (factor: AllocationFactor) => T): Seven<T> {
  return allocationFactors.map(of) as unknown as Seven<T>
}

function e4(value: Exact, field: string): number {
  return Number(scaledExactly(value, 4, field))
}
