import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { nextConversionRateDown, valueRatioZone } from './conversionRate.ts'

const next = (previous: `${number}`, average: `${number}`) => {
  const { rate, boundBy } = nextConversionRateDown(exact(previous), exact(average), initial)
  return [formatExact(rate), boundBy]
}

test('rates that are not above zero are refused by name', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'CONVERSION_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => next('0', '1')).toThrowError(refused('previous'))
  expect(() => next('1', '-1')).toThrowError(refused('average'))
  expect(() => valueRatioZone(new Exact(Number.NaN), initial)).toThrowError(refused('ratio'))
})

test('2.8: the rate follows its average within 10 % of the previous one, and says where it was bound', () => {
  expect(next('1', '1.05')).toEqual(['1.05', null])
  expect(next('1', '1.1')).toEqual(['1.1', null])
  expect(next('1', '1.1001')).toEqual(['1.1', 'stepUp'])
  expect(next('1', '0.9')).toEqual(['0.9', null])
  expect(next('1', '0.8999')).toEqual(['0.9', 'stepDown'])
  expect(next('1.000000000000000001', '9')).toEqual(['1.100000000000000001', 'stepUp'])
  expect(next('1.000000000000000001', '0.1')).toEqual(['0.900000000000000001', 'stepDown'])
})

test('2.8 [R]: the value ratio is watched: 2.5 to 3.5 is the target, beyond 2 and 4 an emergency', () => {
  const zones = ['1.99', '2', '2.49', '2.5', '3.5', '3.51', '4', '4.01'] as const
  expect(zones.map((ratio) => valueRatioZone(exact(ratio), initial))).toEqual([
    'emergencyLow',
    'low',
    'low',
    'target',
    'target',
    'high',
    'high',
    'emergencyHigh',
  ])
})

test('a step is never larger than allowed, and the rate never overshoots its average', () => {
  const rate = fc.bigInt(1n, 10n ** 30n).map((base) => exact(base).div(exact(10n ** 18n)))
  fc.assert(
    fc.property(rate, rate, (previous, average) => {
      const { rate: set, boundBy } = nextConversionRateDown(previous, average, initial)
      expect(set.minus(previous).abs().times(10).lessThanOrEqualTo(previous)).toBe(true)
      expect(boundBy === null).toBe(set.equals(average))
      if (boundBy === 'stepUp') expect(set.lessThan(average)).toBe(true)
      if (boundBy === 'stepDown') expect(set.greaterThan(average)).toBe(true)
    }),
    { numRuns: 60 },
  )
})
