/** Fees (domain.md 2.12) and how they are split after the burn (2.14 [R]). */
import { inputChecks } from '../checks.ts'
import { bounded, type Exact, exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  type FeeType,
  feeTypes,
  fictraFees,
  type VerificationSpeed,
  verificationSpeeds,
} from '../programmes/fictraFees.ts'
import { fromExactUp, mulDivDown, type Quantity, quantity, toExact } from '../quantity.ts'
import { amount as amountOf, decimal, fields, finite, instant, oneOf, share, whole } from '../shapes.ts'

export const feeErrors = defineErrors({
  FEE_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the fee are outside their range',
    remedy: 'Correct the value that `field` names.',
  },
})

const check = inputChecks(feeErrors.FEE_INPUT_INVALID)
const one = exact(1n)

/** Signals of the market and the participant, each within its governed range. */
export interface DynamicSignals {
  readonly market: Exact
  readonly participant: Exact
  readonly economic: Exact
}

const signalsShape = fields<DynamicSignals>({ market: finite, participant: finite, economic: finite })

/** factor = 1 + SUM(weight x signal), in [0.71, 1.16] by the initial parameters. @throws FEE_INPUT_INVALID */
export function dynamicFactor(signals: DynamicSignals, parameters: ParameterSet): Exact {
  check.all({ signals }, { signals: signalsShape })
  const rules = parameters.get(fictraFees.dynamicFee)
  let factor = one
  for (const name of ['market', 'participant', 'economic'] as const) {
    const { weight, min, max } = rules[name]
    check.decimal(signals[name], name, min, max)
    factor = factor.plus(weight.times(signals[name]))
  }
  return factor
}

export interface FeeConditions {
  readonly signals: DynamicSignals
  /** Position of the price in its corridor, -1 to 1; 0 when no corridor is in force. */
  readonly corridorPosition: Exact
  readonly discount: Exact
  /** Multiplier while volatility is extreme; 1 otherwise. */
  readonly volatilityMultiplier: Exact
}

/** A rate, and what held the published rate back before any discount. */
export interface ListedRate {
  readonly rate: Exact
  /** The limit of the corridor's part, and the end of the published range that the computed rate would have left. */
  readonly boundBy: readonly ('corridorPosition' | 'min' | 'max')[]
}

/** base x dynamic x (1 + corridor position) x volatility multiplier, held within the published range. @throws FEE_INPUT_INVALID */
export function listedRate(
  type: FeeType,
  conditions: Omit<FeeConditions, 'discount'>,
  parameters: ParameterSet,
): ListedRate {
  const most = parameters.get(fictraFees.volatilityMultiplierMax)
  const shape = { signals: signalsShape, corridorPosition: finite, volatilityMultiplier: decimal(one, most) }
  check.all({ type, conditions }, { type: oneOf(feeTypes), conditions: fields(shape) })
  const { base, min, max } = parameters.get(fictraFees.fees)[type]
  const limit = parameters.get(fictraFees.corridorPositionLimit)
  const { corridorPosition, volatilityMultiplier } = conditions
  const position = bounded(corridorPosition, limit.negated(), limit)
  const computed = base
    .times(dynamicFactor(conditions.signals, parameters))
    .times(one.plus(position.value))
    .times(volatilityMultiplier)
  const { value: rate, boundBy } = bounded(computed, min, max)
  const beyond = position.boundBy === null ? [] : (['corridorPosition'] as const)
  return { rate, boundBy: boundBy === null ? beyond : [...beyond, boundBy] }
}

/**
 * The listed rate less the discount. The range binds the listed price; a discount is granted on it
 * (docs/decisions/0002-readings.md). @throws FEE_INPUT_INVALID
 */
export function feeRate(type: FeeType, conditions: FeeConditions, parameters: ParameterSet): ListedRate {
  check.all({ conditions }, { conditions: fields({ discount: share }) })
  const { rate, boundBy } = listedRate(type, conditions, parameters)
  return { rate: rate.times(one.minus(conditions.discount)), boundBy }
}

/** A fee on an amount, rounded up. @throws FEE_INPUT_INVALID */
export function feePtUp(amount: Quantity<'PT'>, rate: Exact): Quantity<'PT'> {
  check.amount(amount, 'PT', 'amount')
  check.share(rate, 'rate')
  return fromExactUp(toExact(amount).times(rate), 'PT', 'fee')
}

/** By value, or fixed when it is premium. @throws FEE_INPUT_INVALID */
export function verificationFeePtUp(
  value: Quantity<'PT'>,
  speed: VerificationSpeed,
  parameters: ParameterSet,
): Quantity<'PT'> {
  check.all({ value, speed }, { value: amountOf('PT'), speed: oneOf(verificationSpeeds) })
  if (speed === 'premium') return parameters.get(fictraFees.premiumVerificationPt)
  return feePtUp(value, parameters.get(fictraFees.verificationFees)[speed])
}

export interface VerificationDue {
  readonly from: Date
  readonly until: Date
}

/** When the verification that was paid for is done: not before its least hours, and within its most. @throws FEE_INPUT_INVALID */
export function verificationDue(
  speed: VerificationSpeed,
  requestedAt: Date,
  parameters: ParameterSet,
): VerificationDue {
  check.all({ speed, requestedAt }, { speed: oneOf(verificationSpeeds), requestedAt: instant })
  const { least, most } = parameters.get(fictraFees.verificationHours)[speed]
  const after = (hours: number) => new Date(requestedAt.getTime() + hours * 3_600_000)
  return { from: after(least), until: after(most) }
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

/**
 * Basis points of a fee type's split, for `IEscrow.setFeeSplit`.
 * @param reserveAtLeast what the corridor sends to the reserve (2.10); the rest keeps its proportions, operations takes what
 * rounding leaves. @throws FEE_INPUT_INVALID
 */
export function splitBps(type: FeeType, parameters: ParameterSet, reserveAtLeast: Exact = exact(0n)): SplitBps {
  check.all({ type, reserveAtLeast }, { type: oneOf(feeTypes), reserveAtLeast: share })
  const { development, reserve } = parameters.get(fictraFees.fees)[type]
  const bps = (share: Exact) => Number(scaledDown(share, 4))
  if (!reserveAtLeast.greaterThan(reserve)) {
    const [developmentBps, reserveBps] = [bps(development), bps(reserve)]
    return { operationsBps: 10_000 - developmentBps - reserveBps, developmentBps, reserveBps }
  }
  const left = one.minus(reserveAtLeast).div(one.minus(reserve))
  const [developmentBps, reserveBps] = [bps(development.times(left)), bps(reserveAtLeast)]
  return { operationsBps: 10_000 - developmentBps - reserveBps, developmentBps, reserveBps }
}

const bps = whole(0, 10_000)
const splitShape = fields<SplitBps>({ operationsBps: bps, developmentBps: bps, reserveBps: bps })

/**
 * Burns first, then splits the rest. Burn, development and reserve are rounded down and operations takes what is left, so
 * that the parts always sum to the fee. @throws FEE_INPUT_INVALID
 */
export function splitFeeDown(fee: Quantity<'PT'>, burnBps: number, split: SplitBps): FeeSplit {
  check.all({ fee, burnBps, split }, { fee: amountOf('PT'), burnBps: bps, split: splitShape })
  const parts = [split.operationsBps, split.developmentBps, split.reserveBps]
  check.that(parts.reduce((total, part) => total + part) === 10_000, 'split', 'the parts must sum to 10,000')
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
