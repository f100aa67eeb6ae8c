/** How many samples a quantification needs at least, by what is measured (domain.md 2.23 "Sampling"). */
import { inputChecks } from '../checks.ts'
import { Exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { secretTrees } from '../programmes/secretTrees.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { amount, fields, whole } from '../shapes.ts'

export const samplingErrors = defineErrors({
  SAMPLING_INPUT_INVALID: {
    status: 422,
    title: 'What is to be sampled is outside its range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})

const check = inputChecks((details) => samplingErrors.SAMPLING_INPUT_INVALID(details))

/** What is measured; zero where there is none. */
export interface SampledProject {
  /** Where the material grew. */
  readonly area: Quantity<'ha'>
  readonly walls: number
  /** Of material, each mixed at once. */
  readonly batches: number
}

export interface SamplingPlan {
  /** Of a square metre each. */
  readonly plots: number
  readonly soilPoints: number
  readonly thicknessPoints: number
  readonly densitySamples: number
}

// More would be no project; and the counts stay whole numbers that JavaScript counts exactly.
const countMost = 1_000_000
const projectShape = fields<SampledProject>({
  area: amount('ha'),
  walls: whole(0, countMost),
  batches: whole(0, countMost),
})

/** Plots and soil points for every hectare, a part of one rounded up; points for every wall, samples for every batch. @throws SAMPLING_INPUT_INVALID */
export function samplingPlanUp(project: SampledProject, parameters: ParameterSet): SamplingPlan {
  check.all({ project }, { project: projectShape })
  const { area, walls, batches } = project
  const hectares = toExact(area)
  check.that(hectares.lessThanOrEqualTo(countMost), 'area', `more than ${countMost} ha`)
  const least = parameters.get(secretTrees.methodology.sampling)
  const overArea = (perHectare: number) => hectares.times(perHectare).toDecimalPlaces(0, Exact.ROUND_CEIL).toNumber()
  return {
    plots: overArea(least.plotsPerHectare),
    soilPoints: overArea(least.soilPointsPerHectare),
    thicknessPoints: walls * least.thicknessPointsPerWall,
    densitySamples: batches * least.densitySamplesPerBatch,
  }
}
