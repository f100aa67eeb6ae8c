import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact } from './decimal.ts'
import {
  add,
  compare,
  formatQuantity,
  fromExactDown,
  fromExactUp,
  min,
  mulDivDown,
  mulDivUp,
  parseQuantity,
  quantity,
  scaleDown,
  scaleUp,
  subtract,
  toExact,
  type Unit,
  unitDecimals,
} from './quantity.ts'

const refused = (code: string, field: string) =>
  expect.objectContaining({ code, details: expect.objectContaining({ field }) })

test('what is no quantity is refused by field', () => {
  const wrong = [
    12,
    0.1,
    2 ** 60,
    NaN,
    Infinity,
    null,
    undefined,
    {},
    '',
    '1e6',
    '1,000',
    '0x10',
    ' 1',
    '1.',
    '.1',
    '--1',
    'NaN',
  ]
  for (const given of wrong) {
    expect(() => parseQuantity(given, 'PT', 'amountPt')).toThrowError(refused('QUANTITY_INVALID', 'amountPt'))
  }
  expect(() => parseQuantity('-1', 'PT', 'amountPt')).toThrowError(refused('QUANTITY_NEGATIVE', 'amountPt'))
  expect(() => parseQuantity('1.0001', 't', 'quantityTonnes')).toThrowError(
    refused('QUANTITY_TOO_PRECISE', 'quantityTonnes'),
  )
  expect(() => parseQuantity('1'.repeat(39), 'PT', 'amountPt')).toThrowError(refused('QUANTITY_TOO_LARGE', 'amountPt'))
  expect(() => parseQuantity(`0.${'0'.repeat(95)}`, 'PT', 'amountPt')).toThrowError(
    refused('QUANTITY_INVALID', 'amountPt'),
  )
  expect(() => fromExactDown(new Exact(Number.NaN), 'PT', 'amountPt')).toThrowError(
    refused('DECIMAL_INVALID', 'amountPt'),
  )
  for (const tooLarge of [1n << 128n, -(1n << 128n)]) {
    expect(() => quantity(tooLarge, 'FT', 'ft')).toThrowError(refused('QUANTITY_TOO_LARGE', 'ft'))
  }
  expect([(1n << 128n) - 1n, 1n - (1n << 128n)].map((value) => quantity(value, 'FT').unit)).toEqual(['FT', 'FT'])
})

test('units do not mix, neither in types nor at run time', () => {
  const pt = quantity(1n, 'PT')
  const ft = quantity(1n, 'FT')
  // @ts-expect-error different units
  expect(() => add(pt, ft)).toThrowError(
    expect.objectContaining({ code: 'UNIT_MISMATCH', details: { left: 'PT', right: 'FT' } }),
  )
  // @ts-expect-error different units
  expect(() => subtract(pt, ft)).toThrowError(expect.objectContaining({ code: 'UNIT_MISMATCH' }))
  // @ts-expect-error different units
  expect(() => compare(pt, ft)).toThrowError(expect.objectContaining({ code: 'UNIT_MISMATCH' }))
  expect(() => subtract(quantity(1n, 'PT'), quantity(2n, 'PT'), 'left')).toThrowError(
    refused('QUANTITY_NEGATIVE', 'left'),
  )
})

test('known amounts', () => {
  expect(parseQuantity('1.5', 'PT', 'a')).toEqual({ value: 1_500_000_000_000_000_000n, unit: 'PT' })
  expect(parseQuantity('9950.00000', 't', 'a').value).toBe(9_950_000n)
  expect(parseQuantity(`0.${'0'.repeat(94)}`, 't', 'a').value).toBe(0n)
  expect(parseQuantity('-0.0', 't', 'a').value).toBe(0n)
  expect(parseQuantity('-2.5', 'kgCO2e', 'a', { allowNegative: true }).value).toBe(-2_500_000n)
  expect(formatQuantity(quantity(-1n, 't'))).toBe('-0.001')
  expect(formatQuantity(quantity(0n, 'PT'))).toBe('0')
  expect([fromExactDown(exact('0.0019'), 't').value, fromExactUp(exact('0.0011'), 't').value]).toEqual([1n, 2n])
  expect(min(quantity(2n, 'PT'), quantity(1n, 'PT')).value).toBe(1n)
  expect([1n, 2n, 3n].map((value) => compare(quantity(value, 'PT'), quantity(2n, 'PT')))).toEqual([-1, 0, 1])
})

const units = fc.constantFrom(...(Object.keys(unitDecimals) as Unit[]))
const values = fc.bigInt(-(2n ** 128n) + 1n, 2n ** 128n - 1n)

test('every quantity survives formatting and parsing', () => {
  fc.assert(
    fc.property(units, values, (unit, value) => {
      const of = quantity(value, unit)
      expect(parseQuantity(formatQuantity(of), unit, 'round trip', { allowNegative: true })).toEqual(of)
      expect(fromExactDown(toExact(of), unit)).toEqual(of)
    }),
  )
})

test('mulDiv rounds by at most one and never across the exact value', () => {
  const factor = fc.bigInt(-(10n ** 60n), 10n ** 60n)
  fc.assert(
    fc.property(factor, factor, factor, (a, b, denominator) => {
      fc.pre(denominator !== 0n)
      const [down, up] = [mulDivDown(a, b, denominator), mulDivUp(a, b, denominator)]
      const sign = denominator < 0n ? -1n : 1n
      expect(down * denominator * sign).toBeLessThanOrEqual(a * b * sign)
      expect(up * denominator * sign).toBeGreaterThanOrEqual(a * b * sign)
      expect(up - down).toBeLessThanOrEqual(1n)
    }),
  )
  expect(() => mulDivDown(1n, 1n, 0n)).toThrowError(expect.objectContaining({ code: 'DIVISION_BY_ZERO' }))
})

test('parts of a split sum to the whole when one side is rounded down and the other takes the rest', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), fc.bigInt(0n, 1000n), (value, share) => {
      const whole = quantity(value, 'PT')
      const part = scaleDown(whole, share, 1000n)
      expect(add(part, subtract(whole, part))).toEqual(whole)
      expect(scaleUp(whole, share, 1000n).value - part.value).toBeLessThanOrEqual(1n)
    }),
  )
})
