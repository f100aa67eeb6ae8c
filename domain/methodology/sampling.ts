/** Mean of a sample and the half-width of its interval: CDM AR-TOOL14 equations 15 to 17, for biomass and for soil carbon alike. */
import { type Exact, exact } from '../decimal.ts'
import { squareRoot } from '../transcendental.ts'
import { defineEquation } from './equation.ts'
import { type Measure, measure } from './measure.ts'
import type { Trace } from './trace.ts'

export interface Sample<U extends 't/ha' | 'tC/ha'> {
  readonly mean: Measure<U>
  /** Of the interval of the mean. */
  readonly halfWidth: Measure<U>
}

const tool = 'CDM AR-TOOL14'

/** The equations for one unit, and the way through them. A sample has at least two values; the caller sees to that. */
function samplingOf<const U extends 't/ha' | 'tC/ha'>(unit: U) {
  const squared = `(${unit})2` as `(${U})2`
  const equations = {
    value: defineEquation({
      id: `sample/value/${unit}`,
      rule: 'value',
      citation: `${tool} equation 16, summands`,
      inputs: { value: unit },
      output: unit,
      compute: ({ value }: { readonly value: Exact }) => value,
    }),
    mean: defineEquation({
      id: `sample/mean/${unit}`,
      rule: 'sum / size',
      citation: `${tool} equation 16`,
      inputs: { sum: unit, size: '1' },
      output: unit,
      compute: ({ sum, size }: Readonly<Record<'sum' | 'size', Exact>>) => sum.div(size),
    }),
    square: defineEquation({
      id: `sample/square/${unit}`,
      rule: 'value²',
      citation: `${tool} equation 17, summands`,
      inputs: { value: unit },
      output: squared,
      compute: ({ value }: { readonly value: Exact }) => value.pow(2),
    }),
    variance: defineEquation({
      id: `sample/variance/${unit}`,
      rule: '(size × sum of squares − sum²) / (size × (size − 1))',
      citation: `${tool} equation 17`,
      inputs: { squares: squared, sum: unit, size: '1' },
      output: squared,
      compute: ({ sum, squares, size }: Readonly<Record<'sum' | 'squares' | 'size', Exact>>) =>
        size
          .times(squares)
          .minus(sum.pow(2))
          .div(size.times(size.minus(1))),
    }),
    halfWidth: defineEquation({
      id: `sample/halfWidth/${unit}`,
      rule: 't × √(variance / size)',
      citation: `${tool} equation 15, of one stratum`,
      inputs: { variance: squared, size: '1', t: '1' },
      output: unit,
      compute: ({ variance, size, t }: Readonly<Record<'variance' | 'size' | 't', Exact>>) =>
        t.times(squareRoot(variance.div(size))),
    }),
  } as const
  return {
    equations,
    sampleOf(
      trace: Trace,
      label: string,
      values: readonly { readonly name: string; readonly value: Measure<U> }[],
      t: Exact,
    ): Sample<U> {
      const rows = values.map(({ name, value }) => ({ name, inputs: { value } }))
      const size = measure(exact(BigInt(values.length)), '1')
      const sum = trace.applyEach(equations.value, `${label}, values`, rows, []).total
      const mean = trace.apply(equations.mean, `${label}, mean`, { sum, size })
      const squares = trace.applyEach(equations.square, `${label}, squares`, rows, ['value']).total
      const variance = trace.apply(equations.variance, `${label}, variance`, { squares, sum, size })
      const halfWidth = trace.apply(equations.halfWidth, `${label}, half-width`, { variance, size, t: measure(t, '1') })
      return { mean, halfWidth }
    },
  }
}

export const biomassSampling = samplingOf('t/ha')
export const soilSampling = samplingOf('tC/ha')
