/** Fees (domain.md 2.12) and how they are split after the burn (2.14 [R]). */
import { bandOf } from '../codecs.ts'
import { clamp, type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictra } from '../programmes/fictra.ts'
import type { FeeType, StakingTier, VerificationSpeed } from '../programmes/fictraSettlement.ts'
import { fromExactUp, mulDivDown, type Quantity, quantity, toExact } from '../quantity.ts'

export const feeErrors = defineErrors({
  FEE_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the fee are outside their range',
    remedy: 'Correct the field in the details.',
  },
})

const zero = exact(0n)
const one = exact(1n)

/** Signals of the market and the participant, each within its governed range. */
export interface DynamicSignals {
  readonly market: Exact
  readonly participant: Exact
  readonly economic: Exact
}

/** factor = 1 + SUM(weight x signal), in [0.71, 1.16] by the initial parameters. @throws FEE_INPUT_INVALID */
export function dynamicFactor(signals: DynamicSignals, parameters: ParameterSet): Exact {
  const rules = parameters.get(fictra.settlement.dynamicFee)
  let factor = one
  for (const name of ['market', 'participant', 'economic'] as const) {
    const { weight, min, max } = rules[name]
    if (signals[name].lessThan(min) || signals[name].greaterThan(max)) {
      throw feeErrors.FEE_INPUT_INVALID({ field: name, min: min.toFixed(), max: max.toFixed() })
    }
    factor = factor.plus(weight.times(signals[name]))
  }
  return factor
}

/** What may earn a discount. */
export interface DiscountClaims {
  /** Traded volume of 30 days, USD. */
  readonly volumeUsd: Exact
  readonly heldPt: Exact
  readonly stakingTier: StakingTier
}

export interface Discount {
  readonly share: Exact
  readonly by: 'none' | 'volume' | 'loyalty' | 'staking'
}

/** Discounts do not add up: the best one counts (2.12 [R]). */
export function bestDiscount(claims: DiscountClaims, parameters: ParameterSet): Discount {
  const candidates: readonly Discount[] = [
    { share: zero, by: 'none' },
    { share: bandOf(parameters.get(fictra.settlement.volumeDiscounts), claims.volumeUsd), by: 'volume' },
    { share: bandOf(parameters.get(fictra.settlement.loyaltyDiscounts), claims.heldPt), by: 'loyalty' },
    { share: parameters.get(fictra.settlement.stakingDiscounts)[claims.stakingTier], by: 'staking' },
  ]
  return candidates.reduce((best, next) => (next.share.greaterThan(best.share) ? next : best))
}

export interface FeeConditions {
  readonly signals: DynamicSignals
  /** Position of the price in its corridor, -1 to 1; 0 when no corridor is in force. */
  readonly corridorPosition: Exact
  readonly discount: Exact
  /** Multiplier while volatility is extreme; 1 otherwise. */
  readonly volatilityMultiplier: Exact
}

/**
 * rate = clamp(base x dynamic x (1 + corridor position) x volatility multiplier, published range) x (1 - discount).
 * The range binds the listed price; a discount is granted on it (docs/decisions/0002-readings.md). @throws FEE_INPUT_INVALID
 */
export function feeRate(type: FeeType, conditions: FeeConditions, parameters: ParameterSet): Exact {
  const { base, min, max } = parameters.get(fictra.settlement.fees)[type]
  const limit = parameters.get(fictra.settlement.corridorPositionLimit)
  const { discount, volatilityMultiplier } = conditions
  if (discount.isNegative() || discount.greaterThan(one)) throw feeErrors.FEE_INPUT_INVALID({ field: 'discount' })
  const most = parameters.get(fictra.settlement.volatilityMultiplierMax)
  if (volatilityMultiplier.lessThan(one) || volatilityMultiplier.greaterThan(most)) {
    throw feeErrors.FEE_INPUT_INVALID({ field: 'volatilityMultiplier', max: most.toFixed() })
  }
  const listed = base
    .times(dynamicFactor(conditions.signals, parameters))
    .times(one.plus(clamp(conditions.corridorPosition, limit.negated(), limit)))
    .times(volatilityMultiplier)
  return clamp(listed, min, max).times(one.minus(discount))
}

/** A fee on an amount, rounded up. */
export function feePtUp(amount: Quantity<'PT'>, rate: Exact): Quantity<'PT'> {
  return fromExactUp(toExact(amount).times(rate), 'PT', 'fee')
}

export function verificationFeePtUp(
  value: Quantity<'PT'>,
  speed: VerificationSpeed,
  parameters: ParameterSet,
): Quantity<'PT'> {
  return feePtUp(value, parameters.get(fictra.settlement.verificationFees)[speed])
}

export interface FeeSplit {
  readonly burned: Quantity<'PT'>
  readonly operations: Quantity<'PT'>
  readonly development: Quantity<'PT'>
  readonly reserve: Quantity<'PT'>
}

export interface SplitBps {
  readonly operationsBps: number
  readonly developmentBps: number
  readonly reserveBps: number
}

/** Basis points of a fee type's split, for `IEscrow.setFeeSplit`. */
export function splitBps(type: FeeType, parameters: ParameterSet): SplitBps {
  const { operations, development, reserve } = parameters.get(fictra.settlement.fees)[type]
  const bps = (share: Exact) => share.times(10_000).toNumber()
  return { operationsBps: bps(operations), developmentBps: bps(development), reserveBps: bps(reserve) }
}

/**
 * Burns first, then splits the rest. Burn, development and reserve are rounded down and operations takes what is left, so
 * that the parts always sum to the fee. @throws FEE_INPUT_INVALID
 */
export function splitFeeDown(fee: Quantity<'PT'>, burnBps: number, split: SplitBps): FeeSplit {
  if (fee.value < 0n) throw feeErrors.FEE_INPUT_INVALID({ field: 'fee' })
  if (burnBps < 0 || burnBps > 10_000) throw feeErrors.FEE_INPUT_INVALID({ field: 'burnBps' })
  if (split.operationsBps + split.developmentBps + split.reserveBps !== 10_000) {
    throw feeErrors.FEE_INPUT_INVALID({ field: 'split' })
  }
  const shareDown = (of: bigint, bps: number) => mulDivDown(of, BigInt(bps), 10_000n)
  const burned = shareDown(fee.value, burnBps)
  const rest = fee.value - burned
  const development = shareDown(rest, split.developmentBps)
  const reserve = shareDown(rest, split.reserveBps)
  return {
    burned: quantity(burned, 'PT'),
    operations: quantity(rest - development - reserve, 'PT'),
    development: quantity(development, 'PT'),
    reserve: quantity(reserve, 'PT'),
  }
}
