/** What a verifier of a forest quantification should look at. Findings lower nothing by themselves. */
import type { ForestConstants } from './plotBiomass.ts'
import type { ReadForest } from './readForestInputs.ts'
import type { ReadInventory, ReadTree } from './readInventory.ts'

export function forestFindings({ stockDifference }: ReadForest, constants: ForestConstants): readonly string[] {
  if (stockDifference === null) return ['the rates of growth and loss are stated, not measured tree by tree']
  const { earlier, later } = stockDifference
  return [
    ...(earlier.kind === 'inventory'
      ? ofInventory('earlier', earlier.inventory, constants)
      : ['the earlier stock is stated, not inventoried']),
    ...ofInventory('later', later, constants),
  ]
}

function ofInventory(label: string, { plots, heights }: ReadInventory, constants: ForestConstants): readonly string[] {
  const trees = plots.flatMap((plot) => plot.trees)
  const counted = trees.filter(({ diameterCm }) => diameterCm.greaterThanOrEqualTo(constants.diameterLeast))
  const count = (such: (tree: ReadTree) => boolean) => counted.filter(such).length
  const how = heights?.kind === 'region' ? `modelled for ${heights.region}` : 'replaced by the stress of the climate'
  const least = constants.diameterLeast.toFixed()
  const most = constants.diameterCalibrated.toFixed()
  const findings: readonly (readonly [number, string])[] = [
    [trees.length - counted.length, `thinner than ${least} cm, not counted`],
    [count(({ heightM }) => heightM === null), `without a measured height, ${how}`],
    [
      count(({ woodDensity }) => woodDensity === null),
      `of unknown wood density, taken as ${constants.woodDensity.toFixed()}`,
    ],
    [
      count(({ diameterCm }) => diameterCm.greaterThan(most)),
      `thicker than ${most} cm, beyond the data of the equation`,
    ],
  ]
  const empty = plots.filter((plot) => plot.trees.length === 0).map(({ plot }) => `${label}: plot ${plot} has no trees`)
  return [
    ...findings.filter(([trees]) => trees > 0).map(([trees, what]) => `${label}: ${trees} trees ${what}`),
    ...empty,
  ]
}
