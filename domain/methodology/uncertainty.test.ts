import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exact, exact, sum } from '../decimal.ts'
import { uncertainty as declared } from '../programmes/secretTreesUncertainty.ts'
import { initial } from '../test/parameters.ts'
import { squareRoot } from '../transcendental.ts'
import { measure } from './measure.ts'
import { createTrace } from './trace.ts'
import { assessUncertainty, type Deviation, drawsOf, studentT } from './uncertainty.ts'

const silent = { seed: 1n, draws: null }
const one = exact(1n)
const kg = (value: Exact) => measure(value, 'kgCO2e')
const assess = (model: (deviation: Deviation) => Exact, sources: readonly string[], draws: number | null = null) =>
  assessUncertainty(createTrace(), (deviation) => kg(model(deviation)), sources, { seed: 1n, draws }, initial)

test('a result of zero has no relative uncertainty', () => {
  expect(() => assess(() => exact('0'), [])).toThrowError(expect.objectContaining({ code: 'DECIMAL_UNDEFINED' }))
})

const shares = fc.array(
  fc.integer({ min: 0, max: 9999 }).map((value) => exact(BigInt(value)).div(10_000)),
  { minLength: 1, maxLength: 6 },
)
const names = (list: readonly unknown[]) => list.map((_, index) => `${index}`)

test('Approach 1 is equation 3.1 for a product: the root of the summed squares of the relative errors', () => {
  fc.assert(
    fc.property(shares, (list) => {
      const { approach1 } = assess(
        (deviation) =>
          list.reduce(
            (product, share, index) => product.times(one.plus(share.times(deviation(`${index}`)))),
            exact('1234'),
          ),
        names(list),
      )
      const expected = squareRoot(sum(list.map((share) => share.pow(2))))
      expect(approach1.minus(expected).abs().lessThanOrEqualTo('0.000001')).toBe(true)
      expect(approach1.greaterThanOrEqualTo(expected.toDecimalPlaces(20))).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('Approach 1 is equation 3.2 for a sum: each error weighs with its share of the total', () => {
  fc.assert(
    fc.property(shares, (list) => {
      const amounts = list.map((_, index) => exact(BigInt(100 * (index + 1))))
      const { approach1 } = assess(
        (deviation) =>
          sum(list.map((share, index) => amounts[index]!.times(one.plus(share.times(deviation(`${index}`)))))),
        names(list),
      )
      const squares = sum(list.map((share, index) => share.times(amounts[index]!).pow(2)))
      const expected = squareRoot(squares).div(sum(amounts))
      expect(approach1.minus(expected).abs().lessThanOrEqualTo('0.000001')).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('IPCC example: two sources of 30 % and 40 % in a product are 50 % together', () => {
  const model = (deviation: Deviation) =>
    exact('8')
      .times(one.plus(deviation('activity').times('0.3')))
      .times(one.plus(deviation('factor').times('0.4')))
  const { approach1, approach2 } = assess(model, ['activity', 'factor'])
  expect([approach1.toFixed(), approach2]).toEqual(['0.5', null])
})

test('an input that both parts of a difference share cancels out, one of each does not', () => {
  const difference = (first: string, second: string) => (deviation: Deviation) =>
    exact('220')
      .times(one.plus(deviation(first).times('0.05')))
      .minus(exact('200').times(one.plus(deviation(second).times('0.05'))))
  expect(assess(difference('a', 'a'), ['a']).approach1.toFixed()).toBe('0.05')
  expect(assess(difference('a', 'b'), ['a', 'b']).approach1.toFixed()).toBe('0.743304')
})

test('Approach 2 of a linear calculation agrees with Approach 1, and both are steps of the trace', () => {
  const trace = createTrace()
  const model = (deviation: Deviation) =>
    kg(exact('1000').plus(deviation('a').times(60)).plus(deviation('b').times(80)))
  const { approach1, approach2 } = assessUncertainty(trace, model, ['a', 'b'], { seed: 5n, draws: 2000 }, initial)
  expect(approach1.toFixed()).toBe('0.1')
  expect(approach2!.minus('0.1').abs().lessThan('0.006')).toBe(true)
  expect(trace.steps.map(({ step, unit }) => [step, unit])).toEqual([
    ['contributions to the uncertainty', '(kgCO2e)2'],
    ['uncertainty, approach 1', '1'],
    ['uncertainty, approach 2', '1'],
  ])
  expect(trace.steps[0]).toMatchObject({
    result: '10000',
    inputs: { result: '1000 kgCO2e' },
    table: {
      rows: [
        ['a', '1060', '3600'],
        ['b', '1080', '6400'],
      ],
    },
  })
  expect(trace.steps[2]!.inputs).toMatchObject({ draws: '2000', seed: '5', confidence: '0.9' })
})

test('a negative result has a positive uncertainty', () => {
  const model = (deviation: Deviation) => kg(exact('-1000').plus(deviation('a').times(60)))
  const { approach1 } = assessUncertainty(createTrace(), model, ['a'], silent, initial)
  expect(approach1.toFixed()).toBe('0.06')
})

test("Student's t: between two rows the larger holds; AR-TOOL14's own example has 33 degrees of freedom", () => {
  expect(studentT(1, initial).toFixed()).toBe('6.3138')
  expect(studentT(33, initial).toFixed(3)).toBe('1.692')
  expect(studentT(49, initial).toFixed()).toBe('1.6839')
  expect(studentT(50, initial).toFixed()).toBe('1.6759')
  expect(studentT(1_000_000, initial).toFixed()).toBe('1.6464')
})

test('which versions are simulated is a parameter', () => {
  expect(drawsOf('hempLime', '1.1.0', initial)).toBeNull()
  expect(drawsOf('hempLime', '1.2.0', initial)).toBe(1000)
  expect(drawsOf('forestInventory', '1.2.0', initial)).toBeNull()
})

test.each([
  ['/studentT', { confidence: '0.9', studentT: [] }],
  ['', { confidence: '0.9', studentT: [{ degreesOfFreedom: 2, t: '2.92' }] }],
  [
    '/studentT',
    {
      confidence: '0.9',
      studentT: [
        { degreesOfFreedom: 1, t: '6.3138' },
        { degreesOfFreedom: 1, t: '6.3138' },
      ],
    },
  ],
] as const)('a table of t that cannot be used is refused at "%s"', (pointer, value) => {
  const { codec, key } = declared.interval
  expect(() => codec.decode(value, '', key)).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: expect.objectContaining({ pointer }) }),
  )
})
