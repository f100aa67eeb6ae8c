import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact, roundForDisplay } from '../decimal.ts'
import { fictra } from '../programmes/fictra.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  measurementScore,
  quantityTolerance,
  scoreWeights,
  thresholdUp,
  verificationScore,
} from './verificationScore.ts'

type Number = `${number}`
const adjust = (value: Number, category: Number, volatility: Number, trust: Number) => ({
  value: exact(value),
  category: exact(category),
  volatility: exact(volatility),
  trust: exact(trust),
})
const families = (quantity: Number, documents: Number, custody: Number, regulatory: Number) => ({
  quantity: exact(quantity),
  documents: exact(documents),
  custody: exact(custody),
  regulatory: exact(regulatory),
})

test('impossible inputs are refused', () => {
  expect(() => measurementScore(exact('1'), exact('0'))).toThrowError(
    expect.objectContaining({ code: 'SCORE_INPUT_INVALID' }),
  )
  expect(() => measurementScore(exact('-1'), exact('1'))).toThrowError()
  expect(() => verificationScore(families('101', '0', '0', '0'), families('1', '1', '1', '1'))).toThrowError()
  expect(() => verificationScore(families('1', '1', '1', '1'), families('0', '0', '0', '0'))).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ field: 'weights' }) }),
  )
})

test('2.2 [TV]: score with weights that sum to 1.025', () => {
  const score = verificationScore(families('96', '90', '80', '100'), families('0.40', '0.275', '0.225', '0.125'))
  expect(roundForDisplay(score, 4)).toBe('91.3659')
})

test('2.27 G1 [TV]: score 94.0625 with the initial weights', () => {
  expect(formatExact(verificationScore(families('93.75', '95', '90', '100'), scoreWeights(initial)))).toBe('94.0625')
})

test.each([
  ['all 0', adjust('0', '0', '0', '0'), '85'],
  ['only trust .10', adjust('0', '0', '0', '0.1'), '76.5'],
  ['.05/.10/.02/.03', adjust('0.05', '0.1', '0.02', '0.03'), '96.9'],
  ['maxima would be 110.5: clamped', adjust('0.1', '0.15', '0.05', '0'), '99'],
  ['G1 .02/.05/.01/.03', adjust('0.02', '0.05', '0.01', '0.03'), '89.25'],
] as const)('2.2 [TV]: threshold, %s', (_, of, expected) => {
  expect(formatExact(thresholdUp(of, initial).threshold)).toBe(expected)
})

test('2.2 [TV]: threshold, the maxima that cannot be: what the adjustments ask for is more than can be asked', () => {
  const { base, max } = initial.get(fictra.verification.threshold)
  const asked = base.times(exact('1').plus('0.1').plus('0.15').plus('0.05'))
  expect([formatExact(asked), formatExact(max)]).toEqual(['110.5', '99'])
  expect(thresholdUp(adjust('0.1', '0.15', '0.05', '0'), initial)).toMatchObject({
    thresholdE4: 990_000,
    boundBy: 'max',
  })
})

test('a threshold between two ten-thousandths is rounded up', () => {
  expect(thresholdUp(adjust('0.0001', '0', '0', '0'), initial).thresholdE4).toBe(850085)
  const odd = withValue(fictra.verification.threshold, { base: '85.0001', max: '99' })
  expect(thresholdUp(adjust('0.0001', '0', '0', '0'), odd).thresholdE4).toBe(850087)
})

test.each([
  ['0', '100'],
  ['0.25', '93.75'],
  ['0.5', '75'],
  ['0.75', '43.75'],
  ['0.9', '19'],
  ['1', '0'],
  ['7', '0'],
] as const)('2.2 [TV]: measurement score at deviation / tolerance %s is %s', (ratio, expected) => {
  expect(formatExact(measurementScore(exact(ratio), exact('1')))).toBe(expected)
})

test('2.2: no part moves the threshold further than its range', () => {
  const most = { value: '0.1', category: '0.15', volatility: '0.05', trust: '0.1' } as const
  for (const field of ['value', 'category', 'volatility', 'trust'] as const) {
    const none = { value: exact('0'), category: exact('0'), volatility: exact('0'), trust: exact('0') }
    expect(() => thresholdUp({ ...none, [field]: exact(most[field]) }, initial)).not.toThrow()
    const beyond = exact(most[field]).plus('0.0001')
    expect(() => thresholdUp({ ...none, [field]: beyond }, initial)).toThrowError(
      expect.objectContaining({ code: 'SCORE_INPUT_INVALID', details: expect.objectContaining({ field }) }),
    )
  }
})

test('2.2: tolerances by category; high value is stricter than perishable', () => {
  const traits = { category: 'agriculture', highRisk: false, highValue: false, perishable: false } as const
  const of = (changes: object) => formatExact(quantityTolerance({ ...traits, ...changes }, initial))
  expect([
    of({}),
    of({ highValue: true }),
    of({ perishable: true }),
    of({ highValue: true, perishable: true }),
  ]).toEqual(['0.02', '0.01', '0.03', '0.01'])
  expect([of({ category: 'preciousMetals' }), of({ category: 'energy' }), of({ category: 'minerals' })]).toEqual([
    '0.005',
    '0.01',
    '0.015',
  ])
})

test('2.2: W = base + C x R x V, and one zero disables the adjustment', () => {
  const none = fictra.verification.weightAdjustments.initial as object
  const half = { ...none, quantity: { category: '0.5', region: '0.2', value: '0.5' } }
  expect(formatExact(scoreWeights(withValue(fictra.verification.weightAdjustments, half)).quantity)).toBe('0.4')
  const zeroed = { ...none, quantity: { category: '0.5', region: '0', value: '0.5' } }
  expect(formatExact(scoreWeights(withValue(fictra.verification.weightAdjustments, zeroed)).quantity)).toBe('0.35')
})

const points = fc.integer({ min: 0, max: 1_000_000 }).map((value) => exact(BigInt(value)).div(10_000))

test('a better measurement never scores less, and scores stay within 0 and 100', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), fc.bigInt(0n, 10n ** 30n), fc.bigInt(1n, 10n ** 30n), (a, b, tolerance) => {
      const [less, more] = a < b ? [a, b] : [b, a]
      const better = measurementScore(exact(less), exact(tolerance))
      const worse = measurementScore(exact(more), exact(tolerance))
      expect(better.greaterThanOrEqualTo(worse)).toBe(true)
      expect(worse.greaterThanOrEqualTo(0) && better.lessThanOrEqualTo(100)).toBe(true)
    }),
  )
})

test('the score lies between the lowest and the highest family and rises with each', () => {
  fc.assert(
    fc.property(points, points, points, points, points, (quantity, documents, custody, regulatory, other) => {
      const weights = scoreWeights(initial)
      const scores = { quantity, documents, custody, regulatory }
      const score = verificationScore(scores, weights)
      const ordered = Object.values(scores).toSorted((a, b) => a.comparedTo(b))
      const slack = exact('1').div(10n.toString()).pow(100)
      expect(score.plus(slack).greaterThanOrEqualTo(ordered[0]!)).toBe(true)
      expect(score.minus(slack).lessThanOrEqualTo(ordered[3]!)).toBe(true)
      const raised = verificationScore({ ...scores, quantity: other.greaterThan(quantity) ? other : quantity }, weights)
      expect(raised.greaterThanOrEqualTo(score)).toBe(true)
    }),
  )
})
