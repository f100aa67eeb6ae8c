/**
 * One tranche of a conversion when its time has come (domain.md 2.8): quoted at the rate of the moment less what its size
 * costs, lifted to the guaranteed value where one holds, checked against minimum and daily limit, and paid from the Sovereign
 * Buffer Reserve first, then from what may still be minted under the cap; the rest waits in the queue (2.8 [R]).
 */
import { inputChecks } from '../checks.ts'
import { type Exact, scaledDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { min, mulDivDown, mulDivUp, type Quantity, quantity, subtract } from '../quantity.ts'
import { aboveZero, amount, fields, flag, positive, share, whole } from '../shapes.ts'
import {
  type ConversionQuote,
  type ConversionTerms,
  checkConversion,
  conversionErrors,
  quoteConversion,
  termsShape,
} from './conversion.ts'
import { type Tranche, trancheShape } from './conversionSchedule.ts'

const check = inputChecks(conversionErrors.CONVERSION_INPUT_INVALID)

export interface ExecutionState {
  readonly nowSeconds: number
  /** By a circuit breaker (2.11). */
  readonly paused: boolean
  /** Mean PT per FT of the last 30 days. */
  readonly averageRate: Exact
  /** What the holder had when the conversion was requested. */
  readonly holdingsFt: Quantity<'FT'>
  /** What of it earlier tranches already used of the guarantee. */
  readonly guaranteedFt: Quantity<'FT'>
  /** `countedPt` of all conversions of the day so far. */
  readonly convertedTodayPt: Quantity<'PT'>
  readonly reservePt: Quantity<'PT'>
  /** What may still be minted under the cap. */
  readonly headroomPt: Quantity<'PT'>
}

export interface Execution {
  readonly quote: ConversionQuote
  /** Added to reach the guaranteed value. */
  readonly topUpPt: Quantity<'PT'>
  /** What the tranche uses of the daily limit: all it pays, before the fee. */
  readonly countedPt: Quantity<'PT'>
  /** FT of this tranche that used the guarantee. */
  readonly guaranteedFt: Quantity<'FT'>
  readonly funding: Funding
}

export interface Funding {
  readonly fromReservePt: Quantity<'PT'>
  readonly mintedPt: Quantity<'PT'>
  /** Owed, and paid as soon as reserve or headroom allow. */
  readonly queuedPt: Quantity<'PT'>
}

const floorState = { averageRate: aboveZero, holdingsFt: amount('FT'), guaranteedFt: amount('FT') }
const fundingState = { reservePt: amount('PT'), headroomPt: amount('PT') }
const stateShape = fields<ExecutionState>({
  nowSeconds: whole(),
  paused: flag,
  convertedTodayPt: amount('PT'),
  ...floorState,
  ...fundingState,
})
const executeShape = { tranche: trancheShape, rateFactor: share, terms: termsShape, state: stateShape }
const floorShape = { amountFt: positive('FT'), netPt: amount('PT'), state: fields(floorState) }

/**
 * Executes a tranche: quote, guaranteed value, limits, and where its payment comes from.
 * @param terms of the moment; the rate is the standard one.
 * @param rateFactor what the size of the conversion leaves of the rate.
 * @throws CONVERSION_INPUT_INVALID CONVERSION_PAUSED CONVERSION_NOTHING CONVERSION_BELOW_MINIMUM CONVERSION_DAILY_LIMIT
 */
export function executeTranche(
  tranche: Tranche,
  rateFactor: Exact,
  terms: ConversionTerms,
  state: ExecutionState,
  parameters: ParameterSet,
): Execution {
  check.all({ tranche, rateFactor, terms, state }, executeShape)
  if (state.paused) throw conversionErrors.CONVERSION_PAUSED()
  check.that(state.nowSeconds >= tranche.atSeconds, 'nowSeconds', `the tranche is due at ${tranche.atSeconds}`)
  const rateE18 = mulDivDown(terms.rateE18, scaledDown(rateFactor, 18), 10n ** 18n)
  const quote = quoteConversion(tranche.amountFt, { ...terms, rateE18 })
  const { topUpPt, guaranteedFt } = valueFloorDown(tranche.amountFt, quote.netPt, state, parameters)
  const netPt = quantity(quote.netPt.value + topUpPt.value, 'PT')
  const countedPt = quantity(quote.grossPt.value + topUpPt.value, 'PT')
  checkConversion({ ...quote, grossPt: countedPt, netPt }, tranche.minimumPt, state.convertedTodayPt, terms)
  return { quote, topUpPt, countedPt, guaranteedFt, funding: fundConversion(netPt, state) }
}

/**
 * What is missing to 90 % of the 30-day average value, on up to half of the holdings; nothing when the price is better.
 * @throws CONVERSION_INPUT_INVALID
 */
export function valueFloorDown(
  amountFt: Quantity<'FT'>,
  netPt: Quantity<'PT'>,
  state: Pick<ExecutionState, 'averageRate' | 'holdingsFt' | 'guaranteedFt'>,
  parameters: ParameterSet,
): { readonly topUpPt: Quantity<'PT'>; readonly guaranteedFt: Quantity<'FT'> } {
  check.all({ amountFt, netPt, state }, floorShape)
  const { guaranteed, ofHoldings } = parameters.get(fictraConversion.valueFloor)
  const roomFt = mulDivDown(state.holdingsFt.value, scaledDown(ofHoldings, 6), 10n ** 6n) - state.guaranteedFt.value
  if (roomFt <= 0n) return { topUpPt: quantity(0n, 'PT'), guaranteedFt: quantity(0n, 'FT') }
  const ft = min(quantity(roomFt, 'FT'), amountFt).value
  const floorPt = mulDivDown(ft, scaledDown(state.averageRate.times(guaranteed), 18), 10n ** 18n)
  const missing = floorPt - mulDivUp(netPt.value, ft, amountFt.value)
  return { topUpPt: quantity(missing > 0n ? missing : 0n, 'PT'), guaranteedFt: quantity(ft, 'FT') }
}

/** Reserve first, then inside the cap, else the queue: the three always sum to what is due. @throws CONVERSION_INPUT_INVALID */
export function fundConversion(
  duePt: Quantity<'PT'>,
  state: Pick<ExecutionState, 'reservePt' | 'headroomPt'>,
): Funding {
  check.all({ duePt, state }, { duePt: amount('PT'), state: fields(fundingState) })
  const fromReservePt = min(duePt, state.reservePt)
  const afterReservePt = subtract(duePt, fromReservePt)
  const mintedPt = min(afterReservePt, state.headroomPt)
  return { fromReservePt, mintedPt, queuedPt: subtract(afterReservePt, mintedPt) }
}
