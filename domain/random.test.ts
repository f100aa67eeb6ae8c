import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact, sum } from './decimal.ts'
import { normal, normalQuantile, splitMix64, uniform } from './random.ts'

test.each(['0', '1', '-0.1', '1.1'] as const)('a normal deviate of probability %s does not exist', (p) => {
  expect(() => normalQuantile(exact(p))).toThrowError(
    expect.objectContaining({ code: 'DECIMAL_UNDEFINED', details: { field: 'normalQuantile', given: `"${p}"` } }),
  )
})

test('a probability that is no number is refused', () => {
  expect(() => normalQuantile(new Exact(Number.NaN))).toThrowError(
    expect.objectContaining({ code: 'DECIMAL_UNDEFINED' }),
  )
})

test('the published outputs of SplitMix64 for the seeds 1234567 and 0', () => {
  const first = (seed: bigint) => {
    const bits = splitMix64(seed)
    return [bits(), bits(), bits(), bits(), bits()]
  }
  expect(first(1234567n)).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ])
  expect(first(0n)).toEqual([
    0xe220a8397b1dcdafn,
    0x6e789e6aa1b965f4n,
    0x06c45d188009454fn,
    0xf88bb8a8724c81ecn,
    0x1b39896a51a8749bn,
  ])
  expect(first(1n << 64n)).toEqual(first(0n))
})

test.each([
  ['0.25', '-0.6744897501960817432'],
  ['0.001', '-3.0902323061678135415'],
  ['0.00000000000000000001', '-9.2623400897984075737'],
  ['0.00000000000001', '-7.6506280929352688164'],
  ['0.0000001', '-5.1993375821928169316'],
  ['0.0749', '-1.4402382675279636232'],
  ['0.075', '-1.4395314709384559153'],
  ['0.925', '1.4395314709384559153'],
  ['0.95', '1.6448536269514727149'],
  ['0.975', '1.9599639845400542355'],
  ['0.5', '0'],
] as const)('AS 241: the normal deviate of probability %s is %s, to 16 digits', (p, expected) => {
  const deviate = normalQuantile(exact(p))
  const off = expected === '0' ? deviate : deviate.div(exact(expected)).minus(1)
  expect(off.abs().lessThanOrEqualTo('4e-16'), formatExact(off)).toBe(true)
})

test('uniform numbers stay strictly between 0 and 1 and keep 53 bits', () => {
  expect(uniform(0n).greaterThan(0)).toBe(true)
  expect(uniform((1n << 64n) - 1n).lessThan(1)).toBe(true)
  expect(
    formatExact(
      uniform(1n << 63n)
        .minus('0.5')
        .times(exact(2n ** 54n)),
    ),
  ).toBe('1')
  expect(formatExact(normal(1n << 63n))).toMatch(/^0\.000000000000000139/)
})

test('deviates rise with their bits and are symmetric', () => {
  const top = (1n << 64n) - 1n
  fc.assert(
    fc.property(fc.bigInt(0n, top), fc.bigInt(0n, top), (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      expect(normal(low).lessThanOrEqualTo(normal(high))).toBe(true)
      expect(
        normal(a)
          .plus(normal(top - a))
          .abs()
          .lessThan('1e-14'),
      ).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('2,000 deviates of one seed have mean 0 and variance 1 as closely as 2,000 can, the same ones every time', () => {
  const bits = splitMix64(42n)
  const deviates = Array.from({ length: 2000 }, () => normal(bits()))
  const mean = sum(deviates).div(2000)
  const variance = sum(deviates.map((deviate) => deviate.times(deviate))).div(2000)
  expect(mean.abs().lessThan('0.06')).toBe(true)
  expect(variance.minus(1).abs().lessThan('0.08')).toBe(true)
  expect(formatExact(deviates[1999]!)).toBe('1.9273573480194324002')
})
