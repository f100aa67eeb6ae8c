/**
 * Foundation Token allocation (domain.md 2.1): FT = PT value x Bm x (1 + SUM(A_i x W_i)) x modifiers x eligibility x
 * delivered share, multiplied at full precision and floored once. `rawAllocationDown` is the integer twin of
 * `IAllocation.quote`; safety limits are in `allocationLimits.ts`.
 */
import type { CommodityCategory } from '../assetClasses.ts'
import { type Exact, exact, scaledDown, scaledExactly } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { type AllocationFactor, allocationFactors, fictraAllocation } from '../programmes/fictraAllocation.ts'
import type { TrustBand } from '../programmes/fictraTrust.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
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

/** All inputs of one delivery's allocation. @throws ALLOCATION_INPUT_INVALID DECIMAL_INVALID */
export function allocationInputs(
  delivery: { readonly valuePt: Quantity<'PT'>; readonly category: CommodityCategory; readonly trustBand: TrustBand },
  metrics: AllocationMetrics,
  market: AllocationMarket,
  parameters: ParameterSet,
): AllocationInputs {
  const { valuePt, category, trustBand } = delivery
  const weights = parameters.get(fictraAllocation.weights)
  const baseMultiplierE4 = e4(parameters.get(fictraAllocation.baseMultipliers)[category], 'baseMultiplier')
  const factors = allocationFactorsDown(metrics, parameters)
  return {
    ptValue: valuePt.value,
    baseMultiplierE4,
    factorsE4: seven((factor) => e4(factors[factor], factor)),
    weightsE4: seven((factor) => e4(weights[factor], factor)),
    modifierE4: Number(scaledDown(modifierOf(market, parameters), 4)),
    eligibilityBps: eligibilityBpsOf(trustBand, parameters),
    expected: mulDivDown(valuePt.value, BigInt(baseMultiplierE4), 10_000n),
  }
}

/** Share of the allocation a trust band receives, basis points. Bronze only when governance says so (2.4 [R]). */
export function eligibilityBpsOf(band: TrustBand, parameters: ParameterSet): number {
  if (band === 'bronze' && !parameters.get(fictraAllocation.bronzeEligible)) return 0
  return e4(parameters.get(fictraAllocation.eligibility)[band], 'eligibility')
}

/** Bm x (1 + SUM(A_i x W_i)), exact; modifiers, eligibility and delivered share come on top. */
export function multiplierOf(inputs: AllocationInputs): Exact {
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
  check(inputs, quantityDelivered, quantityContracted)
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

function check(inputs: AllocationInputs, delivered: bigint, contracted: bigint): void {
  const invalid = (field: string) => allocationErrors.ALLOCATION_INPUT_INVALID({ field })
  if (inputs.ptValue < 0n) throw invalid('ptValue')
  if (contracted <= 0n) throw invalid('quantityContracted')
  if (delivered < 0n || delivered > contracted) throw invalid('quantityDelivered')
  if (!(inputs.baseMultiplierE4 > 0 && inputs.baseMultiplierE4 <= 100_000)) throw invalid('baseMultiplierE4')
  if (inputs.factorsE4.some((factor) => Math.abs(factor) > 10_000)) throw invalid('factorsE4')
  if (inputs.weightsE4.some((weight) => weight < 0)) throw invalid('weightsE4')
  if (inputs.weightsE4.reduce((total, weight) => total + weight, 0) !== 10_000) throw invalid('weightsE4')
  if (inputs.eligibilityBps < 0 || inputs.eligibilityBps > 10_000) throw invalid('eligibilityBps')
  if (inputs.modifierE4 < 0 || inputs.modifierE4 > 10_000) throw invalid('modifierE4')
}

function seven<T>(of: (factor: AllocationFactor) => T): Seven<T> {
  return allocationFactors.map(of) as unknown as Seven<T>
}

function e4(value: Exact, field: string): number {
  return Number(scaledExactly(value, 4, field))
}
