/** Declaration of the cropland soil carbon methodology. */
import { secretTrees } from '../programmes/secretTrees.ts'
import { soil } from '../programmes/secretTreesSoil.ts'
import { quantifySoil } from './croplandSoil.ts'
import { deductionRules } from './deduction.ts'
import { declared, inputsFrom, type Methodology } from './methodology.ts'
import { accountInputs, projectEquations } from './projectAccount.ts'
import { issuanceRules } from './quantification.ts'
import { soilSampling } from './sampling.ts'
import { soilEquations } from './soilEquations.ts'
import type { SoilInputs } from './soilInputs.ts'
import { simulationRule, uncertaintyEquations } from './uncertainty.ts'

const refused = 'refused'

function layers(at: string) {
  return inputsFrom('laboratory, soil samples of the point', {
    [`${at}/*/topCm`]: ['whole number', 'where the layer begins; the first at the surface', refused],
    [`${at}/*/bottomCm`]: ['whole number', 'where it ends; the next begins there', refused],
    [`${at}/*/bulkDensity`]: ['g/cm3', 'bulk density, stones included', refused],
    [`${at}/*/organicCarbonPercent`]: ['percent', 'organic carbon of the fine soil', refused],
    [`${at}/*/coarsePercent`]: ['percent', 'stones, of the mass', refused],
  })
}

export const soilMethodology: Methodology = {
  id: 'croplandSoil',
  title: 'Soil organic carbon of cropland',
  pool: 'soilOrganicCarbon',
  citation:
    'Wendt and Hauser 2013 and Ellert and Bettany 1995 (equal soil masses); domain.md 2.23 (sampling, conservative factor); IPCC 2006 ' +
    'Guidelines and 2019 Refinement, Vol 4 Ch 2 and Vol 1 Ch 3; structure of ISO 14064-2',
  frame: {
    project: 'The gain of organic carbon in the fine soil that lay above the reference depth at the beginning.',
    baseline: 'The first profile of every point, and a stated change of the baseline scenario, zero included.',
    additionality: 'Stated in the project document and judged by the verifier; nothing is computed from it.',
    leakage: 'Stated in kg CO2e, zero included, and taken off.',
    monitoring: 'Every point is sampled twice at the same place and depths; too few points or depths are findings.',
    permanence: 'Buffer share, reversal and audits of the programme.',
  },
  inputs: [
    ...inputsFrom('parcel register', {
      '/strata/*/stratum': ['text', 'part of the project area that is alike', refused],
      '/strata/*/areaHa': ['ha', 'its area', refused],
    }),
    ...inputsFrom('field crew', {
      '/strata/*/points/*/point': ['text', 'point; two at least in each stratum', refused],
    }),
    ...layers('/strata/*/points/*/baseline'),
    ...layers('/strata/*/points/*/after'),
    ...inputsFrom('laboratory', {
      '/relativeErrors/*/source': ['text', 'what is uncertain at all points alike, if anything', refused],
      '/relativeErrors/*/share': ['1', 'half-width of its interval, as a share', refused],
    }),
    ...accountInputs,
  ],
  equations: declared(soilEquations, soilSampling.equations, projectEquations, uncertaintyEquations),
  rules: [simulationRule, deductionRules.larger, ...Object.values(issuanceRules)],
  deductions: [
    'A conservative factor on the gain of a stratum; what a stratum lost counts against the project in full.',
    'The whole uncertainty, and never less than the programme’s minimum.',
    'Baseline, leakage and emissions are stated, zero included; a missing one is refused, not taken for zero.',
    'Every rounding goes against the project.',
  ],
  uncertainty:
    'Sampling of each stratum by Student’s t over paired differences, and stated errors that all points share. Combined by IPCC ' +
    'Approach 1 (equations 3.1 and 3.2) and by Monte Carlo simulation (Approach 2); the larger is deducted in full.',
  parameters: [
    soil.versions,
    soil.depthsCm,
    secretTrees.methodology.sampling,
    secretTrees.uncertainty.interval,
    secretTrees.uncertainty.simulations,
    secretTrees.issuance.minimumUncertainty,
    secretTrees.issuance.bufferShare,
  ] as Methodology['parameters'],
  currentVersion: (parameters) => parameters.get(soil.currentVersion),
  quantify: (inputs, parameters) => quantifySoil(inputs as SoilInputs, parameters),
}
