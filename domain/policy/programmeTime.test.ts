import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatExact } from '../decimal.ts'
import { nextVersion } from '../parameterChange.ts'
import { fictraMarket } from '../programmes/fictraMarket.ts'
import { initial } from '../test/parameters.ts'
import { marketPhaseAt, monthBeginsSeconds, programmeMonth, yearsSinceLaunch } from './programmeTime.ts'

const day = 86_400

test('times before the launch, fractions, NaN and months that are none are refused', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'PROGRAMME_TIME_INVALID', details: expect.objectContaining({ field }) })
  for (const seconds of [-1, 0.5, Number.NaN, 2 ** 53]) {
    for (const when of [yearsSinceLaunch, programmeMonth, marketPhaseAt]) {
      expect(() => when(seconds, initial)).toThrowError(refused('secondsSinceLaunch'))
    }
  }
  for (const month of [0, 1_201, 1.5]) expect(() => monthBeginsSeconds(month, initial)).toThrowError(refused('month'))
})

test('phases that do not begin at the launch, or not in their order, are refused', () => {
  const propose = (value: readonly { phase: string; fromDay: number }[]) =>
    nextVersion(
      fictraMarket.phases,
      undefined,
      {
        version: 2,
        value,
        effectiveFrom: new Date('2027-01-01T00:00:00Z'),
        announcedAt: new Date('2026-01-01T00:00:00Z'),
        authority: 'council',
      },
      initial,
    ).version
  const reason = (text: string) =>
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: expect.objectContaining({ reason: text }) })
  const launch = { phase: 'launch', fromDay: 0 }
  expect(propose([launch, { phase: 'first', fromDay: 1 }])).toBe(2)
  expect(() => propose([{ phase: 'launch', fromDay: 1 }])).toThrowError(reason('the first phase must begin on day 0'))
  expect(() => propose([launch, { phase: 'second', fromDay: 9 }])).toThrowError(
    reason('the phases must come in their order'),
  )
  expect(() => propose([launch, { phase: 'first', fromDay: 0 }])).toThrowError(
    reason('phase 1 does not begin after the one before it'),
  )
})

test('2.26 no. 12 does not occur: years are exact fractions of 365 days (2.10)', () => {
  expect(formatExact(yearsSinceLaunch(0, initial))).toBe('0')
  expect(formatExact(yearsSinceLaunch((365 * day) / 2, initial))).toBe('0.5')
  expect(formatExact(yearsSinceLaunch(3.5 * 365 * day, initial))).toBe('3.5')
})

test('2.9: a month is a twelfth of a year and is counted from one', () => {
  expect([0, monthBeginsSeconds(2, initial) - 1].map((at) => programmeMonth(at, initial))).toEqual([1, 1])
  expect(programmeMonth(monthBeginsSeconds(2, initial), initial)).toBe(2)
  expect([monthBeginsSeconds(1, initial), monthBeginsSeconds(13, initial)]).toEqual([0, 365 * day])
  expect([programmeMonth(365 * day - 1, initial), programmeMonth(365 * day, initial)]).toEqual([12, 13])
  expect(monthBeginsSeconds(1_200, initial)).toBe((1_199 * 365 * day) / 12)
})

test('2.10: each phase begins with its first day', () => {
  const phase = (days: number, seconds = 0) => marketPhaseAt(days * day + seconds, initial)
  expect([phase(0), phase(30, -1), phase(30), phase(365, -1), phase(365), phase(1_095, -1), phase(1_095)]).toEqual([
    'launch',
    'launch',
    'first',
    'first',
    'second',
    'second',
    'third',
  ])
})

test('every second belongs to the month that has begun last', () => {
  fc.assert(
    fc.property(fc.nat(100 * 365 * day - 1), (seconds) => {
      const month = programmeMonth(seconds, initial)
      expect(monthBeginsSeconds(month, initial)).toBeLessThanOrEqual(seconds)
      if (month < 1_200) expect(monthBeginsSeconds(month + 1, initial)).toBeGreaterThan(seconds)
    }),
    { numRuns: 100 },
  )
})
