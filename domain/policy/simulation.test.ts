import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exact, exact, formatExact, sum } from '../decimal.ts'
import { normalQuantile } from '../random.ts'
import { squareRoot } from '../transcendental.ts'
import { type Deviation, simulate, summarise } from './simulation.ts'

const options = { seed: 7n, draws: 2000, confidence: exact('0.9') }
const constant = () => exact('1')
const refused = (field: string) =>
  expect.objectContaining({ code: 'SIMULATION_INPUT_INVALID', details: expect.objectContaining({ field }) })

test.each([
  ['draws', () => simulate(constant, ['a'], { ...options, draws: 1 })],
  ['draws', () => simulate(constant, ['a'], { ...options, draws: 100_001 })],
  ['draws', () => simulate(constant, ['a'], { ...options, draws: 2.5 })],
  ['draws', () => simulate(constant, ['a'], { ...options, draws: Number.NaN })],
  ['confidence', () => simulate(constant, ['a'], { ...options, confidence: exact('0') })],
  ['confidence', () => simulate(constant, ['a'], { ...options, confidence: exact('1') })],
  ['sources', () => simulate(constant, ['a', 'a'], options)],
  ['sources', () => simulate((deviation) => deviation('b'), ['a'], options)],
  ['model', () => simulate(5 as never, ['a'], options)],
  ['model', () => simulate(() => exact('1').div(0), ['a'], options)],
  ['confidence', () => summarise([exact('1'), exact('2')], exact('1'))],
] as const)('a simulation without usable %s is refused', (field, attempt) => {
  expect(attempt).toThrowError(refused(field))
})

/** Share of a normal distribution within one standard deviation: a half-width of this interval is a standard error. */
const oneStandardError = exact('0.6826894921370858972')

test('what is certain has no spread', () => {
  const of = simulate(constant, [], { ...options, draws: 2 })
  expect([of.mean, of.lower, of.upper, of.standardDeviation].map(formatExact)).toEqual(['1', '1', '1', '0'])
})

test('a deviation of one is the half-width of the interval, and the interval comes out again', () => {
  const model = (deviation: Deviation) => exact('100').plus(exact('10').times(deviation('a')))
  const of = simulate(model, ['a'], options)
  expect(of.lower.minus(90).abs().lessThan('0.7')).toBe(true)
  expect(of.upper.minus(110).abs().lessThan('0.7')).toBe(true)
  expect(of.mean.minus(100).abs().lessThan('0.4')).toBe(true)
  expect(
    of.standardDeviation
      .minus(exact('10').div(normalQuantile(exact('0.95'))))
      .abs()
      .lessThan('0.3'),
  ).toBe(true)
  const standard = simulate(model, ['a'], { ...options, confidence: oneStandardError })
  expect(standard.standardDeviation.minus(10).abs().lessThan('0.5')).toBe(true)
  expect(normalQuantile(exact('1').plus(oneStandardError).div(2)).minus(1).abs().lessThan('1e-15')).toBe(true)
})

test('the statistics are those of the draws: percentiles by nearest rank, n − 1 in the deviation', () => {
  const results: Exact[] = []
  const of = simulate(
    (deviation) => {
      results.push(deviation('a').plus(5))
      return results.at(-1)!
    },
    ['a'],
    { ...options, draws: 10, confidence: exact('0.8') },
  )
  const sorted = results.toSorted((a, b) => a.cmp(b))
  expect(results.length).toBe(10)
  expect(of.lower.minus(sorted[0]!).abs().lessThan('1e-30')).toBe(true)
  expect(of.upper.minus(sorted[8]!).abs().lessThan('1e-30')).toBe(true)
  const mean = sum(results).div(10)
  expect(of.mean.minus(mean).abs().lessThan('1e-30')).toBe(true)
  const variance = sum(results.map((result) => result.minus(mean).pow(2))).div(9)
  expect(of.standardDeviation.minus(squareRoot(variance)).abs().lessThan('1e-30')).toBe(true)
})

test('a seed gives the same digits every time; sources are drawn in their order', () => {
  const model = (deviation: Deviation) => deviation('a').plus(deviation('b').times(3))
  const of = (sources: readonly string[], seed: bigint) =>
    formatExact(simulate(model, sources, { ...options, seed, draws: 20 }).mean)
  expect(of(['a', 'b'], 1n)).toBe(of(['a', 'b'], 1n))
  expect(of(['a', 'b'], 1n)).not.toBe(of(['b', 'a'], 1n))
  expect(of(['a', 'b'], 1n)).not.toBe(of(['a', 'b'], 2n))
  expect(of(['a', 'b'], 1n)).toBe('0.3491331595788640497319265921592948015')
})

test('a larger input moves the whole interval up, a wider one widens it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 100 }), (level, width) => {
      const at = (l: number, w: number) =>
        simulate((deviation) => exact(BigInt(l)).plus(deviation('a').times(w)), ['a'], { ...options, draws: 50 })
      const of = at(level, width)
      const higher = at(level + 1, width)
      const wider = at(level, width * 2)
      // Results carry 34 digits, so those of two runs may differ in the last ones.
      expect(higher.lower.minus(of.lower).minus(1).abs().lessThan('1e-28')).toBe(true)
      expect(wider.upper.minus(wider.lower).greaterThan(of.upper.minus(of.lower))).toBe(true)
    }),
    { numRuns: 10 },
  )
})
