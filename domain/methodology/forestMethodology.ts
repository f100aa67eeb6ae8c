/** Declaration of the forest inventory methodology. */

import { secretTrees } from '../programmes/secretTrees.ts'
import { forest } from '../programmes/secretTreesForest.ts'
import { deductionRules } from './deduction.ts'
import { plotEquations, stockEquations } from './forestEquations.ts'
import type { ForestInputs } from './forestInputs.ts'
import { quantifyForest } from './forestInventory.ts'
import { gainLossEquations } from './gainLossEquations.ts'
import { declared, inputsFrom, type Methodology } from './methodology.ts'
import { accountInputs, projectEquations } from './projectAccount.ts'
import { issuanceRules } from './quantification.ts'
import { biomassSampling } from './sampling.ts'
import { treeEquations } from './treeEquations.ts'
import { simulationRule, uncertaintyEquations } from './uncertainty.ts'

const refused = 'refused'
const crew = 'field crew, tree inventory'
const project = 'project document'
const otherHeights = 'refused, unless heights are found in another way'

/** Members of an inventory, now and perhaps earlier. */
function inventory(at: string) {
  const plots = `${at}/plots/*`
  return [
    ...inputsFrom(crew, {
      [`${plots}/plot`]: ['text', 'plot; a permanent one keeps its name', refused],
      [`${plots}/stratum`]: ['text', 'stratum of the plot; two plots at least in each', refused],
      [`${plots}/areaHa`]: ['ha', 'area of the plot', refused],
      [`${plots}/trees/*/tree`]: ['text', 'tag of the tree', refused],
      [`${plots}/trees/*/diameterCm`]: ['cm', 'diameter at breast height', refused],
      [`${plots}/trees/*/heightM`]: ['m', 'height', 'refused, unless heights says how it is found'],
      [`${plots}/trees/*/woodDensity`]: ['g/cm3', 'wood density of the species', 'the default of the version'],
    }),
    ...inputsFrom(project, {
      [`${at}/heights/region`]: ['choice', 'region of the height model', otherHeights],
      [`${at}/heights/stress`]: ['1', 'environmental stress E of Chave et al. 2014', otherHeights],
      [`${at}/heights/temperatureSeasonality`]: ['1', 'standard deviation × 100, °C', otherHeights],
      [`${at}/heights/waterDeficit`]: ['1', 'climatic water deficit, mm per year, negative', otherHeights],
      [`${at}/heights/precipitationSeasonality`]: ['1', 'coefficient of variation, percent', otherHeights],
    }),
  ]
}

export const forestMethodology: Methodology = {
  id: 'forestInventory',
  title: 'Forest inventory, tree by tree',
  pool: 'treeBiomass',
  citation:
    'CDM AR-TOOL14 (accounting frame, uncertainty discount); Chave et al. 2014 equations 4, 6b and 7; Feldpausch et al. 2012; ' +
    'IPCC 2006 Guidelines and 2019 Refinement, Vol 4 Ch 2 and Vol 1 Ch 3; structure of ISO 14064-2',
  frame: {
    project:
      'Carbon in living trees, above and below ground: the change between two times, or annual gains less losses.',
    baseline:
      'The stock before the project, and a stated change of the baseline scenario; each is an input, zero included.',
    additionality: 'Stated in the project document and judged by the verifier; nothing is computed from it.',
    leakage: 'Stated in kg CO2e, zero included, and taken off.',
    monitoring: 'Sample plots measured tree by tree, two at least in every stratum; the same strata at both times.',
    permanence: 'Buffer share, reversal and audits of the programme.',
  },
  inputs: [
    ...inputsFrom('parcel register', {
      '/strata/*/stratum': ['text', 'part of the project area that is alike', refused],
      '/strata/*/areaHa': ['ha', 'its area', refused],
    }),
    ...inputsFrom(project, {
      '/years': ['yr', 'between the two times, or of the gains and losses', refused],
      '/rootToShoot': [
        '1',
        'belowground per aboveground biomass',
        'by the biomass of each plot; gainLoss is refused without it',
      ],
    }),
    ...inventory('/stockDifference/later'),
    ...inventory('/stockDifference/earlier/inventory'),
    ...inputsFrom(project, {
      '/stockDifference/earlier/stocks/*/stratum': ['text', 'stratum of a stated stock', refused],
      '/stockDifference/earlier/stocks/*/biomassTPerHa': ['t/ha', 'biomass above and below ground', refused],
      '/stockDifference/earlier/stocks/*/share': ['1', 'half-width of its interval, as a share', refused],
      '/stockDifference/earlier/crownCover/*/stratum': ['text', 'stratum of an earlier crown cover', refused],
      '/stockDifference/earlier/crownCover/*/cover': ['1', 'crown cover', refused],
      '/stockDifference/earlier/crownCover/*/forestTPerHa': ['t/ha', 'aboveground biomass of forest here', refused],
      '/stockDifference/earlier/crownCover/*/share': ['1', 'half-width of its interval, as a share', refused],
      '/gainLoss/*/stratum': ['text', 'stratum of the rates', refused],
      '/gainLoss/*/growth/tPerHaYear': ['t/ha/yr', 'growth of aboveground biomass', 'refused, unless by volume'],
      '/gainLoss/*/growth/m3PerHaYear': ['m3/ha/yr', 'increment of stem volume', 'refused, unless by biomass'],
      '/gainLoss/*/growth/expansionTPerM3': ['t/m3', 'biomass of a cubic metre of increment', refused],
      '/gainLoss/*/growth/share': ['1', 'half-width of its interval, as a share', refused],
      '/gainLoss/*/woodRemoval/m3PerYear': ['m3/yr', 'merchantable wood removed', refused],
      '/gainLoss/*/woodRemoval/expansionTPerM3': ['t/m3', 'biomass of a cubic metre removed', refused],
      '/gainLoss/*/woodRemoval/share': ['1', 'half-width of its interval, as a share', refused],
      '/gainLoss/*/fuelwood/treesM3PerYear': ['m3/yr', 'whole trees for fuel', refused],
      '/gainLoss/*/fuelwood/expansionTPerM3': ['t/m3', 'biomass of a cubic metre of them', refused],
      '/gainLoss/*/fuelwood/partsM3PerYear': ['m3/yr', 'parts of trees for fuel', refused],
      '/gainLoss/*/fuelwood/densityTPerM3': ['t/m3', 'wood density of the parts', refused],
      '/gainLoss/*/fuelwood/share': ['1', 'half-width of its interval, as a share', refused],
      '/gainLoss/*/disturbance/haPerYear': ['ha/yr', 'area hit by fire, storm or pests', refused],
      '/gainLoss/*/disturbance/biomassTPerHa': ['t/ha', 'aboveground biomass there', refused],
      '/gainLoss/*/disturbance/shareLost': ['1', 'share of it that is lost', refused],
      '/gainLoss/*/disturbance/share': ['1', 'half-width of its interval, as a share', refused],
    }),
    ...accountInputs,
  ],
  equations: declared(
    treeEquations,
    plotEquations,
    biomassSampling.equations,
    stockEquations,
    gainLossEquations,
    projectEquations,
    uncertaintyEquations,
  ),
  rules: [simulationRule, ...Object.values(deductionRules), ...Object.values(issuanceRules)],
  deductions: [
    'Trees thinner than the least diameter are not counted.',
    'An unknown wood density is taken low.',
    'The uncertainty, discounted by AR-TOOL14 Appendix 2, and never less than the programme’s minimum.',
    'Baseline, leakage and emissions are stated, zero included; a missing one is refused, not taken for zero.',
    'Every rounding goes against the project.',
  ],
  uncertainty:
    'Sampling of each stratum by Student’s t (AR-TOOL14 equation 15): of the differences of its plots when all of them were measured ' +
    'again, permanent plots of the same name and area (the tool’s direct estimation of change), otherwise of each time (its difference of two independent estimations); and what all trees share: allometry, roots, carbon ' +
    'fraction. Combined by IPCC Approach 1 (equations 3.1 and 3.2) and by Monte Carlo simulation (Approach 2); each is discounted by ' +
    'AR-TOOL14 Appendix 2, and the larger deduction is taken.',
  parameters: [
    forest.versions,
    forest.heightModels,
    forest.discounts,
    secretTrees.uncertainty.interval,
    secretTrees.uncertainty.simulations,
    secretTrees.issuance.minimumUncertainty,
    secretTrees.issuance.bufferShare,
  ] as Methodology['parameters'],
  currentVersion: (parameters) => parameters.get(forest.currentVersion),
  quantify: (inputs, parameters) => quantifyForest(inputs as ForestInputs, parameters),
}
