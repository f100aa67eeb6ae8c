/**
 * VM0010 (improved forest management, logged to protected), equations 1 to 6, in the form of a methodology: an example of how
 * little a further one needs. It is compared with a published worked example and not registered.
 */
import type { Exact } from '@assay/domain/decimal.ts'
import { defineEquation } from '@assay/domain/methodology/equation.ts'
import { gainLossEquations } from '@assay/domain/methodology/gainLossEquations.ts'
import { measure } from '@assay/domain/methodology/measure.ts'
import { createTrace } from '@assay/domain/methodology/trace.ts'

const perHectare = defineEquation({
  id: 'vm0010/eq2',
  rule: 'sum of the trees / plot area',
  citation: 'VM0010 v1.4 equations 1 and 2',
  inputs: { volume: 'm3', area: 'ha' },
  output: 'm3/ha',
  compute: ({ volume, area }) => volume.div(area),
})
const extracted = defineEquation({
  id: 'vm0010/eq4',
  rule: 'volume × density × carbon fraction',
  citation: 'VM0010 v1.4 equation 4',
  inputs: { volume: 'm3/ha', density: 't/m3', carbonFraction: 'tC/t' },
  output: 'tC/ha',
  compute: ({ volume, density, carbonFraction }) => volume.times(density).times(carbonFraction),
})
const residues = defineEquation({
  id: 'vm0010/eq6',
  rule: 'extracted × factor of residual stand damage',
  citation: 'VM0010 v1.4 equation 6',
  inputs: { extracted: 'tC/ha', factor: '1' },
  output: 'tC/ha',
  compute: ({ extracted, factor }) => extracted.times(factor),
})

export interface HarvestParameters {
  readonly expansion: Exact
  readonly carbonFraction: Exact
  readonly density: Exact
  readonly areaHa: Exact
  readonly residualFactor: Exact
  readonly rootToShoot: Exact
}

/** Equations 2, 3, 4 and 6 for the volume of one species on one plot. Equation 3 is IPCC equation 2.12 without roots. */
export function harvest(volumeM3: Exact, of: HarvestParameters): readonly Exact[] {
  const trace = createTrace()
  const volume = trace.apply(perHectare, 'volume', { volume: measure(volumeM3, 'm3'), area: measure(of.areaHa, 'ha') })
  const carbonFraction = measure(of.carbonFraction, 'tC/t')
  const harvested = trace.apply(gainLossEquations.woodRemoval, 'harvested', {
    volume: measure(volume.value, 'm3/yr'),
    expansion: measure(of.expansion, 't/m3'),
    rootToShoot: measure(of.rootToShoot, '1'),
    carbonFraction,
  })
  const density = measure(of.density, 't/m3')
  const taken = trace.apply(extracted, 'extracted', { volume, density, carbonFraction })
  const left = trace.apply(residues, 'residues', { extracted: taken, factor: measure(of.residualFactor, '1') })
  return [volume.value, harvested.value, taken.value, left.value]
}
