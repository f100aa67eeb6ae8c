import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact, parseExact } from '../decimal.ts'
import { type PricePoint, volatilityOf } from './volatility.ts'

const day = (index: number) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10)
const series = (prices: readonly string[]): PricePoint[] =>
  prices.map((price, index) => ({ date: day(index), price: parseExact(price, 'price') }))
const settings = { windowDays: 90, returnsLeast: 2, reference: exact('0.1') }

test('a series without enough returns in the window has no volatility', () => {
  expect(() => volatilityOf([], settings)).toThrow('too short')
  expect(() => volatilityOf(series(['1', '2']), settings)).toThrow('too short')
  expect(() => volatilityOf(series(['1', '2', '3']), { ...settings, returnsLeast: 3 })).toThrowError(
    expect.objectContaining({ code: 'TOO_FEW_RETURNS', details: { returns: 2, needed: 3, asOf: day(2) } }),
  )
  // One return deviates from nothing, whatever a setting asks for.
  expect(() => volatilityOf(series(['1', '2']), { ...settings, returnsLeast: 0 })).toThrow('too short')
})

test('prices before the window do not count', () => {
  const long = series(Array.from({ length: 200 }, (_, index) => (index < 100 ? String(1 + (index % 7)) : '5')))
  const { sigma, returns, asOf } = volatilityOf(long, settings)
  expect({ sigma: formatExact(sigma), returns, asOf }).toEqual({ sigma: '0', returns: 90, asOf: day(199) })
})

test('returns of 10 % up and 10 % down have the deviation of the textbook', () => {
  const { sigma, ratioHalfUp } = volatilityOf(series(['100', '110', '99']), settings)
  expect(formatExact(sigma)).toBe('0.141421356237309505')
  expect(formatExact(ratioHalfUp)).toBe('1.4142')
})

test('scaling all prices changes nothing; constant prices have no volatility', () => {
  const prices = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 3, maxLength: 60 })
  fc.assert(
    fc.property(prices, fc.integer({ min: 1, max: 1000 }), (values, factor) => {
      const one = volatilityOf(series(values.map(String)), settings).ratioHalfUp
      const other = volatilityOf(series(values.map((value) => String(value * factor))), settings).ratioHalfUp
      expect(formatExact(one)).toBe(formatExact(other))
      expect(formatExact(volatilityOf(series(values.map(() => '42')), settings).sigma)).toBe('0')
    }),
  )
})
