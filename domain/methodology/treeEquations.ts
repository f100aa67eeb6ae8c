/** Biomass of one tree: pantropical allometry, and its height where that was not measured. */
import { exact } from '../decimal.ts'
import { exponential, logarithm, power } from '../transcendental.ts'
import { defineEquation } from './equation.ts'

const chave = 'Chave et al. 2014, Global Change Biology 20'

export const treeEquations = {
  heightKnown: defineEquation({
    id: 'chave2014/eq4',
    rule: 'coefficient × (wood density × diameter² × height)^exponent',
    citation: `${chave}, equation 4`,
    inputs: { woodDensity: 'g/cm3', diameter: 'cm', height: 'm', coefficient: '1', exponent: '1' },
    output: 'kg',
    compute: ({ woodDensity, diameter, height, coefficient, exponent }) =>
      coefficient.times(power(woodDensity.times(diameter.pow(2)).times(height), exponent)),
  }),
  heightUnknown: defineEquation({
    id: 'chave2014/eq7',
    rule: 'e^(intercept + e × stress + r × ln wood density + d × ln diameter + q × (ln diameter)²)',
    citation: `${chave}, equation 7`,
    inputs: { woodDensity: 'g/cm3', diameter: 'cm', stress: '1', intercept: '1', e: '1', r: '1', d: '1', q: '1' },
    output: 'kg',
    compute: ({ woodDensity, diameter, stress, intercept, e, r, d, q }) => {
      const lnDiameter = logarithm(diameter)
      const terms = [e.times(stress), r.times(logarithm(woodDensity)), d.times(lnDiameter), q.times(lnDiameter.pow(2))]
      return exponential(terms.reduce((total, term) => total.plus(term), intercept))
    },
  }),
  stress: defineEquation({
    id: 'chave2014/eq6b',
    rule: 't × temperature seasonality + w × water deficit + p × precipitation seasonality',
    citation: `${chave}, equation 6b`,
    inputs: {
      temperatureSeasonality: '1',
      waterDeficit: '1',
      precipitationSeasonality: '1',
      t: '1',
      w: '1',
      p: '1',
    },
    output: '1',
    compute: ({ temperatureSeasonality, waterDeficit, precipitationSeasonality, t, w, p }) =>
      t.times(temperatureSeasonality).plus(w.times(waterDeficit)).plus(p.times(precipitationSeasonality)),
  }),
  height: defineEquation({
    id: 'feldpausch2012/weibull',
    rule: 'a × (1 − e^(−b × diameter^c))',
    citation: 'Feldpausch et al. 2012, Biogeosciences 9, Weibull model by region',
    inputs: { diameter: 'cm', a: '1', b: '1', c: '1' },
    output: 'm',
    compute: ({ diameter, a, b, c }) => a.times(exact(1n).minus(exponential(b.times(power(diameter, c)).negated()))),
  }),
} as const
