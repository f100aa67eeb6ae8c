/**
 * Uncertainty of a result by both approaches of the IPCC (2006 and 2019, Vol 1 Ch 3): the same calculation is run with one input
 * after the other moved by its half-width (Approach 1: exactly equation 3.1 for products and 3.2 for sums, and their combination),
 * and with all inputs drawn at random (Approach 2). Inputs that several parts share move together in both.
 */
import { Decimal } from 'decimal.js'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { type Deviation, simulate } from '../policy/simulation.ts'
import { type MethodologyId, uncertainty } from '../programmes/secretTreesUncertainty.ts'
import { squareRoot } from '../transcendental.ts'
import { defineEquation } from './equation.ts'
import { type Measure, measure } from './measure.ts'
import type { Trace } from './trace.ts'

export type { Deviation } from '../policy/simulation.ts'

export const uncertaintyEquations = {
  contribution: defineEquation({
    id: 'ipcc/v1c3/contribution',
    rule: '(result with this input moved by its half-width − result)²',
    citation: 'IPCC 2006/2019 Vol 1 Ch 3, terms of equations 3.1 and 3.2',
    inputs: { moved: 'kgCO2e', result: 'kgCO2e' },
    output: '(kgCO2e)2',
    compute: ({ moved, result }) => moved.minus(result).pow(2),
  }),
  combined: defineEquation({
    id: 'ipcc/v1c3/eq3.1-3.2',
    rule: '√(sum of the contributions) / |result|, rounded up to six decimals',
    citation: 'IPCC 2006/2019 Vol 1 Ch 3 equations 3.1 and 3.2',
    inputs: { contributions: '(kgCO2e)2', result: 'kgCO2e' },
    output: '1',
    compute: ({ contributions, result }) => roundUp(squareRoot(contributions).div(result.abs())),
  }),
} as const

export const simulationRule = {
  id: 'policy/simulation',
  rule: '(upper end − lower end of the interval of the simulated results) / 2 / |result|, rounded up to six decimals',
  citation: 'IPCC 2006/2019 Vol 1 Ch 3 Approach 2',
} as const

const zero = exact(0n)
const one = exact(1n)

/** Both as shares of the result, half the width of the governed interval. */
export interface Assessment {
  readonly approach1: Exact
  /** Null when the version is not simulated. */
  readonly approach2: Exact | null
}

/**
 * @param model the result, in kg CO2e, with each source at a deviation from its estimate; at 0 everywhere it is the result itself.
 * @param sources names of what is uncertain. @throws what the model throws, DECIMAL_UNDEFINED when the result is zero
 */
export function assessUncertainty(
  trace: Trace,
  model: (deviation: Deviation) => Measure<'kgCO2e'>,
  sources: readonly string[],
  { seed, draws }: { readonly seed: bigint; readonly draws: number | null },
  parameters: ParameterSet,
): Assessment {
  const result = model(() => zero)
  const contributions = trace.applyEach(
    uncertaintyEquations.contribution,
    'contributions to the uncertainty',
    sources.map((name) => ({
      name,
      inputs: { moved: model((source) => (source === name ? one : zero)), result },
    })),
    ['moved'],
  ).total
  const approach1 = trace.apply(uncertaintyEquations.combined, 'uncertainty, approach 1', {
    contributions,
    result,
  }).value
  if (draws === null) return { approach1, approach2: null }
  const { confidence } = parameters.get(uncertainty.interval)
  const simulated = simulate((deviation) => model(deviation).value, sources, { seed, draws, confidence })
  const share = roundUp(simulated.upper.minus(simulated.lower).div(2).div(result.value.abs()))
  const kg = (value: Exact) => measure(value, 'kgCO2e')
  trace.record(
    simulationRule,
    'uncertainty, approach 2',
    {
      result,
      mean: kg(simulated.mean),
      lower: kg(simulated.lower),
      upper: kg(simulated.upper),
      confidence: measure(confidence, '1'),
      draws: measure(exact(BigInt(draws)), '1'),
      seed: measure(exact(seed), '1'),
    },
    measure(share, '1'),
  )
  return { approach1, approach2: share }
}

function roundUp(value: Exact): Exact {
  return value.toDecimalPlaces(6, Decimal.ROUND_UP)
}

/** How often a version is simulated; null when it is not. */
export function drawsOf(methodology: MethodologyId, version: string, parameters: ParameterSet): number | null {
  const simulations = parameters.get(uncertainty.simulations)
  return simulations.find((row) => row.methodology === methodology && row.version === version)?.draws ?? null
}

/** Student's t for the governed interval; between two rows of the table that of fewer degrees of freedom, which is larger. */
export function studentT(degreesOfFreedom: number, parameters: ParameterSet): Exact {
  const { studentT: table } = parameters.get(uncertainty.interval)
  return table.findLast((row) => row.degreesOfFreedom <= degreesOfFreedom)!.t
}
