/** The gain-loss method: annual growth less annual losses (IPCC 2006 and 2019, Vol 4 Ch 2, equations 2.7 to 2.14). */
import { exact } from '../decimal.ts'
import { defineEquation } from './equation.ts'

const ipcc = 'IPCC 2006/2019 Vol 4 Ch 2 equation'
const one = exact(1n)

export const gainLossEquations = {
  growth: defineEquation({
    id: 'ipcc/v4c2/eq2.10-tier1',
    rule: 'aboveground growth × (1 + root to shoot)',
    citation: `${ipcc} 2.10, Tier 1`,
    inputs: { growth: 't/ha/yr', rootToShoot: '1' },
    output: 't/ha/yr',
    compute: ({ growth, rootToShoot }) => growth.times(one.plus(rootToShoot)),
  }),
  increment: defineEquation({
    id: 'ipcc/v4c2/eq2.10-tier2',
    rule: 'volume increment × expansion × (1 + root to shoot)',
    citation: `${ipcc} 2.10, Tiers 2 and 3`,
    inputs: { increment: 'm3/ha/yr', expansion: 't/m3', rootToShoot: '1' },
    output: 't/ha/yr',
    compute: ({ increment, expansion, rootToShoot }) => increment.times(expansion).times(one.plus(rootToShoot)),
  }),
  gain: defineEquation({
    id: 'ipcc/v4c2/eq2.9',
    rule: 'area × growth × carbon fraction',
    citation: `${ipcc} 2.9`,
    inputs: { area: 'ha', growth: 't/ha/yr', carbonFraction: 'tC/t' },
    output: 'tC/yr',
    compute: ({ area, growth, carbonFraction }) => area.times(growth).times(carbonFraction),
  }),
  woodRemoval: defineEquation({
    id: 'ipcc/v4c2/eq2.12',
    rule: 'volume × expansion × (1 + root to shoot) × carbon fraction',
    citation: `${ipcc} 2.12`,
    inputs: { volume: 'm3/yr', expansion: 't/m3', rootToShoot: '1', carbonFraction: 'tC/t' },
    output: 'tC/yr',
    compute: ({ volume, expansion, rootToShoot, carbonFraction }) =>
      volume.times(expansion).times(one.plus(rootToShoot)).times(carbonFraction),
  }),
  fuelwood: defineEquation({
    id: 'ipcc/v4c2/eq2.13',
    rule: '(whole trees × expansion × (1 + root to shoot) + parts × density) × carbon fraction',
    citation: `${ipcc} 2.13`,
    inputs: {
      trees: 'm3/yr',
      expansion: 't/m3',
      rootToShoot: '1',
      parts: 'm3/yr',
      density: 't/m3',
      carbonFraction: 'tC/t',
    },
    output: 'tC/yr',
    compute: ({ trees, expansion, rootToShoot, parts, density, carbonFraction }) =>
      trees.times(expansion).times(one.plus(rootToShoot)).plus(parts.times(density)).times(carbonFraction),
  }),
  disturbance: defineEquation({
    id: 'ipcc/v4c2/eq2.14',
    rule: 'area × biomass × (1 + root to shoot) × carbon fraction × share lost',
    citation: `${ipcc} 2.14`,
    inputs: { area: 'ha/yr', biomass: 't/ha', rootToShoot: '1', carbonFraction: 'tC/t', shareLost: '1' },
    output: 'tC/yr',
    compute: ({ area, biomass, rootToShoot, carbonFraction, shareLost }) =>
      area.times(biomass).times(one.plus(rootToShoot)).times(carbonFraction).times(shareLost),
  }),
  loss: defineEquation({
    id: 'ipcc/v4c2/eq2.11',
    rule: 'wood removals + fuelwood + disturbances',
    citation: `${ipcc} 2.11`,
    inputs: { woodRemovals: 'tC/yr', fuelwood: 'tC/yr', disturbances: 'tC/yr' },
    output: 'tC/yr',
    compute: ({ woodRemovals, fuelwood, disturbances }) => woodRemovals.plus(fuelwood).plus(disturbances),
  }),
  balance: defineEquation({
    id: 'ipcc/v4c2/eq2.7',
    rule: 'gains − losses',
    citation: `${ipcc} 2.7`,
    inputs: { gains: 'tC/yr', losses: 'tC/yr' },
    output: 'tC/yr',
    compute: ({ gains, losses }) => gains.minus(losses),
  }),
  period: defineEquation({
    id: 'gainLoss/period',
    rule: 'balance × years × numerator / denominator',
    citation: 'carbon as carbon dioxide, 44/12, over the period',
    inputs: { balance: 'tC/yr', years: 'yr', numerator: '1', denominator: '1' },
    output: 'tCO2e',
    compute: ({ balance, years, numerator, denominator }) => balance.times(years).times(numerator).div(denominator),
  }),
} as const
