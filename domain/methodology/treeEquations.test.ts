import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Exact, exact } from '../decimal.ts'
import { forest } from '../programmes/secretTreesForest.ts'
import { initial } from '../test/parameters.ts'
import { evaluate } from './equation.ts'
import { measure } from './measure.ts'
import { forestConstants } from './plotBiomass.ts'
import { treeEquations } from './treeEquations.ts'

const constants = forestConstants('1.0.0', initial)
const number = (value: Exact) => measure(value, '1')
const known = (diameter: `${number}`, height: `${number}`, density: `${number}`) =>
  evaluate(treeEquations.heightKnown, {
    woodDensity: measure(exact(density), 'g/cm3'),
    diameter: measure(exact(diameter), 'cm'),
    height: measure(exact(height), 'm'),
    coefficient: number(constants.heightKnown.coefficient),
    exponent: number(constants.heightKnown.exponent),
  }).value
const unknown = (diameter: `${number}`, density: `${number}`, stress: `${number}`) => {
  const { intercept, stress: e, density: r, diameter: d, diameterSquared: q } = constants.heightUnknown
  return evaluate(treeEquations.heightUnknown, {
    woodDensity: measure(exact(density), 'g/cm3'),
    diameter: measure(exact(diameter), 'cm'),
    stress: number(exact(stress)),
    intercept: number(intercept),
    e: number(e),
    r: number(r),
    d: number(d),
    q: number(q),
  }).value
}
const height = (diameter: `${number}`) => {
  const { a, b, c } = initial.get(forest.heightModels).guianaShield
  const coefficients = { a: number(a), b: number(b), c: number(c) }
  return evaluate(treeEquations.height, { diameter: measure(exact(diameter), 'cm'), ...coefficients }).value
}

test('a tree without diameter, height or density has no biomass, and that is an error', () => {
  for (const attempt of [
    () => known('0', '10', '0.5'),
    () => known('10', '0', '0.5'),
    () => known('10', '10', '0'),
    () => unknown('0', '0.5', '0'),
    () => unknown('10', '0', '0'),
    () => height('0'),
  ]) {
    expect(attempt).toThrowError(expect.objectContaining({ code: 'DECIMAL_UNDEFINED' }))
  }
})

test('Chave 2014 equation 4: trees computed independently to 20 digits', () => {
  expect(known('11', '15', '0.68').toPrecision(20)).toBe('70.017621436332837566')
  expect(known('74.4', '37.8', '0.69').toPrecision(20)).toBe('7305.9070676004552474')
})

test('Chave 2014 equations 6b and 7: without a height, by the stress of the climate', () => {
  expect(unknown('30', '0.6', '0.05').toPrecision(20)).toBe('598.93153807133135616')
  // A site near Manaus of the paper's own data.
  const { temperatureSeasonality: t, waterDeficit: w, precipitationSeasonality: p } = constants.stress
  const stress = evaluate(treeEquations.stress, {
    temperatureSeasonality: number(exact('431.69')),
    waterDeficit: number(exact('-38.74632298')),
    precipitationSeasonality: number(exact('33.254')),
    t: number(t),
    w: number(w),
    p: number(p),
  }).value
  expect(stress.toFixed(15)).toBe('-0.106624069044760')
})

test('Feldpausch 2012: height by diameter, and the biomass that follows', () => {
  const modelled = height('30')
  expect(modelled.toPrecision(20)).toBe('27.839470339685291796')
  expect(known('30', modelled.toFixed() as `${number}`, '0.6').toPrecision(18)).toBe('803.194043191400255')
})

const size = (least: number, most: number) =>
  fc.integer({ min: least * 100, max: most * 100 }).map((value) => (value / 100).toFixed(2) as `${number}`)

test('more diameter, height or density is never less biomass; more stress never more', () => {
  fc.assert(
    fc.property(size(5, 200), size(2, 60), size(1, 1), (diameter, tall, density) => {
      const more = (value: `${number}`) => exact(value).times('1.1').toFixed() as `${number}`
      const tree = known(diameter, tall, density)
      expect(known(more(diameter), tall, density).greaterThan(tree)).toBe(true)
      expect(known(diameter, more(tall), density).greaterThan(tree)).toBe(true)
      expect(known(diameter, tall, more(density)).greaterThan(tree)).toBe(true)
      expect(unknown(diameter, density, '0.2').lessThan(unknown(diameter, density, '0.1'))).toBe(true)
      expect(height(more(diameter)).greaterThanOrEqualTo(height(diameter))).toBe(true)
    }),
    { numRuns: 15 },
  )
})
