/** Inputs of methodologies for tests: the cottage of domain.md, and small cases that were computed independently. */
import type { Earlier, ForestInputs, Heights, Inventory, PlotLine, TreeLine } from '../methodology/forestInputs.ts'
import type { GainLossLine } from '../methodology/gainLossInputs.ts'
import type { HempLimeInputs } from '../methodology/hempLimeInputs.ts'
import type { LayerLine, PointLine, SoilInputs } from '../methodology/soilInputs.ts'
import type { ParameterSet } from '../parameters.ts'
import { type MethodologyId, uncertainty } from '../programmes/secretTreesUncertainty.ts'
import { withValue } from './parameters.ts'

/** What the owner of the cottage states besides its bill: nothing is taken off that its factors do not include already. */
export const cottageStatements = {
  baseline: { kg: '0', source: 'no building would stand there' },
  leakage: { kg: '0', source: 'the hemp is grown on fallow land' },
  emissionsKg: { cultivation: '0', processing: '0', transport: '0', construction: '0' },
  emissionsSource: 'the factors of the bill include them',
} satisfies Partial<HempLimeInputs>

/** The cottage of domain.md 2.23 and 2.27 G6. */
export const cottage: HempLimeInputs = {
  methodologyVersion: '1.0.0',
  billOfMaterials: [
    { name: 'hurd', material: 'hurd', massKg: '3500' },
    { name: 'frame', material: 'timber', volumeM3: '4.5' },
    { name: 'lime', material: 'binder', massKg: '3000' },
  ],
  ...cottageStatements,
  carryInKg: '0',
}

export const tree = (name: string, diameterCm: string, heightM: string, woodDensity: string): TreeLine => ({
  tree: name,
  diameterCm,
  heightM,
  woodDensity,
})
export const plotOf = (plot: string, ...trees: TreeLine[]): PlotLine => ({
  plot,
  stratum: 'hill',
  areaHa: '0.1',
  trees,
})
export const later: Inventory = {
  plots: [
    plotOf('A', tree('1', '11', '15', '0.68'), tree('2', '30', '22', '0.6')),
    plotOf('B', tree('1', '20', '18', '0.5'), tree('2', '31', '26', '0.55')),
    plotOf('C', tree('1', '28', '24', '0.62')),
  ],
}
export const earlier: Earlier = { stocks: [{ stratum: 'hill', biomassTPerHa: '5', share: '0.1' }] }
export const hill: ForestInputs = {
  methodologyVersion: '1.0.0',
  strata: [{ stratum: 'hill', areaHa: '10' }],
  years: '5',
  stockDifference: { earlier, later },
  baselineKg: '0',
  leakageKg: '0',
  emissionsKg: { preparation: '0', fertiliser: '0', fuel: '0', burning: '0' },
  seed: '1',
  carryInKg: '0',
}

export const line: GainLossLine = {
  stratum: 'wood',
  growth: { tPerHaYear: '4', share: '0.1' },
  woodRemoval: { m3PerYear: '50', expansionTPerM3: '0.9', share: '0.2' },
  fuelwood: { treesM3PerYear: '10', expansionTPerM3: '0.9', partsM3PerYear: '20', densityTPerM3: '0.5', share: '0.3' },
  disturbance: { haPerYear: '2', biomassTPerHa: '120', shareLost: '0.3', share: '0.4' },
}
export const wood: ForestInputs = {
  methodologyVersion: '1.0.0',
  strata: [{ stratum: 'wood', areaHa: '100' }],
  years: '5',
  gainLoss: [line],
  rootToShoot: '0.25',
  baselineKg: '0',
  leakageKg: '0',
  emissionsKg: { preparation: '0', fertiliser: '0', fuel: '0', burning: '0' },
  seed: '1',
  carryInKg: '0',
}

const depths = [0, 15, 30, 60, 100]
/** Bulk density and organic carbon of the four layers. */
const profile = (layers: readonly (readonly [string, string])[], coarsePercent: readonly string[]): LayerLine[] =>
  layers.map(([bulkDensity, organicCarbonPercent], index) => ({
    topCm: depths[index]!,
    bottomCm: depths[index + 1]!,
    bulkDensity,
    organicCarbonPercent,
    coarsePercent: coarsePercent[index]!,
  }))
const stony = ['5', '5', '10', '10']
const clean = ['0', '0', '0', '0']
/** Loosened: the same depth holds less soil than before, so a slice of the layer below belongs to the comparison. */
export const loosened: PointLine = {
  point: 'P1',
  baseline: profile(
    [
      ['1.3', '1.5'],
      ['1.4', '1.2'],
      ['1.5', '0.6'],
      ['1.55', '0.3'],
    ],
    stony,
  ),
  after: profile(
    [
      ['1.2', '1.8'],
      ['1.35', '1.3'],
      ['1.5', '0.6'],
      ['1.55', '0.3'],
    ],
    stony,
  ),
}
/** Compacted: the reference mass ends within the second layer. */
export const compacted: PointLine = {
  point: 'P2',
  baseline: profile(
    [
      ['1.25', '1.4'],
      ['1.35', '1.1'],
      ['1.5', '0.5'],
      ['1.5', '0.3'],
    ],
    clean,
  ),
  after: profile(
    [
      ['1.3', '1.6'],
      ['1.4', '1.15'],
      ['1.5', '0.5'],
      ['1.5', '0.3'],
    ],
    clean,
  ),
}
export const field: SoilInputs = {
  methodologyVersion: '1.0.0',
  strata: [{ stratum: 'field', areaHa: '0.4', points: [loosened, compacted] }],
  baselineKg: '0',
  leakageKg: '0',
  emissionsKg: { preparation: '0', fertiliser: '0', fuel: '0', burning: '0' },
  seed: '1',
  carryInKg: '0',
}

const thin = { tree: '1', diameterCm: '30', woodDensity: '0.6' }
const withHeights = (heights: Heights): Inventory => ({
  plots: ['A', 'B'].map((plot) => ({ plot, stratum: 'hill', areaHa: '0.1', trees: [thin] })),
  heights,
})
const climate = { temperatureSeasonality: '431.69', waterDeficit: '-38.75', precipitationSeasonality: '33.254' }
const difference = (earlier: Earlier, later: Inventory): ForestInputs => ({
  ...hill,
  stockDifference: { earlier, later },
})
const relativeErrors = [{ source: 'laboratory', share: '0.15' }]

/** Together these state every input that each methodology takes. */
export const samples: readonly { readonly methodology: MethodologyId; readonly inputs: unknown }[] = [
  { methodology: 'hempLime', inputs: cottage },
  {
    methodology: 'hempLime',
    inputs: {
      methodologyVersion: '1.2.0',
      billOfMaterials: [
        { name: 'dry hurd', material: 'hurd', massKg: '100', moisturePercent: '10' },
        {
          ...{ name: 'hurd', material: 'hurd', massKg: '3500', scrapKg: '10' },
          ...{ moisturePercent: '12', carbonFraction: '0.41' },
        },
        { name: 'frame', material: 'timber', volumeM3: '4.5' },
      ],
      baseline: { kg: '6', source: 'the shed that stood there' },
      leakage: { kg: '5', source: 'straw that is bought elsewhere' },
      emissionsKg: { cultivation: '1', processing: '2', transport: '3', construction: '4' },
      emissionsSource: 'fuel and power as metered',
      soil: { baselineKgC: '60000', afterKgC: '60500' },
      carbonationMeasuredKg: '120',
      relativeErrors: [
        { source: 'scales', of: 'hurd', share: '0.15' },
        { source: 'laboratory', of: 'soil', share: '0.2' },
      ],
      samples: {
        walls: [{ wall: 'north', thicknessPoints: 10 }],
        batches: [{ batch: 'B1', densitySamples: 3 }],
      },
      seed: '7',
      carryInKg: '0.5',
    } satisfies HempLimeInputs,
  },
  { methodology: 'forestInventory', inputs: { ...hill, rootToShoot: '0.25' } },
  { methodology: 'forestInventory', inputs: hill },
  {
    methodology: 'forestInventory',
    inputs: difference({ inventory: withHeights({ region: 'pantropical' }) }, withHeights({ region: 'guianaShield' })),
  },
  {
    methodology: 'forestInventory',
    inputs: difference({ inventory: withHeights({ stress: '0.1' }) }, withHeights({ stress: '0.05' })),
  },
  {
    methodology: 'forestInventory',
    inputs: difference({ inventory: withHeights(climate) }, withHeights(climate)),
  },
  { methodology: 'forestInventory', inputs: difference({ inventory: later }, later) },
  {
    methodology: 'forestInventory',
    inputs: difference({ crownCover: [{ stratum: 'hill', cover: '0.04', forestTPerHa: '120', share: '0.1' }] }, later),
  },
  { methodology: 'forestInventory', inputs: wood },
  {
    methodology: 'forestInventory',
    inputs: {
      ...wood,
      gainLoss: [{ ...line, growth: { m3PerHaYear: '5', expansionTPerM3: '0.8', share: '0.1' } }],
    } satisfies ForestInputs,
  },
  { methodology: 'croplandSoil', inputs: { ...field, relativeErrors } },
]

/** As many draws as the parameter allows at least: tests compare, they do not estimate. */
export const fewDraws: ParameterSet = withValue(
  uncertainty.simulations,
  (uncertainty.simulations.initial as readonly Readonly<Record<string, string | number>>[]).map((row) => ({
    ...row,
    draws: 100,
  })),
)
