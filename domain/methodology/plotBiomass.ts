/** Biomass of one plot from its trees, tree by tree: allometry, roots, expansion to the hectare. */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { forest } from '../programmes/secretTreesForest.ts'
import { plotEquations } from './forestEquations.ts'
import { type Measure, measure, plus } from './measure.ts'
import { versionOf } from './methodology.ts'
import type { ReadHeights, ReadPlot, ReadTree } from './readInventory.ts'
import type { Trace } from './trace.ts'
import { treeEquations } from './treeEquations.ts'

export type ForestConstants = ReturnType<typeof forest.versions.codec.decode>[number]

/** Constants of a version. @throws METHODOLOGY_UNKNOWN */
export function forestConstants(version: string, parameters: ParameterSet): ForestConstants {
  return versionOf(parameters.get(forest.versions), version)
}

/** What all plots of a run share. */
export interface PlotMethod {
  readonly constants: ForestConstants
  /** Fixed for the place, or null: by the biomass of the plot. */
  readonly rootToShoot: Exact | null
  readonly parameters: ParameterSet
}

export interface PlotBiomass {
  readonly plot: string
  readonly belowground: Measure<'t/ha'>
  readonly biomass: Measure<'t/ha'>
}

const number = (value: Exact) => measure(value, '1')

/** @param label of the inventory, for the steps. */
export function plotBiomass(
  trace: Trace,
  label: string,
  plot: ReadPlot,
  heights: ReadHeights | null,
  method: PlotMethod,
): PlotBiomass {
  const { constants } = method
  const step = `${label} plot ${plot.plot}`
  const counted = plot.trees.filter(({ diameterCm }) => diameterCm.greaterThanOrEqualTo(constants.diameterLeast))
  const measured = counted.filter(({ heightM }) => heightM !== null)
  const others = counted.filter(({ heightM }) => heightM === null)
  const trees = plus(
    knownHeights(trace, `${step}, trees of measured height`, measured, measured.map(heightOf), constants),
    unknownHeights(trace, step, others, heights, method),
  )
  const aboveground = trace.apply(plotEquations.aboveground, `${step}, aboveground`, {
    trees,
    area: measure(plot.areaHa, 'ha'),
  })
  const belowground = roots(trace, `${step}, belowground`, aboveground, method)
  const biomass = trace.apply(plotEquations.biomass, `${step}, biomass`, { aboveground, belowground })
  return { plot: plot.plot, belowground, biomass }
}

function heightOf({ heightM }: ReadTree): Measure<'m'> {
  return measure(heightM!, 'm')
}

function densityOf({ woodDensity }: ReadTree, constants: ForestConstants): Measure<'g/cm3'> {
  return measure(woodDensity ?? constants.woodDensity, 'g/cm3')
}

/** Nothing is written about trees that are not there. */
function knownHeights(
  trace: Trace,
  step: string,
  trees: readonly ReadTree[],
  heights: readonly Measure<'m'>[],
  constants: ForestConstants,
): Measure<'kg'> {
  if (trees.length === 0) return measure(exact(0n), 'kg')
  const coefficient = number(constants.heightKnown.coefficient)
  const exponent = number(constants.heightKnown.exponent)
  const rows = trees.map((tree, index) => ({
    name: tree.tree,
    inputs: {
      woodDensity: densityOf(tree, constants),
      diameter: measure(tree.diameterCm, 'cm'),
      height: heights[index]!,
      coefficient,
      exponent,
    },
  }))
  return trace.applyEach(treeEquations.heightKnown, step, rows, ['woodDensity', 'diameter', 'height']).total
}

/** Trees without a height: by the model of their region, or by the stress of their climate. */
function unknownHeights(
  trace: Trace,
  step: string,
  trees: readonly ReadTree[],
  heights: ReadHeights | null,
  { constants, parameters }: PlotMethod,
): Measure<'kg'> {
  if (trees.length === 0 || heights === null) return measure(exact(0n), 'kg')
  if (heights.kind === 'region') {
    const { a, b, c } = parameters.get(forest.heightModels)[heights.region]
    const coefficients = { a: number(a), b: number(b), c: number(c) }
    const rows = trees.map(({ tree, diameterCm }) => ({
      name: tree,
      inputs: { diameter: measure(diameterCm, 'cm'), ...coefficients },
    }))
    const { each } = trace.applyEach(treeEquations.height, `${step}, heights`, rows, ['diameter'])
    return knownHeights(trace, `${step}, trees of modelled height`, trees, each, constants)
  }
  const { intercept, stress: e, density: r, diameter: d, diameterSquared: q } = constants.heightUnknown
  const shared = { stress: stressOf(trace, step, heights, constants), intercept: number(intercept) }
  const coefficients = { e: number(e), r: number(r), d: number(d), q: number(q) }
  const rows = trees.map((tree) => ({
    name: tree.tree,
    inputs: {
      woodDensity: densityOf(tree, constants),
      diameter: measure(tree.diameterCm, 'cm'),
      ...shared,
      ...coefficients,
    },
  }))
  const name = `${step}, trees of unknown height`
  return trace.applyEach(treeEquations.heightUnknown, name, rows, ['woodDensity', 'diameter']).total
}

function stressOf(
  trace: Trace,
  step: string,
  heights: Exclude<ReadHeights, { readonly kind: 'region' }>,
  { stress }: ForestConstants,
): Measure<'1'> {
  if (heights.kind === 'stress') return number(heights.stress)
  return trace.apply(treeEquations.stress, `${step}, stress`, {
    temperatureSeasonality: number(heights.temperatureSeasonality),
    waterDeficit: number(heights.waterDeficit),
    precipitationSeasonality: number(heights.precipitationSeasonality),
    t: number(stress.temperatureSeasonality),
    w: number(stress.waterDeficit),
    p: number(stress.precipitationSeasonality),
  })
}

/** A plot without trees has no roots either: its logarithm would have no value. */
function roots(
  trace: Trace,
  step: string,
  aboveground: Measure<'t/ha'>,
  { rootToShoot, constants }: PlotMethod,
): Measure<'t/ha'> {
  if (rootToShoot !== null || aboveground.value.isZero()) {
    const ratio = number(rootToShoot ?? exact(0n))
    return trace.apply(plotEquations.rootsByRatio, step, { aboveground, rootToShoot: ratio })
  }
  return trace.apply(plotEquations.rootsByBiomass, step, {
    aboveground,
    intercept: number(constants.roots.intercept),
    slope: number(constants.roots.slope),
  })
}
