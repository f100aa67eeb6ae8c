import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  describe,
  exact,
  formatExact,
  parseExact,
  roundDown,
  roundForDisplay,
  scaledDown,
  scaledExactly,
  scaledUp,
} from './decimal.ts'

test('what is no plain decimal is refused by field', () => {
  for (const given of [
    1,
    NaN,
    null,
    undefined,
    '',
    ' 1',
    '1e5',
    '1,5',
    '.5',
    '5.',
    '+1',
    '01',
    'NaN',
    'Infinity',
    '1'.repeat(97),
  ]) {
    expect(() => parseExact(given, 'price')).toThrowError(
      expect.objectContaining({ code: 'DECIMAL_INVALID', details: expect.objectContaining({ field: 'price' }) }),
    )
  }
  expect(() => scaledExactly(exact('0.00001'), 4, 'rate')).toThrowError(
    expect.objectContaining({
      code: 'DECIMAL_INEXACT',
      details: { field: 'rate', given: '0.00001', decimals: 4 },
    }),
  )
  expect(formatExact(parseExact('1'.repeat(96), 'price'))).toBe('1'.repeat(96))
})

test('an error shows what was given, with its type and not at length', () => {
  expect([describe('1,5'), describe(1.5), describe(null)]).toEqual(['"1,5"', 'number 1.5', 'object null'])
  expect(describe('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`)
  expect(describe('x'.repeat(59))).toBe(`"${'x'.repeat(56)}...`)
})

test('plain decimals survive parsing and formatting', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 48n), 10n ** 48n), fc.integer({ min: 0, max: 18 }), (value, places) => {
      const shifted = exact(value).div(exact(10n ** BigInt(places)))
      expect(parseExact(formatExact(shifted), 'value').equals(shifted)).toBe(true)
    }),
  )
  expect(formatExact(parseExact('-0.00', 'zero'))).toBe('0')
})

test('down is towards minus infinity, up towards plus infinity', () => {
  expect([scaledDown(exact('-0.00005'), 4), scaledUp(exact('-0.00005'), 4)]).toEqual([-1n, 0n])
  expect([scaledDown(exact('0.00005'), 4), scaledUp(exact('0.00005'), 4)]).toEqual([0n, 1n])
  expect(formatExact(roundDown(exact('-1.25'), 1))).toBe('-1.3')
  expect(roundForDisplay(exact('87.71929824'), 4)).toBe('87.7193')
})

test('products of 10^30 with 18 decimals and twelve factors stay exact', () => {
  const factor = exact('1.0001')
  const product = Array.from({ length: 12 }).reduce<ReturnType<typeof exact>>(
    (total) => total.times(factor),
    exact('1000000000000000000000000000000.000000000000000001'),
  )
  const whole = (10n ** 48n + 1n) * 10001n ** 12n
  expect(scaledExactly(product, 66, 'product')).toBe(whole)
})
