/** Soil organic carbon of equal soil masses: a field that was loosened or compacted is compared by its soil, not by its depth. */
import { exact } from '../decimal.ts'
import { defineEquation } from './equation.ts'

const one = exact(1n)
const wendt = 'Wendt and Hauser 2013, European Journal of Soil Science 64'

export const soilEquations = {
  mass: defineEquation({
    id: 'soil/mass',
    rule: 'bulk density × thickness × (1 − stones) × 100',
    citation: `${wendt}: mass of fine soil; 1 g/cm3 × 1 cm = 100 t/ha`,
    inputs: { bulkDensity: 'g/cm3', thickness: 'cm', stones: '1' },
    output: 't/ha',
    compute: ({ bulkDensity, thickness, stones }) => bulkDensity.times(thickness).times(one.minus(stones)).times(100),
  }),
  carbon: defineEquation({
    id: 'soil/carbon',
    rule: 'mass × content',
    citation: `${wendt}: carbon of a layer`,
    inputs: { mass: 't/ha', content: 'tC/t' },
    output: 'tC/ha',
    compute: ({ mass, content }) => mass.times(content),
  }),
  equalMass: defineEquation({
    id: 'soil/equalMass',
    rule: 'carbon above + (reference mass − mass above) × content',
    citation: `${wendt}: cumulative carbon at a reference mass, linear within the layer; Ellert and Bettany 1995`,
    inputs: { reference: 't/ha', massAbove: 't/ha', carbonAbove: 'tC/ha', content: 'tC/t' },
    output: 'tC/ha',
    compute: ({ reference, massAbove, carbonAbove, content }) =>
      carbonAbove.plus(reference.minus(massAbove).times(content)),
  }),
  gain: defineEquation({
    id: 'soil/gain',
    rule: 'after − baseline',
    citation: 'domain.md 2.23 step 2, of one point sampled twice',
    inputs: { after: 'tC/ha', baseline: 'tC/ha' },
    output: 'tC/ha',
    compute: ({ after, baseline }) => after.minus(baseline),
  }),
  stratum: defineEquation({
    id: 'soil/stratum',
    rule: 'area × mean gain × conservative factor; a loss in full',
    citation: 'IPCC 2006/2019 Vol 4 Ch 2 equation 2.25, the difference of two measured stocks; domain.md 2.23 step 2',
    inputs: { area: 'ha', gain: 'tC/ha', factor: '1' },
    output: 'tC',
    compute: ({ area, gain, factor }) => area.times(gain).times(gain.isNegative() ? one : factor),
  }),
  change: defineEquation({
    id: 'soil/change',
    rule: 'gain × numerator / denominator',
    citation: 'domain.md 2.23 "Units"',
    inputs: { gain: 'tC', numerator: '1', denominator: '1' },
    output: 'tCO2e',
    compute: ({ gain, numerator, denominator }) => gain.times(numerator).div(denominator),
  }),
} as const
