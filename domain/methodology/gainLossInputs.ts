/** Annual gains and losses of one stratum, each with the half-width of its interval as a share, and their reading. */
import type { Exact } from '../decimal.ts'
import { readDecimal, readObject, readShare, readText, refuse } from './inputReader.ts'

export interface GainLossLine {
  readonly stratum: string
  /** Aboveground biomass that grows, or stem volume with the factor that expands it to biomass. */
  readonly growth:
    | { readonly tPerHaYear: string; readonly share: string }
    | { readonly m3PerHaYear: string; readonly expansionTPerM3: string; readonly share: string }
  /** Merchantable wood taken out. */
  readonly woodRemoval: { readonly m3PerYear: string; readonly expansionTPerM3: string; readonly share: string }
  /** Fuelwood: whole trees, and parts of trees with their density. */
  readonly fuelwood: {
    readonly treesM3PerYear: string
    readonly expansionTPerM3: string
    readonly partsM3PerYear: string
    readonly densityTPerM3: string
    readonly share: string
  }
  /** Fire, storm, pests: the area hit each year, its aboveground biomass, and the share of it that is lost. */
  readonly disturbance: {
    readonly haPerYear: string
    readonly biomassTPerHa: string
    readonly shareLost: string
    readonly share: string
  }
}

export interface ReadGainLoss {
  readonly pointer: string
  readonly stratum: string
  readonly growth: { readonly amount: Exact; readonly expansion: Exact | null; readonly share: Exact }
  readonly woodRemoval: { readonly volume: Exact; readonly expansion: Exact; readonly share: Exact }
  readonly fuelwood: {
    readonly trees: Exact
    readonly expansion: Exact
    readonly parts: Exact
    readonly density: Exact
    readonly share: Exact
  }
  readonly disturbance: {
    readonly area: Exact
    readonly biomass: Exact
    readonly shareLost: Exact
    readonly share: Exact
  }
}

/** @throws METHODOLOGY_INPUT_INVALID DECIMAL_INVALID */
export function readGainLoss(given: unknown, pointer: string): ReadGainLoss {
  const line = readObject(given, pointer, ['stratum', 'growth', 'woodRemoval', 'fuelwood', 'disturbance'])
  const wood = membersOf(line.woodRemoval, `${pointer}/woodRemoval`, ['m3PerYear', 'expansionTPerM3'])
  const fuel = membersOf(line.fuelwood, `${pointer}/fuelwood`, [
    'treesM3PerYear',
    'expansionTPerM3',
    'partsM3PerYear',
    'densityTPerM3',
  ])
  const hit = membersOf(line.disturbance, `${pointer}/disturbance`, ['haPerYear', 'biomassTPerHa', 'shareLost'])
  if (hit.shareLost!.greaterThan(1)) refuse(`${pointer}/disturbance/shareLost`, 'above 1')
  return {
    pointer,
    stratum: readText(line.stratum, `${pointer}/stratum`),
    growth: readGrowth(line.growth, `${pointer}/growth`),
    woodRemoval: { volume: wood.m3PerYear!, expansion: wood.expansionTPerM3!, share: wood.share! },
    fuelwood: {
      trees: fuel.treesM3PerYear!,
      expansion: fuel.expansionTPerM3!,
      parts: fuel.partsM3PerYear!,
      density: fuel.densityTPerM3!,
      share: fuel.share!,
    },
    disturbance: { area: hit.haPerYear!, biomass: hit.biomassTPerHa!, shareLost: hit.shareLost!, share: hit.share! },
  }
}

function readGrowth(given: unknown, pointer: string): ReadGainLoss['growth'] {
  const byVolume = typeof given === 'object' && given !== null && 'm3PerHaYear' in given
  if (byVolume) {
    const { m3PerHaYear, expansionTPerM3, share } = membersOf(given, pointer, ['m3PerHaYear', 'expansionTPerM3'])
    return { amount: m3PerHaYear!, expansion: expansionTPerM3!, share: share! }
  }
  const { tPerHaYear, share } = membersOf(given, pointer, ['tPerHaYear'])
  return { amount: tPerHaYear!, expansion: null, share: share! }
}

/** Decimals that are all stated, and the share of their uncertainty. */
function membersOf(given: unknown, pointer: string, names: readonly string[]): Readonly<Record<string, Exact>> {
  const members = readObject(given, pointer, [...names, 'share'])
  return Object.fromEntries([
    ...names.map((name) => [name, readDecimal(members[name], `${pointer}/${name}`)] as const),
    ['share', readShare(members.share, `${pointer}/share`)],
  ])
}
