/** Interventions of the treasury around the 24-hour average (domain.md 2.11): how far, how much, how often. */
import { inputChecks } from '../checks.ts'
import { type Exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraBreakers } from '../programmes/fictraBreakers.ts'
import { formatQuantity, mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { aboveZero, amount, fields, oneOf, orNull, positive, whole } from '../shapes.ts'

export const interventionErrors = defineErrors({
  INTERVENTION_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the intervention are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  INTERVENTION_NOT_CALLED_FOR: {
    status: 409,
    title: 'The price does not call for this intervention',
    remedy: 'Buy only below and sell only above the 24-hour average, from the governed distance on.',
  },
  INTERVENTION_TOO_LARGE: {
    status: 409,
    title: 'The intervention is larger than one may be',
    remedy: 'Stay within `mostPt`.',
  },
  INTERVENTION_TOO_SOON: {
    status: 409,
    title: 'The last intervention is too short ago',
    remedy: 'Wait until second `notBeforeSeconds` of the programme.',
    retryable: true,
  },
})
const check = inputChecks(interventionErrors.INTERVENTION_INPUT_INVALID)

export interface MarketNow {
  readonly price: Exact
  /** Time-weighted over 24 hours. */
  readonly average: Exact
}

export interface InterventionCall {
  /** 0 when the price is near its average. */
  readonly level: 0 | 1 | 2 | 3
  readonly side: 'buy' | 'sell' | null
}

const marketShape = fields<MarketNow>({ price: aboveZero, average: aboveZero })

/** What the price calls for: the treasury buys below and sells above the average. @throws INTERVENTION_INPUT_INVALID */
export function interventionCall(market: MarketNow, parameters: ParameterSet): InterventionCall {
  check.all({ market }, { market: marketShape })
  const { price, average } = market
  const { level1, level2, level3 } = parameters.get(fictraBreakers.interventions)
  const distance = price.minus(average).abs().div(average)
  const level = [level1, level2, level3].filter((bound) => distance.greaterThanOrEqualTo(bound)).length as 0 | 1 | 2 | 3
  if (level === 0) return { level, side: null }
  return { level, side: price.lessThan(average) ? 'buy' : 'sell' }
}

export interface Intervention {
  readonly side: 'buy' | 'sell'
  readonly amountPt: Quantity<'PT'>
  readonly atSeconds: number
}

const checkedShape = {
  intervention: fields<Intervention>({ side: oneOf(['buy', 'sell']), amountPt: positive('PT'), atSeconds: whole() }),
  market: marketShape,
  dailyVolumePt: amount('PT'),
  last: orNull(whole()),
}

/**
 * Refuses an intervention the price does not call for, that is too large for the volume, or too soon after the last.
 * @param last when the last intervention took place, null when there was none.
 * @throws INTERVENTION_INPUT_INVALID INTERVENTION_NOT_CALLED_FOR INTERVENTION_TOO_LARGE INTERVENTION_TOO_SOON
 */
export function checkIntervention(
  intervention: Intervention,
  market: MarketNow,
  dailyVolumePt: Quantity<'PT'>,
  last: number | null,
  parameters: ParameterSet,
): void {
  check.all({ intervention, market, dailyVolumePt, last }, checkedShape)
  const { side, amountPt, atSeconds } = intervention
  if (last !== null) check.whole(last, 'last', 0, atSeconds)
  const call = interventionCall(market, parameters)
  if (call.side !== side) throw interventionErrors.INTERVENTION_NOT_CALLED_FOR({ given: side, called: call.side })
  const { volumeShareMost, spacingSeconds } = parameters.get(fictraBreakers.interventions)
  const most = mulDivDown(dailyVolumePt.value, scaledDown(volumeShareMost, 6), 10n ** 6n)
  if (amountPt.value > most) {
    throw interventionErrors.INTERVENTION_TOO_LARGE({ mostPt: formatQuantity(quantity(most, 'PT')) })
  }
  if (last !== null && atSeconds < last + spacingSeconds) {
    throw interventionErrors.INTERVENTION_TOO_SOON({ notBeforeSeconds: last + spacingSeconds })
  }
}
