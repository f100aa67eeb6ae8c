/** Inputs of the forest inventory methodology. A number that is not stated is refused, unless the member says otherwise. */
import type { HeightRegion } from '../programmes/secretTreesForest.ts'
import type { GainLossLine } from './gainLossInputs.ts'
import type { ProjectAccount } from './projectAccount.ts'

/** One stem, dry matter unknown: what a crew measures. */
export interface TreeLine {
  /** Tag, unique within its plot. */
  readonly tree: string
  /** At breast height. */
  readonly diameterCm: string
  /** When measured; otherwise the inventory's `heights` says how it is found. */
  readonly heightM?: string
  /** G/cm3, from the species; without it the version's default. */
  readonly woodDensity?: string
}

export interface PlotLine {
  readonly plot: string
  readonly stratum: string
  readonly areaHa: string
  readonly trees: readonly TreeLine[]
}

/** How the height of a tree enters that was not measured: by a regional model, or not at all but by the stress of its climate. */
export type Heights =
  | { readonly region: HeightRegion }
  | { readonly stress: string }
  | {
      /** Standard deviation of monthly mean temperature × 100, water deficit in mm per year (negative), variation of rain in percent. */
      readonly temperatureSeasonality: string
      readonly waterDeficit: string
      readonly precipitationSeasonality: string
    }

export interface Inventory {
  readonly plots: readonly PlotLine[]
  readonly heights?: Heights
}

/** What the inventory is compared with: an earlier one, a stock from elsewhere, or the crown cover before the project. */
export type Earlier =
  | { readonly inventory: Inventory }
  | { readonly stocks: readonly { readonly stratum: string; readonly biomassTPerHa: string; readonly share: string }[] }
  | {
      readonly crownCover: readonly {
        readonly stratum: string
        readonly cover: string
        /** Aboveground biomass of the region's forest. */
        readonly forestTPerHa: string
        readonly share: string
      }[]
    }

export interface ForestInputs extends ProjectAccount {
  readonly strata: readonly { readonly stratum: string; readonly areaHa: string }[]
  /** Between the two times, or over which gains and losses are counted. */
  readonly years: string
  /** One of the two. */
  readonly stockDifference?: { readonly earlier: Earlier; readonly later: Inventory }
  readonly gainLoss?: readonly GainLossLine[]
  /** Belowground per aboveground biomass, when known for the place; gains and losses need it. */
  readonly rootToShoot?: string
}
