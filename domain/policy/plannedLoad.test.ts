import { expect, test } from 'vitest'
import { roundForDisplay } from '../decimal.ts'
import { capacity } from '../programmes/capacity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { peakPerSecond, readingsPerYear } from './plannedLoad.ts'

test('[TV 3] peak types sum to 7.15M a day, 82.8 a second; five times 414, ten times 828', () => {
  expect(roundForDisplay(peakPerSecond(1n, initial), 1)).toBe('82.8')
  expect([5n, 10n].map((surge) => roundForDisplay(peakPerSecond(surge, initial), 0))).toEqual(['414', '828'])
})

test('[TV 7.2] 1,000 sensors with a reading every 15 minutes write 35,040,000 rows a year', () => {
  expect(readingsPerYear(1_000n, initial)).toBe(35_040_000n)
  expect(readingsPerYear(1n, withValue(capacity.readingSeconds, 50_000))).toBe(365n)
})
