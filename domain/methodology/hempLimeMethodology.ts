/** Declaration of the hemp-lime building methodology. */
import { secretTrees } from '../programmes/secretTrees.ts'
import { deductionRules } from './deduction.ts'
import { buildingEquations, quantifyHempLime } from './hempLime.ts'
import type { HempLimeInputs } from './hempLimeInputs.ts'
import { materialEquations } from './hempLimeMaterials.ts'
import { declared, inputsFrom, type Methodology } from './methodology.ts'
import { issuanceRules } from './quantification.ts'
import { simulationRule, uncertaintyEquations } from './uncertainty.ts'

const bill = 'bill of materials'
const owner = 'statement of the owner'
const laboratory = 'laboratory'
const registry = 'registry'
const refused = 'refused'
const stated = 'refused: zero is stated like any other amount'

export const hempLimeMethodology: Methodology = {
  id: 'hempLime',
  title: 'Hemp-lime building',
  pool: 'harvestedProducts',
  citation: 'domain.md 2.23, coherent reading [R]; structure of ISO 14064-2; life cycle modules of EN 15804+A2',
  frame: {
    project:
      'Carbon of hurd and timber in the built volume after scrap, measured soil carbon, measured carbonation of the binder.',
    baseline:
      'What would be stored without the project, stated with its source and taken off; a building without plant carbon stores nothing.',
    additionality: 'Stated in the project document and judged by the verifier; nothing is computed from it.',
    leakage:
      'What the project displaces elsewhere, stated with its source and taken off. The field’s own biomass is never credited: its carbon is already in the hurd.',
    monitoring: 'Thickness of every wall, density of every batch, moisture of the hurd: departures are findings.',
    permanence: 'Buffer share, reversal and audits of the programme.',
  },
  inputs: [
    ...inputsFrom(
      bill,
      {
        '/billOfMaterials/*/name': ['text', 'building and section', refused],
        '/billOfMaterials/*/material': ['choice', 'hurd, timber or binder', refused],
        '/billOfMaterials/*/massKg': ['kg', 'mass delivered', 'refused, unless timber is given by volume'],
        '/billOfMaterials/*/volumeM3': ['m3', 'volume of timber', 'refused, unless the mass is given'],
      },
      'A1-A3',
    ),
    ...inputsFrom(
      laboratory,
      {
        '/billOfMaterials/*/moisturePercent': ['percent', 'moisture of the hurd', 'the factor of hurd is used'],
        '/billOfMaterials/*/carbonFraction': ['kgC/kg', 'carbon of dry hurd', 'the default of the version'],
      },
      'A1',
    ),
    ...inputsFrom(owner, { '/billOfMaterials/*/scrapKg': ['kg', 'not built in', 'nothing was scrapped'] }, 'A5'),
    ...inputsFrom(
      owner,
      {
        '/baseline/kg': ['kgCO2e', 'stored without the project', stated],
        '/baseline/source': ['text', 'how the baseline is known', refused],
        '/leakage/kg': ['kgCO2e', 'emissions displaced elsewhere', stated],
        '/leakage/source': ['text', 'how leakage is known', refused],
        '/emissionsSource': ['text', 'how the emissions are known, and which the factors of the bill include', refused],
      },
      'outside the building',
    ),
    ...inputsFrom(owner, { '/emissionsKg/cultivation': ['kgCO2e', 'emissions of the hemp field', stated] }, 'A1'),
    ...inputsFrom(owner, { '/emissionsKg/processing': ['kgCO2e', 'of decortication and mixing', stated] }, 'A3'),
    ...inputsFrom(owner, { '/emissionsKg/transport': ['kgCO2e', 'of transport to plant and site', stated] }, 'A2, A4'),
    ...inputsFrom(owner, { '/emissionsKg/construction': ['kgCO2e', 'of the building site', stated] }, 'A5'),
    ...inputsFrom(
      laboratory,
      {
        '/soil/baselineKgC': ['kgC', 'soil carbon of the field before; counted only when measured', refused],
        '/soil/afterKgC': ['kgC', 'soil carbon of the field after', refused],
      },
      'outside the building',
    ),
    ...inputsFrom(
      laboratory,
      { '/carbonationMeasuredKg': ['kgCO2e', 'taken up by the binder', 'carbonation is not counted'] },
      'B1',
    ),
    ...inputsFrom(owner, {
      '/relativeErrors/*/source': ['text', 'what is uncertain; without any the minimum is deducted', refused],
      '/relativeErrors/*/of': [
        'choice',
        'the term of the gross amount it is of: a material, soil, carbonation or a phase',
        refused,
      ],
      '/relativeErrors/*/share': ['1', 'half-width of its 90 % interval, as a share of the term', refused],
    }),
    ...inputsFrom(
      owner,
      {
        '/samples/walls/*/wall': ['text', 'a wall; without any there is no finding', refused],
        '/samples/walls/*/thicknessPoints': ['whole number', 'points at which its thickness was measured', refused],
        '/samples/batches/*/batch': ['text', 'a batch of hemp-lime; without any there is no finding', refused],
        '/samples/batches/*/densitySamples': ['whole number', 'samples of its density', refused],
      },
      'A3, A5',
    ),
    ...inputsFrom(registry, {
      '/methodologyVersion': ['text', 'version of the constants', refused],
      '/seed': ['whole number', 'of the simulation', 'zero'],
      '/carryInKg': ['kgCO2e', 'carried from earlier issuances, below one', refused],
    }),
  ],
  equations: declared(materialEquations, buildingEquations, uncertaintyEquations),
  rules: [simulationRule, deductionRules.larger, ...Object.values(issuanceRules)],
  deductions: [
    'Scrap, and all emissions from field to site.',
    'Baseline, leakage and emissions of each phase are stated, zero included; a missing one is refused, not taken for zero.',
    'A conservative factor on a gain of soil carbon; a loss counts in full.',
    'Carbonation only when measured; the binder’s own emission is explicit.',
    'Every rounding goes against the project.',
  ],
  uncertainty:
    'Each stated error moves the terms it is of, before emissions are taken off. Combined by IPCC Approach 1 (equations 3.1 and 3.2), from ' +
    'version 1.2.0 on also by Monte Carlo simulation (Approach 2); the larger is deducted in full, and never less than the programme’s minimum.',
  parameters: [
    secretTrees.methodology.hempLime,
    secretTrees.methodology.sampling,
    secretTrees.uncertainty.interval,
    secretTrees.uncertainty.simulations,
    secretTrees.issuance.minimumUncertainty,
    secretTrees.issuance.bufferShare,
  ] as Methodology['parameters'],
  currentVersion: (parameters) => parameters.get(secretTrees.methodology.currentVersion),
  quantify: (inputs, parameters) => quantifyHempLime(inputs as HempLimeInputs, parameters),
}
