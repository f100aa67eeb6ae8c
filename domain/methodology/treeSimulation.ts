/**
 * Approach 2 of the IPCC down to the single tree: what measurement, height model, wood density and the allometric equation itself
 * leave uncertain about the biomass of many trees together. Errors of one tree average out over the others; those of the equation's
 * parameters do not. The governed half-width of allometry in `secretTreesForest.ts` rests on a simulation like this.
 */
import { Decimal } from 'decimal.js'
import { type Exact, exact } from '../decimal.ts'
import { type Simulation, summarise } from '../policy/simulation.ts'
import { normal, splitMix64 } from '../random.ts'
import { exponential, logarithm, squareRoot, workingDigits } from '../transcendental.ts'

/** A tree with the relative standard errors of what was measured or modelled. */
export interface UncertainTree {
  readonly diameterCm: Exact
  readonly woodDensity: Exact
  readonly heightM: Exact
  readonly errors: { readonly diameter: Exact; readonly woodDensity: Exact; readonly height: Exact }
}

/** One draw of the parameters of ln B = intercept + slope × ln(ρ D² H) + ε, with the standard deviation of ε. */
export interface AllometryDraw {
  readonly intercept: Exact
  readonly slope: Exact
  readonly residual: Exact
}

interface Prepared {
  readonly x: Exact
  /** Variance of x, and its shift: measurement errors leave the expectation of what is measured where it is. */
  readonly variance: Exact
  readonly shift: Exact
}

/**
 * Biomass of all trees together, in kg of dry matter. Measurement errors are log-normal with the expectation that was measured.
 * @param parameters draws of the equation's parameters, taken at random, each as often as any other.
 */
export function simulateTrees(
  trees: readonly UncertainTree[],
  parameters: readonly AllometryDraw[],
  { seed, draws, confidence }: { readonly seed: bigint; readonly draws: number; readonly confidence: Exact },
): Simulation {
  const prepared = trees.map(prepare)
  const bits = splitMix64(seed)
  const results = Array.from({ length: draws }, () => {
    const drawn = parameters[Number(bits() % BigInt(parameters.length))]!
    const biomass = prepared.reduce((total, tree) => total.plus(biomassOf(tree, drawn, normal(bits()))), exact(0n))
    return biomass.toSignificantDigits(workingDigits, Decimal.ROUND_HALF_EVEN)
  })
  return summarise(results, confidence)
}

function prepare({ diameterCm, woodDensity, heightM, errors }: UncertainTree): Prepared {
  const [diameter, density, height] = [errors.diameter, errors.woodDensity, errors.height].map(logVariance) as [
    Exact,
    Exact,
    Exact,
  ]
  return {
    x: logarithm(woodDensity.times(diameterCm.pow(2)).times(heightM)),
    variance: diameter.times(4).plus(density).plus(height),
    shift: diameter.plus(density.plus(height).div(2)),
  }
}

/** Variance of the logarithm of a log-normal value with this relative standard error. */
function logVariance(relative: Exact): Exact {
  return logarithm(relative.pow(2).plus(1))
}

function biomassOf(
  { x, variance, shift }: Prepared,
  { intercept, slope, residual }: AllometryDraw,
  deviate: Exact,
): Exact {
  const spread = squareRoot(residual.pow(2).plus(slope.pow(2).times(variance)))
  return exponential(intercept.plus(slope.times(x.minus(shift))).plus(spread.times(deviate)))
}
