import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { resumeSchedule, type ScheduleRequest, scheduleConversion } from './conversionSchedule.ts'

const ft = (text: string) => parseQuantity(text, 'FT', 'ft')
const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const now = 1_800_000_000
const day = 86_400
const request: ScheduleRequest = {
  requestedAtSeconds: now,
  amountFt: ft('100000'),
  grossPt: pt('97000'),
  minimumPt: pt('96000'),
  dailyVolumePt: pt('10000000'),
}
const atOnce = { waitSeconds: 0, dayShare: exact('1'), daysLeast: 1 }
const shown = (tranches: ReturnType<typeof scheduleConversion>) =>
  tranches.map(({ atSeconds, amountFt }) => [atSeconds - now, formatQuantity(amountFt)])

test('wrong amounts and times are refused; a market that carries no tranche is told', () => {
  const wrong: readonly [string, Partial<ScheduleRequest>][] = [
    ['requestedAtSeconds', { requestedAtSeconds: Number.NaN }],
    ['requestedAtSeconds', { requestedAtSeconds: -1 }],
    ['amountFt', { amountFt: ft('0') }],
    ['grossPt', { grossPt: quantity(-1n, 'PT') }],
    ['minimumPt', { minimumPt: quantity(-1n, 'PT') }],
    ['dailyVolumePt', { dailyVolumePt: quantity(-1n, 'PT') }],
  ]
  for (const [field, changes] of wrong) {
    expect(() => scheduleConversion({ ...request, ...changes }, atOnce, initial)).toThrowError(
      expect.objectContaining({ code: 'CONVERSION_INPUT_INVALID', details: expect.objectContaining({ field }) }),
    )
  }
  const noMarket = (details: object) => expect.objectContaining({ code: 'CONVERSION_NO_MARKET', details })
  expect(() => scheduleConversion({ ...request, dailyVolumePt: pt('0') }, atOnce, initial)).toThrowError(
    noMarket({ field: 'dailyVolumePt' }),
  )
  const one = { ...request, amountFt: quantity(1n, 'FT'), grossPt: quantity(1n, 'PT') }
  expect(() => scheduleConversion(one, { ...atOnce, dayShare: exact('0.5') }, initial)).toThrowError(
    noMarket({ field: 'dailyVolumePt' }),
  )
  expect(() => resumeSchedule([], { fromSeconds: 2, untilSeconds: 1 })).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ field: 'untilSeconds' }) }),
  )
  expect(() => resumeSchedule([], { fromSeconds: -2, untilSeconds: 1 })).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ field: 'fromSeconds' }) }),
  )
})

test('2.8: what fits one tranche is executed at once, after its wait', () => {
  expect(shown(scheduleConversion(request, atOnce, initial))).toEqual([[0, '100000']])
  const waiting = scheduleConversion(request, { ...atOnce, waitSeconds: 259_200 }, initial)
  expect(shown(waiting)).toEqual([[259_200, '100000']])
  expect(formatQuantity(waiting[0]!.minimumPt)).toBe('96000')
})

test('2.8: a tranche is at most 2 % of the daily volume and at least four hours after the one before', () => {
  // 2 % of 2,425,000 PT are 48,500 PT, for which 50,000 FT are given.
  expect(shown(scheduleConversion({ ...request, dailyVolumePt: pt('2425000') }, atOnce, initial))).toEqual([
    [0, '50000'],
    [14_400, '50000'],
  ])
  expect(shown(scheduleConversion({ ...request, dailyVolumePt: pt('2424999') }, atOnce, initial))).toEqual([
    [0, '33333.333333333333333333'],
    [14_400, '33333.333333333333333333'],
    [28_800, '33333.333333333333333334'],
  ])
})

test('2.8: the share of a day and the least days of the notice tier both hold, the longer one decides', () => {
  const days = (dayShare: `${number}`, daysLeast: number) =>
    shown(scheduleConversion(request, { waitSeconds: 0, dayShare: exact(dayShare), daysLeast }, initial))
  expect(days('0.5', 1)).toEqual([
    [0, '50000'],
    [day, '50000'],
  ])
  expect(days('0.33', 3).map(([at]) => at)).toEqual([0, day, 2 * day, 3 * day])
  expect(days('0.2', 1).map(([, amount]) => amount)).toEqual(['20000', '20000', '20000', '20000', '20000'])
  expect(days('1', 7)).toHaveLength(7)
})

test('2.8: no more tranches a day than the spacing allows: the rest waits for the next day', () => {
  // A tranche carries 10,000 FT, a day six of them: 100,000 FT need two days of five tranches each.
  const tranches = scheduleConversion({ ...request, dailyVolumePt: pt('485000') }, atOnce, initial)
  expect(shown(tranches)).toEqual(
    [0, 1, 2, 3, 4]
      .flatMap((slot) => [[slot * 14_400, '10000']])
      .concat([0, 1, 2, 3, 4].map((slot) => [day + slot * 14_400, '10000'])),
  )
})

test('too many days and too many tranches are refused with their number', () => {
  const few = withValue(fictraConversion.tranche, { volumeShare: '0.02', spacingSeconds: 14_400, most: 10 })
  const thin = { ...request, dailyVolumePt: pt('485000') }
  expect(scheduleConversion(thin, atOnce, few)).toHaveLength(10)
  expect(() => scheduleConversion({ ...thin, dailyVolumePt: pt('484999') }, atOnce, few)).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_NO_MARKET', details: { tranches: 12, most: 10 } }),
  )
  expect(() => scheduleConversion(request, { ...atOnce, daysLeast: 11 }, few)).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_NO_MARKET', details: { days: '11', most: 10 } }),
  )
  expect(scheduleConversion(request, { ...atOnce, daysLeast: 10 }, few)).toHaveLength(10)
})

test('an amount that is worth less than a base unit of PT is one tranche; empty days are left out', () => {
  const dust = { ...request, amountFt: quantity(2n, 'FT'), grossPt: quantity(0n, 'PT') }
  expect(scheduleConversion(dust, { ...atOnce, daysLeast: 3 }, initial).map(({ amountFt }) => amountFt.value)).toEqual([
    1n,
    1n,
  ])
  expect(scheduleConversion(dust, atOnce, initial)).toHaveLength(1)
})

test('[TV 2.27] G5: a paused conversion resumes its tranche schedule, every distance kept', () => {
  const tranches = scheduleConversion({ ...request, dailyVolumePt: pt('2424999') }, atOnce, initial)
  const pause = { fromSeconds: now + 14_400, untilSeconds: now + 14_400 + 3_600 }
  const resumed = resumeSchedule(tranches, pause)
  expect(resumed.map(({ atSeconds }) => atSeconds - now)).toEqual([0, 18_000, 32_400])
  expect(resumed.map(({ amountFt, minimumPt }) => [amountFt, minimumPt])).toEqual(
    tranches.map(({ amountFt, minimumPt }) => [amountFt, minimumPt]),
  )
})

test('tranches sum to the amount; minima cover the whole minimum; size, spacing and day share hold', () => {
  const value = fc.bigInt(10n ** 9n, 10n ** 30n)
  const conditions = fc.record({
    waitSeconds: fc.nat(604_800),
    dayShare: fc.constantFrom(exact('1'), exact('0.5'), exact('0.33'), exact('0.2')),
    daysLeast: fc.constantFrom(1, 3, 7),
  })
  fc.assert(
    fc.property(value, fc.bigInt(1n, 40n), value, conditions, (amount, tenths, minimum, given) => {
      const of = {
        requestedAtSeconds: now,
        amountFt: quantity(amount, 'FT'),
        grossPt: quantity(amount, 'PT'),
        minimumPt: quantity(minimum, 'PT'),
        dailyVolumePt: quantity((amount * 10n) / tenths, 'PT'),
      }
      const tranches = scheduleConversion(of, given, initial)
      const total = (of: (tranche: (typeof tranches)[number]) => bigint) =>
        tranches.reduce((sum, one) => sum + of(one), 0n)
      expect(total((tranche) => tranche.amountFt.value)).toBe(amount)
      expect(total((tranche) => tranche.minimumPt.value)).toBeGreaterThanOrEqual(minimum)
      expect(tranches[0]!.atSeconds).toBe(now + given.waitSeconds)
      for (const [index, { atSeconds, amountFt }] of tranches.entries()) {
        expect(amountFt.value * 50n).toBeLessThanOrEqual(of.dailyVolumePt.value)
        if (index > 0) expect(atSeconds - tranches[index - 1]!.atSeconds).toBeGreaterThanOrEqual(14_400)
      }
      const firstDay = tranches.filter(({ atSeconds }) => atSeconds < now + given.waitSeconds + day)
      const executed = firstDay.reduce((sum, { amountFt }) => sum + amountFt.value, 0n)
      expect(exact(executed).lessThanOrEqualTo(exact(amount).times(given.dayShare))).toBe(true)
    }),
    { numRuns: 60 },
  )
})
