/**
 * The tranches of a conversion (domain.md 2.8): spread evenly over as many days as the size asks for, within a day as few as
 * the market carries, never closer than the spacing. A pause shifts what is left and keeps every distance.
 */
import { inputChecks } from '../checks.ts'
import { scaledDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { mulDivDown, mulDivUp, type Quantity, quantity } from '../quantity.ts'
import { amount, fields, list, positive, share, whole } from '../shapes.ts'
import { conversionErrors } from './conversion.ts'
import type { ConversionConditions } from './conversionTiers.ts'

const check = inputChecks(conversionErrors.CONVERSION_INPUT_INVALID)
const secondsPerDay = 86_400

export interface Tranche {
  /** Seconds since 1970; not before. */
  readonly atSeconds: number
  readonly amountFt: Quantity<'FT'>
  /** The converter's minimum, in proportion to the amount; they sum to at least the whole minimum. */
  readonly minimumPt: Quantity<'PT'>
}

export interface ScheduleRequest {
  readonly requestedAtSeconds: number
  readonly amountFt: Quantity<'FT'>
  /** The amount at the standard rate. */
  readonly grossPt: Quantity<'PT'>
  /** What the converter asks for at least, of the whole conversion. */
  readonly minimumPt: Quantity<'PT'>
  readonly dailyVolumePt: Quantity<'PT'>
}

const requestShape = fields<ScheduleRequest>({
  requestedAtSeconds: whole(),
  amountFt: positive('FT'),
  grossPt: amount('PT'),
  minimumPt: amount('PT'),
  dailyVolumePt: amount('PT'),
})
const conditionsShape = fields({ waitSeconds: whole(), dayShare: share, daysLeast: whole() })
export const trancheShape = fields<Tranche>({ atSeconds: whole(), amountFt: positive('FT'), minimumPt: amount('PT') })
const pauseShape = fields({ fromSeconds: whole(), untilSeconds: whole() })

/**
 * The tranches of a conversion with their times, amounts and minima.
 * @throws CONVERSION_INPUT_INVALID, CONVERSION_NO_MARKET when the volume carries no tranche or too many would be needed
 */
export function scheduleConversion(
  request: ScheduleRequest,
  conditions: Pick<ConversionConditions, 'waitSeconds' | 'dayShare' | 'daysLeast'>,
  parameters: ParameterSet,
): readonly Tranche[] {
  check.all({ request, conditions }, { request: requestShape, conditions: conditionsShape })
  const { amountFt, grossPt, dailyVolumePt, minimumPt } = request
  const rule = parameters.get(fictraConversion.tranche)
  const slotsPerDay = BigInt(Math.floor(secondsPerDay / rule.spacingSeconds))
  const tranchePt = mulDivDown(dailyVolumePt.value, scaledDown(rule.volumeShare, 6), 10n ** 6n)
  // The most FT whose value at the standard rate fits one tranche; all of it when it is worth less than a base unit.
  const trancheFt = grossPt.value === 0n ? amountFt.value : mulDivDown(amountFt.value, tranchePt, grossPt.value)
  const ofDayFt = mulDivDown(amountFt.value, scaledDown(conditions.dayShare, 6), 10n ** 6n)
  const quotaFt = [trancheFt * slotsPerDay, ofDayFt].reduce((least, next) => (next < least ? next : least))
  if (quotaFt === 0n || trancheFt === 0n) throw conversionErrors.CONVERSION_NO_MARKET({ field: 'dailyVolumePt' })
  const needed = mulDivUp(amountFt.value, 1n, quotaFt)
  const days = needed > BigInt(conditions.daysLeast) ? needed : BigInt(conditions.daysLeast)
  if (days > BigInt(rule.most)) throw conversionErrors.CONVERSION_NO_MARKET({ days: days.toString(), most: rule.most })
  const tranches: Tranche[] = []
  const first = request.requestedAtSeconds + conditions.waitSeconds
  for (let day = 0n; day < days; day += 1n) {
    const dayFt = partDown(amountFt.value, day, days)
    const count = mulDivUp(dayFt, 1n, trancheFt)
    for (let slot = 0n; slot < count; slot += 1n) {
      const ft = partDown(dayFt, slot, count)
      tranches.push({
        atSeconds: first + Number(day) * secondsPerDay + Number(slot) * rule.spacingSeconds,
        amountFt: quantity(ft, 'FT'),
        minimumPt: quantity(mulDivUp(minimumPt.value, ft, amountFt.value), 'PT'),
      })
    }
  }
  if (tranches.length > rule.most) {
    throw conversionErrors.CONVERSION_NO_MARKET({ tranches: tranches.length, most: rule.most })
  }
  return tranches
}

/**
 * The schedule after a pause (2.27 G5): what was due before it is kept, everything else moves by the length of the pause.
 * @throws CONVERSION_INPUT_INVALID
 */
export function resumeSchedule(
  tranches: readonly Tranche[],
  pause: { readonly fromSeconds: number; readonly untilSeconds: number },
): readonly Tranche[] {
  check.all({ tranches, pause }, { tranches: list(trancheShape), pause: pauseShape })
  check.whole(pause.untilSeconds, 'untilSeconds', pause.fromSeconds)
  const lasted = pause.untilSeconds - pause.fromSeconds
  return tranches.map((tranche) =>
    tranche.atSeconds < pause.fromSeconds ? tranche : { ...tranche, atSeconds: tranche.atSeconds + lasted },
  )
}

/** The part with this index of an amount in `parts` parts that differ by one base unit at most. */
function partDown(of: bigint, index: bigint, parts: bigint): bigint {
  return mulDivDown(of, index + 1n, parts) - mulDivDown(of, index, parts)
}
