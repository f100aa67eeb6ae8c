import { expect, test } from 'vitest'
import { medianInterval, quantile, show, showInterval, showShare, summarise } from './figures.ts'

test('nothing measured gives no figure', () => {
  for (const of of [summarise, medianInterval, (values: readonly number[]) => quantile(values, 0.5)]) {
    expect(() => of([])).toThrow(new RangeError('nothing was measured'))
  }
})

test('every figure of a summary is one that was measured', () => {
  expect(summarise([4, 1, 3, 2])).toEqual({ min: 1, median: 2, max: 4 })
  expect([quantile([10, 20, 30], 0.01), quantile([10, 20, 30], 1)]).toEqual([10, 30])
})

test('the interval of the median is that of the binomial distribution', () => {
  // Of 1 to 99 the median's 95 % interval by order statistics is 40 to 60 (Binomial(99, 1/2): ranks 40 and 60).
  const ranks = Array.from({ length: 99 }, (_, index) => index + 1)
  const { low, high } = medianInterval(ranks)
  expect(Math.abs(low - 40)).toBeLessThanOrEqual(2)
  expect(Math.abs(high - 60)).toBeLessThanOrEqual(2)
  expect(medianInterval(ranks)).toEqual({ low, high })
})

test('an interval is as wide as what was measured scatters', () => {
  expect(medianInterval([7, 7, 7, 7])).toEqual({ low: 7, high: 7 })
  const [calm, wild] = [1, 10].map((scale) => medianInterval([-2, -1, 0, 1, 2].map((value) => value * scale)))
  expect(wild!.high - wild!.low).toBe(10 * (calm!.high - calm!.low))
})

test('numbers are shown with three digits, whole ones with all', () => {
  expect([show(1_234_567), show(0.012345), show(1_234.56)]).toEqual(['1,234,567', '0.0123', '1,235'])
  expect([showShare(0.08312), showShare(1.2345)]).toEqual(['8.3 %', '123 %'])
  expect(showInterval(0.5, { low: 0.4, high: 0.6 })).toBe('50 % (40 % to 60 %)')
})
