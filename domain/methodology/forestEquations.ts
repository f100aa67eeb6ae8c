/** From the trees of a plot to the change of a forest's carbon stock, in the frame of CDM AR-TOOL14. Biomass is dry matter. */
import { exact } from '../decimal.ts'
import { exponential, logarithm } from '../transcendental.ts'
import { defineEquation } from './equation.ts'

const tool = 'CDM AR-TOOL14'
const ipcc = 'IPCC 2006/2019 Vol 4 Ch 2'
const one = exact(1n)

export const plotEquations = {
  aboveground: defineEquation({
    id: 'ar-tool14/a1eq1',
    rule: 'sum over the trees / 1000 / plot area',
    citation: `${tool} Appendix 1 equations 1 to 3`,
    inputs: { trees: 'kg', area: 'ha' },
    output: 't/ha',
    compute: ({ trees, area }) => trees.div(1000).div(area),
  }),
  rootsByBiomass: defineEquation({
    id: 'ar-tool14/roots',
    rule: 'e^(intercept + slope × ln aboveground)',
    citation: `${tool} Appendix 1, R_j; Cairns et al. 1997, Oecologia 111, equation 1`,
    inputs: { aboveground: 't/ha', intercept: '1', slope: '1' },
    output: 't/ha',
    compute: ({ aboveground, intercept, slope }) => exponential(intercept.plus(slope.times(logarithm(aboveground)))),
  }),
  rootsByRatio: defineEquation({
    id: 'ar-tool14/rootRatio',
    rule: 'aboveground × root to shoot',
    citation: `${tool} Appendix 1, R_j; ${ipcc} equation 2.8 (b)`,
    inputs: { aboveground: 't/ha', rootToShoot: '1' },
    output: 't/ha',
    compute: ({ aboveground, rootToShoot }) => aboveground.times(rootToShoot),
  }),
  biomass: defineEquation({
    id: 'ar-tool14/a1eq4',
    rule: 'aboveground + belowground',
    citation: `${tool} Appendix 1 equation 4`,
    inputs: { aboveground: 't/ha', belowground: 't/ha' },
    output: 't/ha',
    compute: ({ aboveground, belowground }) => aboveground.plus(belowground),
  }),
} as const

export const stockEquations = {
  crownCover: defineEquation({
    id: 'ar-tool14/eq21',
    rule: 'aboveground biomass of forest × (1 + root to shoot) × crown cover',
    citation: `${tool} equation 21, per hectare`,
    inputs: { forest: 't/ha', rootToShoot: '1', crownCover: '1' },
    output: 't/ha',
    compute: ({ forest, rootToShoot, crownCover }) => forest.times(one.plus(rootToShoot)).times(crownCover),
  }),
  stratum: defineEquation({
    id: 'ar-tool14/eq13',
    rule: 'area × mean biomass',
    citation: `${tool} equations 13 and 14, one stratum`,
    inputs: { area: 'ha', biomass: 't/ha' },
    output: 't',
    compute: ({ area, biomass }) => area.times(biomass),
  }),
  stock: defineEquation({
    id: 'ar-tool14/eq12',
    rule: 'numerator / denominator × carbon fraction × biomass',
    citation: `${tool} equation 12; ${ipcc} equation 2.8 (b)`,
    inputs: { biomass: 't', carbonFraction: 'tC/t', numerator: '1', denominator: '1' },
    output: 'tCO2e',
    compute: ({ biomass, carbonFraction, numerator, denominator }) =>
      numerator.times(carbonFraction).times(biomass).div(denominator),
  }),
  change: defineEquation({
    id: 'ar-tool14/eq1',
    rule: 'later − earlier',
    citation: `${tool} equation 1`,
    inputs: { later: 'tCO2e', earlier: 'tCO2e' },
    output: 'tCO2e',
    compute: ({ later, earlier }) => later.minus(earlier),
  }),
  plotChange: defineEquation({
    id: 'sample/plotChange',
    rule: 'later − earlier, of one plot measured twice',
    citation: `${tool}, direct estimation of change by re-measurement of sample plots`,
    inputs: { later: 't/ha', earlier: 't/ha' },
    output: 't/ha',
    compute: ({ later, earlier }) => later.minus(earlier),
  }),
  annual: defineEquation({
    id: 'ipcc/v4c2/eq2.8a',
    rule: '(later − earlier) / years',
    citation: `${ipcc} equations 2.5 and 2.8 (a)`,
    inputs: { later: 'tCO2e', earlier: 'tCO2e', years: 'yr' },
    output: 'tCO2e/yr',
    compute: ({ later, earlier, years }) => later.minus(earlier).div(years),
  }),
} as const
