/** Inputs of the cropland soil carbon methodology and their reading: points sampled twice, layer by layer from the surface. */
import { type Exact, exact } from '../decimal.ts'
import {
  assertDistinct,
  type RelativeError,
  readAboveZero,
  readCount,
  readList,
  readObject,
  readPercent,
  readRelativeErrors,
  readText,
  refuse,
} from './inputReader.ts'
import { accountMembers, type ProjectAccount, type ReadAccount, readAccount } from './projectAccount.ts'

export interface LayerLine {
  readonly topCm: number
  readonly bottomCm: number
  /** Of the fine soil and the stones together, g/cm3. */
  readonly bulkDensity: string
  /** Share of the fine soil's mass, percent. */
  readonly organicCarbonPercent: string
  /** Stones' share of the mass, percent; zero is stated. */
  readonly coarsePercent: string
}

/** One place, found again: the pair of a baseline and a later profile. */
export interface PointLine {
  readonly point: string
  readonly baseline: readonly LayerLine[]
  readonly after: readonly LayerLine[]
}

export interface SoilInputs extends ProjectAccount {
  readonly strata: readonly {
    readonly stratum: string
    readonly areaHa: string
    readonly points: readonly PointLine[]
  }[]
  /** Half-widths of what all points share, such as the laboratory's bias, as shares of the change. */
  readonly relativeErrors?: readonly { readonly source: string; readonly share: string }[]
}

export interface ReadLayer {
  readonly topCm: number
  readonly bottomCm: number
  readonly bulkDensity: Exact
  readonly content: Exact
  readonly coarse: Exact
}

export interface ReadPoint {
  readonly pointer: string
  readonly point: string
  readonly baseline: readonly ReadLayer[]
  readonly after: readonly ReadLayer[]
}

export interface ReadSoilStratum {
  readonly stratum: string
  readonly areaHa: Exact
  readonly points: readonly ReadPoint[]
}

export interface ReadSoil extends ReadAccount {
  readonly strata: readonly ReadSoilStratum[]
  readonly relativeErrors: readonly RelativeError[]
}

/** A variance needs two values. */
const pointsLeast = 2
const depthMostCm = 1000
const densityMost = exact('3')

/** @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID */
export function readSoilInputs(given: SoilInputs): ReadSoil {
  const inputs = readObject(given, '', [...accountMembers, 'strata', 'relativeErrors'])
  const strata = readList(inputs.strata, '/strata', readStratum, 1)
  const names = strata.map(({ stratum }) => stratum)
  assertDistinct(names, (index) => `/strata/${index}/stratum`)
  return { ...readAccount(inputs), strata, relativeErrors: readRelativeErrors(inputs.relativeErrors) }
}

function readStratum(given: unknown, field: string): ReadSoilStratum {
  const of = readObject(given, field, ['stratum', 'areaHa', 'points'])
  const points = readList(of.points, `${field}/points`, readPoint, pointsLeast)
  assertDistinct(
    points.map(({ point }) => point),
    (index) => `${field}/points/${index}/point`,
  )
  return {
    stratum: readText(of.stratum, `${field}/stratum`),
    areaHa: readAboveZero(of.areaHa, `${field}/areaHa`),
    points,
  }
}

function readPoint(given: unknown, pointer: string): ReadPoint {
  const { point, baseline, after } = readObject(given, pointer, ['point', 'baseline', 'after'])
  return {
    pointer,
    point: readText(point, `${pointer}/point`),
    baseline: readProfile(baseline, `${pointer}/baseline`),
    after: readProfile(after, `${pointer}/after`),
  }
}

/** From the surface down, without a gap. */
function readProfile(given: unknown, field: string): readonly ReadLayer[] {
  const layers = readList(given, field, readLayer, 1)
  for (const [index, { topCm }] of layers.entries()) {
    const above = index === 0 ? 0 : layers[index - 1]!.bottomCm
    if (topCm !== above) refuse(`${field}/${index}/topCm`, `the layer above ends at ${above} cm`)
  }
  return layers
}

function readLayer(given: unknown, field: string): ReadLayer {
  const layer = readObject(given, field, ['topCm', 'bottomCm', 'bulkDensity', 'organicCarbonPercent', 'coarsePercent'])
  const topCm = readCount(layer.topCm, `${field}/topCm`)
  const bottomCm = readCount(layer.bottomCm, `${field}/bottomCm`)
  if (bottomCm <= topCm || bottomCm > depthMostCm)
    refuse(`${field}/bottomCm`, `not between ${topCm} and ${depthMostCm}`)
  return {
    topCm,
    bottomCm,
    bulkDensity: readAboveZero(layer.bulkDensity, `${field}/bulkDensity`, densityMost),
    content: readPercent(layer.organicCarbonPercent, `${field}/organicCarbonPercent`),
    coarse: readPercent(layer.coarsePercent, `${field}/coarsePercent`),
  }
}
