/**
 * What the size of a conversion asks for (domain.md 2.8 [R]): three tables composed, and the stricter answer of each wins.
 * Notice goes by the share of supply, price by the share of the holder's own, execution by the share of the daily volume.
 */

import { inputChecks } from '../checks.ts'
import { bandAbove, bandOf } from '../codecs.ts'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { type ConversionApproval, fictraConversion } from '../programmes/fictraConversion.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { amount, decimal, fields, positive } from '../shapes.ts'
import { conversionErrors } from './conversion.ts'

const check = inputChecks(conversionErrors.CONVERSION_INPUT_INVALID)
const one = exact(1n)

export interface ConversionSize {
  readonly amountFt: Quantity<'FT'>
  /** Of the holder, before the conversion. */
  readonly holdingsFt: Quantity<'FT'>
  readonly supplyFt: Quantity<'FT'>
  /** What all holders converted in the 30 days before. */
  readonly convertedInMonthFt: Quantity<'FT'>
  /** The amount at the standard rate. */
  readonly grossPt: Quantity<'PT'>
  readonly dailyVolumePt: Quantity<'PT'>
  readonly valueUsd: Exact
}

export interface ConversionConditions {
  /** Seconds between the request and the first tranche. */
  readonly waitSeconds: number
  readonly approval: ConversionApproval
  /** A committee looks at the holder, whatever the share of supply. */
  readonly review: boolean
  /** What is left of the standard rate, at most one. */
  readonly rateFactor: Exact
  /** Share of the amount that one day may execute. */
  readonly dayShare: Exact
  /** The execution takes at least as many days. */
  readonly daysLeast: number
}

const sizeShape = fields<ConversionSize>({
  amountFt: positive('FT'),
  holdingsFt: amount('FT'),
  supplyFt: amount('FT'),
  convertedInMonthFt: amount('FT'),
  grossPt: amount('PT'),
  dailyVolumePt: amount('PT'),
  valueUsd: decimal(),
})

/**
 * Wait, approval, review, rate and pace that the size of a conversion asks for.
 * @throws CONVERSION_INPUT_INVALID CONVERSION_NO_MARKET when nothing of PT is traded
 */
export function conversionConditions(size: ConversionSize, parameters: ParameterSet): ConversionConditions {
  checkSize(size)
  const amount = toExact(size.amountFt)
  const supply = toExact(size.supplyFt)
  const notice = bandOf(parameters.get(fictraConversion.noticeTiers), amount.div(supply))
  const price = bandOf(parameters.get(fictraConversion.priceTiers), amount.div(toExact(size.holdingsFt)))
  const volumeShare = toExact(size.grossPt).div(toExact(size.dailyVolumePt))
  const velocity = amount.plus(toExact(size.convertedInMonthFt)).div(supply)
  const graduated = bandAbove(parameters.get(fictraConversion.velocityTiers), velocity)
  const large = parameters.get(fictraConversion.largeValue)
  const largeSeconds = size.valueUsd.greaterThan(large.aboveUsd) ? large.noticeSeconds : 0
  return {
    waitSeconds: Math.max(notice.noticeSeconds, price.waitSeconds, largeSeconds),
    approval: notice.approval,
    review: price.review,
    rateFactor: one.minus(price.reduction).times(one.minus(graduated)),
    dayShare: bandOf(parameters.get(fictraConversion.executionTiers), volumeShare),
    daysLeast: notice.daysLeast,
  }
}

function checkSize(size: ConversionSize): void {
  check.all({ size }, { size: sizeShape })
  check.that(size.amountFt.value <= size.holdingsFt.value, 'amountFt', 'it is more than the holder has')
  check.that(size.holdingsFt.value <= size.supplyFt.value, 'holdingsFt', 'they are more than the supply')
  if (size.dailyVolumePt.value === 0n) throw conversionErrors.CONVERSION_NO_MARKET({ field: 'dailyVolumePt' })
}
