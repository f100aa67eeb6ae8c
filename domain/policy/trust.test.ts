import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { initial } from '../test/parameters.ts'
import { eligibilityBpsOf } from './ftAllocation.ts'
import { historyScore, trustBandOf, trustScore } from './trust.ts'

type Number = `${number}`
const components = (
  completeness: Number,
  issuer: Number,
  sourceDiversity: Number,
  history: Number,
  consistency: Number,
) => ({
  completeness: exact(completeness),
  issuer: exact(issuer),
  sourceDiversity: exact(sourceDiversity),
  history: exact(history),
  consistency: exact(consistency),
})

test('2.4 [TV]: 90, 85, 70, 80, 95 is 84.5 and silver, not gold', () => {
  const score = trustScore(components('90', '85', '70', '80', '95'), initial)
  expect(formatExact(score)).toBe('84.5')
  expect(trustBandOf(score, initial)).toBe('silver')
})

test('2.27 G1 [TV]: 100, 90, 80, 85, 95 is 90.75 gold', () => {
  const score = trustScore(components('100', '90', '80', '85', '95'), initial)
  expect([formatExact(score), trustBandOf(score, initial)]).toEqual(['90.75', 'gold'])
})

test('2.4: bands are half-open and each has its share', () => {
  const at = (score: Number) => {
    const band = trustBandOf(exact(score), initial)
    return [band, eligibilityBpsOf(band, initial)]
  }
  expect(at('49.9999')).toEqual(['none', 0])
  expect(at('50')).toEqual(['bronze', 0])
  expect(at('69.9999')).toEqual(['bronze', 0])
  expect(at('70')).toEqual(['silver', 9000])
  expect(at('84.9999')).toEqual(['silver', 9000])
  expect(at('85')).toEqual(['gold', 10000])
  expect(at('94.9999')).toEqual(['gold', 10000])
  expect(at('95')).toEqual(['platinum', 10000])
  expect(at('100')).toEqual(['platinum', 10000])
})

test('history is the verified share, and a governed value for a newcomer', () => {
  expect(formatExact(historyScore(17, 3, initial))).toBe('85')
  expect(formatExact(historyScore(0, 0, initial))).toBe('50')
  expect(formatExact(historyScore(0, 4, initial))).toBe('0')
})

test('a higher component never lowers trust, which stays within 0 and 100', () => {
  const points = fc.integer({ min: 0, max: 100 }).map((value) => exact(BigInt(value)))
  fc.assert(
    fc.property(fc.tuple(points, points, points, points, points), fc.nat(4), (values, index) => {
      const [completeness, issuer, sourceDiversity, history, consistency] = values
      const of = { completeness, issuer, sourceDiversity, history, consistency }
      const name = Object.keys(of)[index] as keyof typeof of
      const before = trustScore(of, initial)
      expect(trustScore({ ...of, [name]: exact(100n) }, initial).greaterThanOrEqualTo(before)).toBe(true)
      expect(before.greaterThanOrEqualTo(0) && before.lessThanOrEqualTo(100)).toBe(true)
    }),
  )
})
