import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from './decimal.ts'
import { exponential, logarithm, power, squareRoot, workingDigits } from './transcendental.ts'

const nothing = expect.objectContaining({ code: 'DECIMAL_UNDEFINED', status: 422 })

test.each([
  ['power', () => power(exact('0'), exact('0.5'))],
  ['power', () => power(exact('-1'), exact('0.5'))],
  ['power', () => power(new Exact(Number.NaN), exact('0.5'))],
  ['logarithm', () => logarithm(exact('0'))],
  ['logarithm', () => logarithm(exact('-2'))],
  ['logarithm', () => logarithm(new Exact(Infinity))],
  ['squareRoot', () => squareRoot(exact('-0.01'))],
  ['squareRoot', () => squareRoot(new Exact(Number.NaN))],
] as const)('%s has no value there', (field, calculate) => {
  expect(calculate).toThrowError(nothing)
  expect(calculate).toThrowError(expect.objectContaining({ details: expect.objectContaining({ field }) }))
})

test('34 digits of known numbers: e, ln 2, root of 2, 2^0.976', () => {
  expect(workingDigits).toBe(34)
  expect(formatExact(exponential(exact('1')))).toBe('2.718281828459045235360287471352662')
  expect(formatExact(logarithm(exact('2')))).toBe('0.6931471805599453094172321214581766')
  expect(formatExact(squareRoot(exact('2')))).toBe('1.414213562373095048801688724209698')
  expect(formatExact(squareRoot(exact('0')))).toBe('0')
  expect(formatExact(power(exact('2'), exact('0.976')))).toBe('1.967004148052496661374129582539924')
  expect(formatExact(exponential(exact('0')))).toBe('1')
})

test('results are exact decimals again: sums of them keep their digits', () => {
  const third = exponential(exact('-1')).plus(exact('1').div(3))
  expect(third.precision()).toBeGreaterThan(100)
})

const positive = fc.bigInt(1n, 10n ** 30n).map((value) => exact(value).div(exact(10n ** 12n)))

test('a logarithm undoes an exponential, and powers add, to 30 digits', () => {
  fc.assert(
    fc.property(positive, (value) => {
      const back = exponential(logarithm(value))
      expect(back.div(value).minus(1).abs().lessThan('1e-30')).toBe(true)
      const root = power(value, exact('0.5'))
      expect(root.div(squareRoot(value)).minus(1).abs().lessThan('1e-32')).toBe(true)
    }),
    { numRuns: 40 },
  )
})
