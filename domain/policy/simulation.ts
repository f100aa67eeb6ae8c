/**
 * Approach 2 of the IPCC (2006 and 2019, Vol 1 Ch 3, 3.2.3.2): Monte Carlo. A calculation is repeated with its uncertain inputs
 * drawn anew, and the spread of its results is its uncertainty. The seed is an input, so that a run can be repeated anywhere.
 */
import { Decimal } from 'decimal.js'
import { inputChecks } from '../checks.ts'
import { type Exact, exact, sum } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import { normal, normalQuantile, splitMix64 } from '../random.ts'
import { aboveZero, fields, finite, list, text, units, whole } from '../shapes.ts'
import { squareRoot, workingDigits } from '../transcendental.ts'

export const simulationErrors = defineErrors({
  SIMULATION_INPUT_INVALID: {
    status: 422,
    title: 'A simulation was given what it cannot use',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks(simulationErrors.SIMULATION_INPUT_INVALID)
const one = exact(1n)

/** How far an uncertain input lies from its estimate, in half-widths of its interval; 0 is the estimate itself. */
export type Deviation = (source: string) => Exact

export interface SimulationOptions {
  readonly seed: bigint
  readonly draws: number
  /** Of the interval whose half-width a deviation of 1 means, and of the interval returned: two-sided, above 0 and below 1. */
  readonly confidence: Exact
}

export interface Simulation {
  readonly mean: Exact
  readonly standardDeviation: Exact
  /** Ends of the interval: percentiles by nearest rank. */
  readonly lower: Exact
  readonly upper: Exact
}

const optionsShape = fields<SimulationOptions>({ seed: units(), draws: whole(2, 100_000), confidence: aboveZero })

/**
 * Repeats a calculation with its uncertain sources drawn from a seed, and gives mean, deviation and interval of the results.
 * @param model the calculation, with every source of uncertainty at a deviation.
 * @param sources names, in the order in which they are drawn; each is normal and independent of the others.
 * @throws SIMULATION_INPUT_INVALID and what the model throws
 */
export function simulate(
  model: (deviation: Deviation) => Exact,
  sources: readonly string[],
  options: SimulationOptions,
): Simulation {
  check.that(typeof model === 'function', 'model', 'it is no calculation')
  check.all({ sources, options }, { sources: list(text), options: optionsShape })
  const { seed, draws, confidence } = options
  check.that(confidence.lessThan(one), 'confidence', 'not below 1')
  check.that(new Set(sources).size === sources.length, 'sources', 'a source is named twice')
  const halfWidth = normalQuantile(one.plus(confidence).div(2))
  const bits = splitMix64(seed)
  const results: Exact[] = []
  for (let draw = 0; draw < draws; draw++) {
    const drawn = new Map(sources.map((source) => [source, normal(bits()).div(halfWidth)]))
    const result = model((source) => drawnOf(drawn, source))
    check.all({ model: result }, { model: finite })
    results.push(result.toSignificantDigits(workingDigits, Decimal.ROUND_HALF_EVEN))
  }
  return summarise(results, confidence)
}

/** Mean, deviation and interval of simulated results, of which there are two at least. @throws SIMULATION_INPUT_INVALID */
export function summarise(results: readonly Exact[], confidence: Exact): Simulation {
  check.all({ results, confidence }, { results: list(finite, 2), confidence: aboveZero })
  check.that(confidence.lessThan(one), 'confidence', 'not below 1')
  const mean = sum(results).div(results.length)
  const squares = sum(results.map((result) => result.minus(mean).pow(2)))
  const sorted = results.toSorted((a, b) => a.cmp(b))
  const tail = one.minus(confidence).div(2)
  return {
    mean,
    standardDeviation: squareRoot(squares.div(results.length - 1)),
    lower: percentile(sorted, tail),
    upper: percentile(sorted, one.minus(tail)),
  }
}

function drawnOf(drawn: ReadonlyMap<string, Exact>, source: string): Exact {
  const deviation = drawn.get(source)
  check.that(deviation !== undefined, 'sources', `the model asks for ${source}, which is not drawn`)
  return deviation!
}

/** Nearest rank: the smallest result that at least this share of results does not exceed. */
function percentile(sorted: readonly Exact[], share: Exact): Exact {
  const rank = share.times(sorted.length).toDecimalPlaces(0, Decimal.ROUND_CEIL).toNumber()
  return sorted[Math.max(rank, 1) - 1]!
}
