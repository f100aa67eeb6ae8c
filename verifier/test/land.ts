/** Inputs of land as the server names them: trees by their lines of the inventory, the seed by project and vintage. */
import { field, hill } from '@assay/domain/test/methodologyInputs.ts'
import { quantificationSeed } from '@assay/protocol/quantificationSeed.ts'
import { project } from './issuanceBundle.ts'

export const landSeed = quantificationSeed(project.projectId, project.vintage)

const stocks = hill.stockDifference!
let line = 1
const later = {
  plots: stocks.later.plots.map((of) => ({
    ...of,
    trees: of.trees.map((tree) => {
      line += 1
      return { ...tree, tree: `line ${line}` }
    }),
  })),
}

export const woodedHill = { ...hill, stockDifference: { ...stocks, later }, seed: landSeed }
export const measuredField = { ...field, seed: landSeed }
