import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { criticalDatum, feedValue, type Reading } from './feeds.ts'

const now = 1_000_000
const reading = (source: string, value: `${number}`, weight: `${number}` = '1', atMs = now): Reading => ({
  source,
  value: exact(value),
  weight: exact(weight),
  atMs,
})
const readings = (...values: `${number}`[]) => values.map((value, index) => reading(`S${index}`, value))
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })
const price = (list: readonly Reading[]) => formatExact(feedValue('price', list, now, initial).value)
const seven = readings('1', '2', '3', '4', '5', '6', '7')

test('readings from the future, without a number, with a negative weight or twice at one time are refused', () => {
  const wrong = (change: Partial<Reading>) => () =>
    feedValue('price', [...seven, { ...reading('X', '1'), ...change }], now, initial)
  expect(wrong({ atMs: now + 1 })).toThrowError(refused('FEED_INPUT_INVALID', { field: 'readings/7/atMs' }))
  expect(wrong({ atMs: 1.5 })).toThrowError(refused('FEED_INPUT_INVALID', { field: 'readings/7/atMs' }))
  expect(wrong({ value: new Exact(Number.NaN) })).toThrowError(
    refused('FEED_INPUT_INVALID', { field: 'readings/7/value' }),
  )
  expect(wrong({ value: new Exact(Number.POSITIVE_INFINITY) })).toThrowError(
    refused('FEED_INPUT_INVALID', { field: 'readings/7/value' }),
  )
  expect(wrong({ weight: exact('-1') })).toThrowError(refused('FEED_INPUT_INVALID', { field: 'readings/7/weight' }))
  expect(wrong({ source: 'S0' })).toThrowError(refused('FEED_INPUT_INVALID', { field: 'source' }))
  expect(() => feedValue('price', seven, -1, initial)).toThrowError(refused('FEED_INPUT_INVALID', { field: 'nowMs' }))
})

test('2.5: seven price feeds at least; highest and lowest are dropped; the rest is weighted by volume', () => {
  expect(() => price(seven.slice(1))).toThrowError(refused('FEED_TOO_FEW_SOURCES', { recent: 6, needed: 7 }))
  expect(price(seven)).toBe('4')
  expect(price([reading('S0', '-900'), ...seven.slice(1, 6), reading('S6', '900')])).toBe('4')
  expect(price(seven.map((one, index) => ({ ...one, weight: exact(index === 1 ? '6' : '1') })))).toBe('3')
  expect(price(seven.map((one) => ({ ...one, weight: exact('0') })))).toBe('4')
  expect(feedValue('price', seven.toReversed(), now, initial).sources).toEqual(['S1', 'S2', 'S3', 'S4', 'S5'])
})

test('a reading counts until it is five minutes old, and only the newest of a source', () => {
  const old = (ageMs: number) => [...seven.slice(1), reading('S0', '1', '1', now - ageMs)]
  expect(price(old(300_000))).toBe('4')
  expect(() => price(old(300_001))).toThrowError(refused('FEED_TOO_FEW_SOURCES', { recent: 6 }))
  expect(price([...seven, reading('S6', '-50', '1', now - 1)])).toBe('4')
  expect(price([reading('S6', '-50', '1', now - 1), ...seven])).toBe('4')
})

test('of equal values at an end the source that comes first by name is dropped at the lower, the last at the upper', () => {
  const alike = ['S6', 'S0', 'S3', 'S1', 'S5', 'S2', 'S4'].map((source) => reading(source, '5'))
  for (const list of [alike, alike.toReversed()]) {
    expect(feedValue('price', list, now, initial).sources).toEqual(['S1', 'S2', 'S3', 'S4', 'S5'])
  }
  const lowest = [reading('S1', '1'), reading('S0', '1'), ...seven.slice(2)]
  expect(feedValue('price', lowest, now, initial).sources).toEqual(['S1', 'S2', 'S3', 'S4', 'S5'])
})

test('2.1: a critical datum needs seven sources of which two thirds agree; otherwise its default', () => {
  const datum = (list: readonly Reading[]) => {
    const { value, failSafe, sources } = criticalDatum(list, exact('99'), now, initial)
    expect(failSafe, 'a default has no sources').toBe(sources.length === 0)
    return [formatExact(value), failSafe]
  }
  const three = readings('100', '100', '101', '101', '102', '50', '200')
  expect(criticalDatum(three.toReversed(), exact('99'), now, initial).sources).toEqual(['S0', 'S1', 'S2', 'S3', 'S4'])
  expect(datum(readings('100', '100', '101', '101', '102', '50', '200'))).toEqual(['101', false])
  // Four of seven within two per cent are less than two thirds.
  expect(datum(readings('100', '100', '101', '101', '110', '50', '200'))).toEqual(['99', true])
  expect(datum(readings('100', '100', '100', '100', '100', '100'))).toEqual(['99', true])
  expect(datum([])).toEqual(['99', true])
  // Six of nine are two thirds; a value belongs to them up to two per cent from the median.
  expect(datum(readings('10', '10', '10', '10', '10', '10', '1', '1', '1'))).toEqual(['10', false])
  expect(datum(readings('10', '10', '10', '10', '10', '10.2', '1', '1', '1'))).toEqual(['10', false])
  expect(datum(readings('10', '10', '10', '10', '10', '10.21', '1', '1', '1'))).toEqual(['99', true])
  expect(datum(readings('-10', '-10', '-10', '-10', '-10.2', '-10', '-10'))).toEqual(['-10', false])
  expect(datum(readings('1', '1', '1', '1', '3', '3', '3', '3'))).toEqual(['99', true])
  // The median of an even number is the middle of its two middle values.
  expect(datum(readings('100', '100', '100', '100', '101', '101', '101', '101'))).toEqual(['100.5', false])
})

test('for all readings: the order does not matter, the value lies between the kept extremes, one liar cannot move it out', () => {
  const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((whole) => `${whole}` as const)
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 7, maxLength: 15 }),
      value,
      fc.array(fc.nat(1_000), { minLength: 15, maxLength: 15 }),
      (values, lie, weights) => {
        const list = values.map((one, index) => reading(`S${index}`, one, `${weights[index]!}`))
        const { value: given } = feedValue('price', list, now, initial)
        expect(feedValue('price', list.toReversed(), now, initial).value.equals(given)).toBe(true)
        const sorted = values.map(Number).toSorted((a, b) => a - b)
        const between = (of: Exact, low: number, high: number) =>
          of.greaterThanOrEqualTo(low) && of.lessThanOrEqualTo(high)
        expect(between(given, sorted[1]!, sorted.at(-2)!)).toBe(true)
        const lied = [{ ...list[0]!, value: exact(lie) }, ...list.slice(1)]
        const honest = values
          .slice(1)
          .map(Number)
          .toSorted((a, b) => a - b)
        expect(between(feedValue('price', lied, now, initial).value, honest[0]!, honest.at(-1)!)).toBe(true)
      },
    ),
    { numRuns: 100 },
  )
})
