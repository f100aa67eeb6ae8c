import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { fictraBreakers } from '../programmes/fictraBreakers.ts'
import { initial, withValue } from '../test/parameters.ts'
import { extremeVolatility } from './extremeVolatility.ts'

const of = (price: `${number}`, seconds = 60) => {
  const { move, extreme, feeMultiplier } = extremeVolatility(
    [
      { atSeconds: 1_000_000, price: exact('1') },
      { atSeconds: 1_000_001, price: exact('1') },
      { atSeconds: 1_000_001 + seconds, price: exact(price) },
    ],
    initial,
  )
  return [formatExact(move), extreme, formatExact(feeMultiplier)]
}

test('no price, and a full move that is not larger than the first one, are refused', () => {
  expect(() => extremeVolatility([], initial)).toThrowError(expect.objectContaining({ code: 'PRICES_INVALID' }))
  expect(() => withValue(fictraBreakers.extreme, { above: '0.05', windowSeconds: 3600, fullAt: '0.05' })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test('2.11, 2.12: extreme is more than 5 % within an hour; the multiplier goes from 1 to 5', () => {
  expect(of('1.05')).toEqual(['0.05', false, '1'])
  expect(of('1.1')).toEqual(['0.1', true, '2'])
  expect(of('0.85')).toEqual(['0.15', true, '3'])
  expect(of('1.25')).toEqual(['0.25', true, '5'])
  expect(of('2')).toEqual(['1', true, '5'])
  expect(of('1.050001')[1]).toBe(true)
})

test('2.11: a move older than an hour is over', () => {
  const later = extremeVolatility(
    [
      { atSeconds: 0, price: exact('2') },
      { atSeconds: 10, price: exact('1') },
      { atSeconds: 3_611, price: exact('1') },
    ],
    initial,
  )
  expect(later.extreme).toBe(false)
})
