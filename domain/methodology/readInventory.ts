/** Reading a tree inventory: plots with their trees, two plots at least in every stratum, and how unknown heights are found. */
import type { Exact } from '../decimal.ts'
import { type HeightRegion, heightRegions } from '../programmes/secretTreesForest.ts'
import {
  assertDistinct,
  optional,
  readAboveZero,
  readChoice,
  readList,
  readObject,
  readSigned,
  readText,
  refuse,
} from './inputReader.ts'

export interface ReadTree {
  readonly tree: string
  readonly diameterCm: Exact
  readonly heightM: Exact | null
  readonly woodDensity: Exact | null
}

export interface ReadPlot {
  readonly plot: string
  readonly stratum: string
  readonly areaHa: Exact
  readonly trees: readonly ReadTree[]
}

export type ReadHeights =
  | { readonly kind: 'region'; readonly region: HeightRegion }
  | { readonly kind: 'stress'; readonly stress: Exact }
  | {
      readonly kind: 'climate'
      readonly temperatureSeasonality: Exact
      readonly waterDeficit: Exact
      readonly precipitationSeasonality: Exact
    }

export interface ReadInventory {
  readonly plots: readonly ReadPlot[]
  readonly heights: ReadHeights | null
}

/** A variance needs two values. */
const plotsLeast = 2

/** @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID */
export function readInventory(given: unknown, field: string, strata: readonly string[]): ReadInventory {
  const inventory = readObject(given, field, ['plots', 'heights'])
  const heights = optional(inventory.heights, `${field}/heights`, readHeights)
  const plots = readList(inventory.plots, `${field}/plots`, (entry, pointer) =>
    readPlot(entry, pointer, heights === null),
  )
  assertDistinct(
    plots.map(({ plot }) => plot),
    (index) => `${field}/plots/${index}/plot`,
  )
  for (const [index, { stratum }] of plots.entries()) {
    if (!strata.includes(stratum)) refuse(`${field}/plots/${index}/stratum`, 'not one of the strata')
  }
  for (const stratum of strata) {
    if (plots.filter((plot) => plot.stratum === stratum).length < plotsLeast) {
      refuse(`${field}/plots`, `fewer than ${plotsLeast} plots in stratum ${stratum}`)
    }
  }
  return { plots, heights }
}

function readPlot(given: unknown, field: string, heightsNeeded: boolean): ReadPlot {
  const plot = readObject(given, field, ['plot', 'stratum', 'areaHa', 'trees'])
  const trees = readList(plot.trees, `${field}/trees`, (entry, pointer) => readTree(entry, pointer, heightsNeeded))
  assertDistinct(
    trees.map(({ tree }) => tree),
    (index) => `${field}/trees/${index}/tree`,
  )
  return {
    plot: readText(plot.plot, `${field}/plot`),
    stratum: readText(plot.stratum, `${field}/stratum`),
    areaHa: readAboveZero(plot.areaHa, `${field}/areaHa`),
    trees,
  }
}

function readTree(given: unknown, field: string, heightNeeded: boolean): ReadTree {
  const tree = readObject(given, field, ['tree', 'diameterCm', 'heightM', 'woodDensity'])
  if (tree.heightM === undefined && heightNeeded) {
    refuse(`${field}/heightM`, 'not measured, and the inventory does not say how heights are found')
  }
  const aboveZero = (value: unknown, pointer: string) => readAboveZero(value, pointer)
  return {
    tree: readText(tree.tree, `${field}/tree`),
    diameterCm: readAboveZero(tree.diameterCm, `${field}/diameterCm`),
    heightM: optional(tree.heightM, `${field}/heightM`, aboveZero),
    woodDensity: optional(tree.woodDensity, `${field}/woodDensity`, aboveZero),
  }
}

function readHeights(given: unknown, field: string): ReadHeights {
  const climate = ['temperatureSeasonality', 'waterDeficit', 'precipitationSeasonality'] as const
  const heights = readObject(given, field, ['region', 'stress', ...climate])
  const named = Object.keys(heights)
  if (named.length === 1 && heights.region !== undefined) {
    return { kind: 'region', region: readChoice(heights.region, `${field}/region`, heightRegions) }
  }
  if (named.length === 1 && heights.stress !== undefined) {
    return { kind: 'stress', stress: readSigned(heights.stress, `${field}/stress`) }
  }
  if (named.length !== climate.length || named.some((name) => !climate.includes(name as never))) {
    return refuse(field, `give region, stress, or ${climate.join(', ')}`)
  }
  const read = (name: (typeof climate)[number]) => readSigned(heights[name], `${field}/${name}`)
  return {
    kind: 'climate',
    temperatureSeasonality: read('temperatureSeasonality'),
    waterDeficit: read('waterDeficit'),
    precipitationSeasonality: read('precipitationSeasonality'),
  }
}
