import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { exponential } from '../transcendental.ts'
import { simulateTrees, type UncertainTree } from './treeSimulation.ts'

const tree = (error: `${number}`): UncertainTree => ({
  diameterCm: exact('30'),
  woodDensity: exact('0.6'),
  heightM: exact('22'),
  errors: { diameter: exact(error), woodDensity: exact(error), height: exact(error) },
})
const equation = { intercept: exact('-2.76'), slope: exact('0.976'), residual: exact('0') }
const options = { seed: 3n, draws: 300, confidence: exact('0.9') }

test('a tree that cannot be is refused', () => {
  const none = { ...tree('0'), heightM: exact('0') }
  expect(() => simulateTrees([none], [equation], options)).toThrowError(
    expect.objectContaining({ code: 'DECIMAL_UNDEFINED' }),
  )
})

test('without errors every draw is the equation itself', () => {
  const { mean, lower, upper, standardDeviation } = simulateTrees([tree('0'), tree('0')], [equation], {
    ...options,
    draws: 3,
  })
  expect(mean.div(2).toPrecision(12)).toBe('600.299630472')
  expect(
    [lower.minus(mean).abs(), upper.minus(mean).abs(), standardDeviation].every((of) => of.lessThan('1e-25')),
  ).toBe(true)
})

test('measurement errors spread the result and leave its expectation nearly where it was', () => {
  const exactly = simulateTrees([tree('0')], [equation], { ...options, draws: 2 }).mean
  const of = simulateTrees([tree('0.1')], [equation], options)
  expect(of.mean.div(exactly).minus(1).abs().lessThan('0.04')).toBe(true)
  // Relative error of D² ρ H: the root of (2 × 0.1)² + 0.1² + 0.1², times the slope.
  expect(of.standardDeviation.div(of.mean).minus('0.239').abs().lessThan('0.03')).toBe(true)
})

test('errors of single trees average out over many; those of the equation do not', () => {
  const relative = (trees: number, parameters: readonly (typeof equation)[]) => {
    const of = simulateTrees(Array(trees).fill(tree('0.1')), parameters, { ...options, draws: 40 })
    return of.standardDeviation.div(of.mean)
  }
  expect(relative(16, [equation]).lessThan(relative(1, [equation]).div(3))).toBe(true)
  const either = [equation, { ...equation, intercept: exact('-2.56') }]
  expect(relative(16, either).greaterThan('0.07')).toBe(true)
})

test('the residual of the equation raises the expectation as a log-normal error does', () => {
  const plain = simulateTrees([tree('0')], [equation], { ...options, draws: 2 }).mean
  const residual = exact('0.357')
  const of = simulateTrees([tree('0')], [{ ...equation, residual }], { ...options, draws: 800 })
  const expected = exponential(residual.pow(2).div(2))
  expect(of.mean.div(plain).div(expected).minus(1).abs().lessThan('0.04')).toBe(true)
})

test('a seed gives the same digits', () => {
  const [a, b] = [1, 2].map(() => formatExact(simulateTrees([tree('0.1')], [equation], { ...options, draws: 5 }).mean))
  expect(a).toBe(b)
})
