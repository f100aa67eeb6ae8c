import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exact, exact, formatExact } from '../decimal.ts'
import { fictraBreakers } from '../programmes/fictraBreakers.ts'
import type { MarketPhase } from '../programmes/fictraMarket.ts'
import { quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import type { PriceAt } from './averages.ts'
import {
  type BreakerState,
  breakerEffects,
  calm,
  inForceAt,
  largestMove,
  nextBreaker,
  releaseBreaker,
  tripByHand,
} from './breakers.ts'
import { conversionTerms } from './conversion.ts'
import { executeTranche } from './conversionExecution.ts'

const minute = 60
const start = 1_800_000_000
const at = (minutes: number, price: `${number}`): PriceAt => ({
  atSeconds: start + minutes * minute,
  price: exact(price),
})
const next = (prices: readonly PriceAt[], state = calm, phase: MarketPhase = 'first') =>
  nextBreaker(state, prices, phase, initial)
const shown = ({ level, untilSeconds }: BreakerState) => [
  level,
  untilSeconds === null ? null : (untilSeconds - start) / minute,
]
const refused = (code: string, field: string) =>
  expect.objectContaining({ code, details: expect.objectContaining({ field }) })
const both = { chiefTechnologyOfficer: true, chiefExecutive: true }

test('no prices, prices out of order and states that cannot be are refused', () => {
  expect(() => next([])).toThrowError(refused('PRICES_INVALID', 'prices'))
  expect(() => next([at(1, '1'), at(0, '1')])).toThrowError(refused('PRICES_INVALID', 'prices/1/atSeconds'))
  const invalid = (field: string) => refused('BREAKER_INPUT_INVALID', field)
  expect(() => next([at(0, '1')], { ...calm, level: 4 as 3 })).toThrowError(invalid('level'))
  expect(() => next([at(0, '1')], { ...calm, untilSeconds: -1 })).toThrowError(invalid('untilSeconds'))
  expect(() => next([at(0, '1')], { ...calm, lookFromSeconds: { 1: 0, 2: Number.NaN, 3: 0 } })).toThrowError(
    invalid('lookFromSeconds/2'),
  )
  expect(() => tripByHand(calm, 1, -1, both, initial)).toThrowError(invalid('nowSeconds'))
  expect(() => tripByHand(calm, 0 as 1, start, both, initial)).toThrowError(invalid('level'))
  expect(() => tripByHand({ ...calm, level: 9 as 3 }, 1, start, both, initial)).toThrowError(invalid('level'))
  expect(() => releaseBreaker({ ...calm, level: 9 as 3 }, { chair: true, others: 2 }, initial)).toThrowError(
    invalid('level'),
  )
  expect(() =>
    releaseBreaker({ ...calm, level: 3, untilSeconds: -1 }, { chair: true, others: 2 }, initial),
  ).toThrowError(invalid('untilSeconds'))
  expect(() => tripByHand({ ...calm, untilSeconds: -1 }, 1, start, both, initial)).toThrowError(invalid('untilSeconds'))
  const level3 = tripByHand(calm, 3, start, both, initial)
  expect(() => releaseBreaker(level3, { chair: true, others: Number.NaN }, initial)).toThrowError(invalid('others'))
})

test('[TV 2.27] G5: -6 % in 40 min is level 1 for 30 min, -11 % in 2 h is level 2; the conversion is paused and goes on after it', () => {
  const falling = [at(0, '1.00'), at(40, '0.94')]
  const first = next(falling)
  expect(shown(first)).toEqual([1, 40 + 30])
  const second = next([...falling, at(119, '0.89')], first)
  expect(shown(second)).toEqual([2, 179])
  expect(breakerEffects(second.level)).toEqual({
    trading: 'paused',
    conversionsPaused: true,
    cancelWindow: true,
    notice: true,
  })
  const convert = (state: BreakerState) =>
    executeTranche(
      { atSeconds: start, amountFt: quantity(10n ** 24n, 'FT'), minimumPt: quantity(0n, 'PT') },
      exact('1'),
      conversionTerms(initial),
      {
        nowSeconds: start,
        paused: breakerEffects(state.level).conversionsPaused,
        averageRate: exact('1'),
        holdingsFt: quantity(0n, 'FT'),
        guaranteedFt: quantity(0n, 'FT'),
        convertedTodayPt: quantity(0n, 'PT'),
        reservePt: quantity(10n ** 24n, 'PT'),
        headroomPt: quantity(0n, 'PT'),
      },
      initial,
    ).funding.fromReservePt.value
  expect(() => convert(second)).toThrowError(expect.objectContaining({ code: 'CONVERSION_PAUSED' }))
  expect(convert(first)).toBe(966_605n * 10n ** 18n)
  const over = next([...falling, at(119, '0.89'), at(179, '0.89')], second)
  expect(shown(over)).toEqual([0, null])
  expect(convert(over)).toBe(966_605n * 10n ** 18n)
})

test.each([
  ['launch', ['0.05', '0.1', '0.15']],
  ['first', ['0.05', '0.1', '0.15']],
  ['second', ['0.03', '0.07', '0.1']],
  ['third', ['0.02', '0.05', '0.07']],
] as const)('2.11: phase %s trips at %j, up and down, from the bound on', (phase, bounds) => {
  const level = (price: Exact) => next([at(0, '1'), { ...at(1, '1'), price }], calm, phase).level
  for (const [index, bound] of bounds.entries()) {
    const move = exact(bound)
    expect([level(exact('1').minus(move)), level(exact('1').plus(move))]).toEqual([index + 1, index + 1])
    const nearly = move.minus('0.000001')
    expect([level(exact('1').minus(nearly)), level(exact('1').plus(nearly))]).toEqual([index, index])
  }
})

test('2.11: each level has its own window: an hour, two hours, a day; the price in force at its beginning counts', () => {
  const after = (minutes: number, price: `${number}`) => next([at(0, '1'), at(1, '0.999'), at(minutes, price)]).level
  expect([after(60, '0.95'), after(61, '0.95')]).toEqual([1, 0])
  expect([after(120, '0.9'), after(121, '0.9')]).toEqual([2, 1])
  expect([after(1_440, '0.85'), after(1_441, '0.85')]).toEqual([3, 2])
  // The price of minute 0 still held when the window began.
  expect(next([at(0, '1'), at(200, '0.9')]).level).toBe(2)
})

test('2.11: levels 1 and 2 end by themselves, and a move does not trip its level twice', () => {
  const tripped = next([at(0, '1'), at(10, '0.94')])
  expect(shown(inForceAt(tripped, start + 40 * minute - 1))).toEqual([1, 40])
  expect(shown(inForceAt(tripped, start + 40 * minute))).toEqual([0, null])
  expect(shown(next([at(0, '1'), at(10, '0.94'), at(39, '0.94')], tripped))).toEqual([1, 40])
  expect(shown(next([at(0, '1'), at(10, '0.94'), at(41, '0.94')], tripped))).toEqual([0, null])
  // Five per cent from 0.94 are a new move.
  expect(shown(next([at(0, '1'), at(10, '0.94'), at(41, '0.893')], tripped))).toEqual([2, 101])
  expect(shown(next([at(9, '0.95'), at(10, '0.94'), at(41, '0.893')], tripped))).toEqual([1, 71])
})

test('2.11: while a level is in force a lower one changes nothing, the same begins again, a higher one replaces it', () => {
  const second = tripByHand(calm, 2, start, both, initial)
  expect(shown(second)).toEqual([2, 60])
  expect(shown(next([at(0, '1'), at(5, '0.94')], second))).toEqual([2, 60])
  expect(shown(next([at(0, '1'), at(5, '0.9')], second))).toEqual([2, 65])
  expect(shown(next([at(0, '1'), at(5, '0.85')], second))).toEqual([3, null])
})

test('2.11: level 3 stays until the chair and two others release it', () => {
  const third = next([at(0, '1'), at(5, '0.8')])
  expect(shown(inForceAt(third, start + 1_000_000))).toEqual([3, null])
  expect(shown(next([at(5, '0.8'), at(5_000, '0.8')], third))).toEqual([3, null])
  const invalid = (field: string) => refused('BREAKER_INPUT_INVALID', field)
  expect(() => releaseBreaker(third, { chair: false, others: 9 }, initial)).toThrowError(invalid('chair'))
  expect(() => releaseBreaker(third, { chair: true, others: 1 }, initial)).toThrowError(invalid('others'))
  expect(() => releaseBreaker(calm, { chair: true, others: 2 }, initial)).toThrowError(invalid('level'))
  const released = releaseBreaker(third, { chair: true, others: 2 }, initial)
  expect(shown(released)).toEqual([0, null])
  expect(shown(next([at(0, '1'), at(5, '0.8'), at(6, '0.8')], released))).toEqual([0, null])
})

test('2.11: both officers may trip a level by hand, not one alone, and not below one in force', () => {
  for (const by of [
    { chiefTechnologyOfficer: true, chiefExecutive: false },
    { chiefTechnologyOfficer: false, chiefExecutive: true },
  ]) {
    expect(() => tripByHand(calm, 1, start, by, initial)).toThrowError(refused('BREAKER_INPUT_INVALID', 'by'))
  }
  const second = tripByHand(calm, 2, start, both, initial)
  expect(() => tripByHand(second, 1, start + 1, both, initial)).toThrowError(refused('BREAKER_INPUT_INVALID', 'level'))
  expect(shown(tripByHand(second, 2, start + 60, both, initial))).toEqual([2, 61])
  expect(shown(tripByHand(second, 1, start + 3_600, both, initial))).toEqual([1, 90])
  expect(shown(tripByHand(second, 3, start + 1, both, initial))).toEqual([3, null])
})

test('2.11: what each level does', () => {
  expect([0, 1, 2, 3].map((level) => breakerEffects(level as 0 | 1 | 2 | 3))).toEqual([
    { trading: 'open', conversionsPaused: false, cancelWindow: false, notice: false },
    { trading: 'slowed', conversionsPaused: false, cancelWindow: false, notice: false },
    { trading: 'paused', conversionsPaused: true, cancelWindow: true, notice: true },
    { trading: 'liquidationOnly', conversionsPaused: true, cancelWindow: false, notice: true },
  ])
})

test('levels that do not rise are refused', () => {
  const row = { level1: '0.05', level2: '0.1', level3: '0.15' }
  for (const changes of [{ level2: '0.05' }, { level3: '0.1' }]) {
    const first = { ...row, ...changes }
    expect(() => withValue(fictraBreakers.moves, { launch: row, first, second: row, third: row })).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  }
})

test('a wider move never trips a lower level, and the largest move is that of the extremes', () => {
  const price = fc.integer({ min: 500_000, max: 1_500_000 }).map((micro) => exact(BigInt(micro)).div(1_000_000))
  fc.assert(
    fc.property(fc.array(price, { minLength: 1, maxLength: 10 }), price, (earlier, last) => {
      const series = [...earlier, last].map((value, index) => ({ atSeconds: start + index * minute, price: value }))
      const moves = series.map((one) => last.minus(one.price).abs().div(one.price))
      const largest = moves.reduce((most, move) => (move.greaterThan(most) ? move : most))
      expect(formatExact(largestMove(series, 0))).toBe(formatExact(largest))
      const further = last.greaterThan(1) ? last.times('1.5') : last.div('1.5')
      const wider = [
        ...series.slice(0, -1).map((one) => ({ ...one, price: exact('1') })),
        { ...series.at(-1)!, price: further },
      ]
      const narrower = wider.map((one, index) => (index === wider.length - 1 ? { ...one, price: last } : one))
      expect(next(wider).level).toBeGreaterThanOrEqual(next(narrower).level)
    }),
    { numRuns: 60 },
  )
})
