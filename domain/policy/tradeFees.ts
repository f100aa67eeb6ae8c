/**
 * The fees of one trade (domain.md 2.12, 2.14) from what is recorded of it, so that they can be repeated: rate from volume, holdings
 * and signals, the verification fee by speed, and the share of the fee that is burned.
 */

import { inputChecks } from '../checks.ts'
import { type Exact, exact, parseExact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { type VerificationSpeed, verificationSpeeds } from '../programmes/fictraFees.ts'
import { parseQuantity, type Quantity, toExact } from '../quantity.ts'
import { fields, oneOf, text } from '../shapes.ts'
import { feeBurnBps } from './burning.ts'
import { bestDiscount, type Discount } from './discounts.ts'
import { dynamicFactor, feeErrors, feePtUp, feeRate, type ListedRate, verificationFeePtUp } from './fees.ts'

/** As recorded: decimal strings in PT, US dollars and shares. */
export interface TradeFeeInputs {
  readonly amountPt: string
  /** Of the seller within 30 days, this trade included. */
  readonly volumePt: string
  readonly heldPt: string
  readonly ptPriceUsd: string
  readonly signals: { readonly market: string; readonly participant: string; readonly economic: string }
  readonly speed: VerificationSpeed
}

export interface TradeFees {
  readonly tradeFee: Quantity<'PT'>
  readonly verificationFee: Quantity<'PT'>
  readonly burnBps: number
  readonly rate: Exact
  readonly rateBoundBy: ListedRate['boundBy']
  readonly dynamicFactor: Exact
  readonly discount: Discount
}

const check = inputChecks(feeErrors.FEE_INPUT_INVALID)
// That a text is a decimal is found when it is read.
const inputsShape = fields<TradeFeeInputs>({
  amountPt: text,
  volumePt: text,
  heldPt: text,
  ptPriceUsd: text,
  signals: fields({ market: text, participant: text, economic: text }),
  speed: oneOf(verificationSpeeds),
})

/**
 * Trade fee, verification fee and burned share of one trade, from what is recorded of it.
 * @throws QUANTITY_INVALID DECIMAL_INVALID and what the rules of the parts throw
 */
export function tradeFees(inputs: TradeFeeInputs, parameters: ParameterSet): TradeFees {
  check.all({ inputs }, { inputs: inputsShape })
  const amount = parseQuantity(inputs.amountPt, 'PT', 'amountPt')
  const volume = parseQuantity(inputs.volumePt, 'PT', 'volumePt')
  const signals = {
    market: parseExact(inputs.signals.market, 'market'),
    participant: parseExact(inputs.signals.participant, 'participant'),
    economic: parseExact(inputs.signals.economic, 'economic'),
  }
  const ptPriceUsd = parseExact(inputs.ptPriceUsd, 'ptPriceUsd')
  check.decimal(ptPriceUsd, 'ptPriceUsd', exact(0n))
  const discount = bestDiscount(
    {
      volumeUsd: toExact(volume).times(ptPriceUsd),
      heldPt: toExact(parseQuantity(inputs.heldPt, 'PT', 'heldPt')),
      // Nothing can be staked in this release; the standard schedule is of all trades in escrow (0002, 86).
      stakingTier: 'none',
    },
    parameters,
  )
  // No corridor and no breaker is in force in this release, so neither moves the fee.
  const conditions = {
    signals,
    corridorPosition: exact(0n),
    discount: discount.share,
    volatilityMultiplier: exact(1n),
  }
  const { rate, boundBy } = feeRate('standard', conditions, parameters)
  return {
    tradeFee: feePtUp(amount, rate),
    verificationFee: verificationFeePtUp(amount, inputs.speed, parameters),
    burnBps: feeBurnBps(volume, parameters),
    rate,
    rateBoundBy: boundBy,
    dynamicFactor: dynamicFactor(signals, parameters),
    discount,
  }
}
