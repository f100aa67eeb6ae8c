import { expect, test } from 'vitest'
import { type Exact, exact, roundForDisplay, sum } from '../decimal.ts'
import { earlier, fewDraws as few, hill, later, plotOf, tree } from '../test/methodologyInputs.ts'
import { expectRefused } from '../test/refusals.ts'
import type { ForestInputs, Heights, Inventory } from './forestInputs.ts'
import { type ForestRun, quantifyForest } from './forestInventory.ts'
import { measure } from './measure.ts'
import { biomassSampling } from './sampling.ts'
import { silentTrace } from './trace.ts'
import { studentT } from './uncertainty.ts'

const run = (changes: object = {}) => quantifyForest({ ...hill, ...changes } as ForestInputs, few)
const between = (changes: { earlier?: unknown; later?: unknown }) =>
  run({ stockDifference: { ...hill.stockDifference, ...changes } })
const withPlot = (changes: object) =>
  between({ later: { plots: [{ ...later.plots[0], ...changes }, ...later.plots.slice(1)] } })
const withTree = (changes: object) => withPlot({ trees: [{ ...later.plots[0]!.trees[0], ...changes }] })
const resultOf = (of: ReturnType<typeof run>, step: string) => of.steps.find((found) => found.step === step)!.result

test.each([
  ['', () => quantifyForest(null as never, few)],
  ['', () => run({ stockDifference: undefined })],
  ['', () => run({ gainLoss: [] })],
  ['/trees', () => run({ trees: [] })],
  ['/strata', () => run({ strata: [] })],
  ['/strata/0/areaHa', () => run({ strata: [{ stratum: 'hill', areaHa: '0' }] })],
  ['/strata/1/stratum', () => run({ strata: [...hill.strata, ...hill.strata] })],
  ['/years', () => run({ years: '0' })],
  ['/years', () => run({ years: 5 })],
  ['/rootToShoot', () => run({ rootToShoot: '-0.1' })],
  ['/baselineKg', () => run({ baselineKg: undefined })],
  ['/leakageKg', () => run({ leakageKg: '-1' })],
  ['/emissionsKg/fuel', () => run({ emissionsKg: { preparation: '0', fertiliser: '0', burning: '0' } })],
  ['/emissionsKg/travel', () => run({ emissionsKg: { ...hill.emissionsKg, travel: '0' } })],
  ['/seed', () => run({ seed: 'one' })],
  ['/carryInKg', () => run({ carryInKg: '1' })],
  ['/stockDifference/earlier', () => between({ earlier: {} })],
  ['/stockDifference/earlier', () => between({ earlier: { ...earlier, inventory: later } })],
  ['/stockDifference/earlier/stocks', () => between({ earlier: { stocks: [] } })],
  [
    '/stockDifference/earlier/stocks/0/stratum',
    () => between({ earlier: { stocks: [{ stratum: 'dale', biomassTPerHa: '1', share: '0' }] } }),
  ],
  [
    '/stockDifference/earlier/stocks/0/share',
    () => between({ earlier: { stocks: [{ stratum: 'hill', biomassTPerHa: '1', share: '1.1' }] } }),
  ],
  [
    '/stockDifference/earlier/crownCover/0/cover',
    () => between({ earlier: { crownCover: [{ stratum: 'hill', cover: '2', forestTPerHa: '1', share: '0' }] } }),
  ],
  ['/stockDifference/later/plots', () => between({ later: { plots: [] } })],
  ['/stockDifference/later/plots', () => between({ later: { plots: later.plots.slice(0, 1) } })],
  ['/stockDifference/later/plots/0/stratum', () => withPlot({ stratum: 'dale' })],
  ['/stockDifference/later/plots/1/plot', () => withPlot({ plot: 'B' })],
  ['/stockDifference/later/plots/0/areaHa', () => withPlot({ areaHa: '0' })],
  [
    '/stockDifference/later/plots/0/trees/1/tree',
    () => withPlot({ trees: [later.plots[0]!.trees[0], later.plots[0]!.trees[0]] }),
  ],
  ['/stockDifference/later/plots/0/trees/0/heightM', () => withTree({ heightM: undefined })],
  ['/stockDifference/later/plots/0/trees/0/heightM', () => withTree({ heightM: '0' })],
  ['/stockDifference/later/plots/0/trees/0/diameterCm', () => withTree({ diameterCm: 'NA' })],
  ['/stockDifference/later/plots/0/trees/0/diameterCm', () => withTree({ diameterCm: '-3' })],
  ['/stockDifference/later/plots/0/trees/0/woodDensity', () => withTree({ woodDensity: 0.5 })],
  ['/stockDifference/later/plots/0/trees/0/species', () => withTree({ species: 'oak' })],
  ['/stockDifference/later/heights', () => between({ later: { ...later, heights: {} } })],
  [
    '/stockDifference/later/heights',
    () => between({ later: { ...later, heights: { region: 'africa', stress: '0' } } }),
  ],
  ['/stockDifference/later/heights', () => between({ later: { ...later, heights: { waterDeficit: '0' } } })],
  ['/stockDifference/later/heights/stress', () => between({ later: { ...later, heights: { stress: 'dry' } } })],
  [
    '/stockDifference/later/heights',
    () => between({ later: { ...later, heights: { region: 'africa', stress: '0', waterDeficit: '0' } } }),
  ],
  [
    '/stockDifference/later/heights',
    () =>
      between({
        later: {
          ...later,
          heights: { temperatureSeasonality: '0', waterDeficit: '0', stress: '0' },
        },
      }),
  ],
  [
    '/stockDifference/later/heights/waterDeficit',
    () =>
      between({
        later: {
          ...later,
          heights: { temperatureSeasonality: '0', waterDeficit: 'no', precipitationSeasonality: '0' },
        },
      }),
  ],
  [
    '/stockDifference/later/plots',
    () =>
      run({
        strata: [...hill.strata, { stratum: 'dale', areaHa: '1' }],
        stockDifference: {
          later: { plots: [...later.plots, { ...later.plots[0], plot: 'D', stratum: 'dale' }] },
          earlier: {
            stocks: ['hill', 'dale'].map((stratum) => ({ stratum, biomassTPerHa: '1', share: '0' })),
          },
        },
      }),
  ],
  ['/stockDifference/later/heights/region', () => between({ later: { ...later, heights: { region: 'moon' } } })],
] as const)('an input that does not fit is refused at "%s": %#', (field, quantify) => {
  expectRefused(quantify, field)
})

test('an unknown version is refused with those that exist', () => {
  expect(() => run({ methodologyVersion: '0.9.0' })).toThrowError(
    expect.objectContaining({
      code: 'METHODOLOGY_UNKNOWN',
      details: { field: '/methodologyVersion', given: '0.9.0', versions: ['1.0.0'] },
    }),
  )
})

test('a stock is computed tree by tree, plot by plot: every step as computed independently', () => {
  const of = run()
  expect(of.steps.slice(0, 4)).toMatchObject([
    {
      step: 'later plot A, trees of measured height',
      equation: 'chave2014/eq4',
      source: 'Chave et al. 2014, Global Change Biology 20, equation 4',
      inputs: { coefficient: '0.0673', exponent: '0.976' },
      unit: 'kg',
      table: {
        columns: ['', 'woodDensity, g/cm3', 'diameter, cm', 'height, m', 'kg'],
        rows: [
          ['1', '0.68', '11', '15', '70.017621'],
          ['2', '0.6', '30', '22', expect.stringMatching(/^638\./)],
        ],
      },
    },
    { step: 'later plot A, aboveground', unit: 't/ha' },
    { step: 'later plot A, belowground', equation: 'ar-tool14/roots' },
    { step: 'later plot A, biomass', result: '9.152387' },
  ])
  const results = Object.fromEntries(of.steps.map(({ step, result }) => [step, result]))
  expect(results).toMatchObject({
    'later plot B, biomass': '12.023461',
    'later plot C, biomass': '8.119278',
    'later stratum hill, mean': '9.765042',
    'later stratum hill, half-width': '3.410351',
    'later stratum hill, belowground mean': '2.197458',
    'earlier biomass': '50',
    'earlier stock': '86.166666',
    'later biomass': '97.650427',
    'annual change': '16.423513',
    change: '82.117569',
    'uncertainty, approach 1': '0.73807',
    'deduction, approach 1': '0.73807',
  })
  expect(of.grossKg).toBe('82117.569537')
  expect(of.findings).toEqual(['the earlier stock is stated, not inventoried'])
})

test('the larger of both approaches is deducted, and repeats itself', () => {
  const of = run()
  const approach2 = exact(resultOf(of, 'uncertainty, approach 2') as `${number}`)
  expect(approach2.minus('0.738').abs().lessThan('0.15')).toBe(true)
  const method = approach2.greaterThan('0.73807') ? 'monteCarlo' : 'combinedRelativeError'
  expect(of.uncertaintyMethod).toBe(method)
  expect(run()).toEqual(of)
  expect(resultOf(run({ seed: '2' }), 'uncertainty, approach 2')).not.toBe(approach2.toFixed())
  expect(JSON.parse(JSON.stringify(of))).toEqual(of)
})

test('baseline, leakage and each emission are taken off, whatever their phase', () => {
  const emissionsKg = { preparation: '1', fertiliser: '20', fuel: '300', burning: '4000' }
  expect(run({ baselineKg: '0.5', leakageKg: '10000', emissionsKg }).grossKg).toBe('67796.069537')
})

test('a project that lost carbon issues nothing, and nothing is said of its relative uncertainty', () => {
  const of = run({ leakageKg: '82117.569538' })
  expect(of).toMatchObject({ grossKg: '-0.000001', issuedKg: '0', uncertaintyMethod: 'minimum', netKg: '0' })
  expect(of.steps.map(({ step }) => step)).not.toContain('uncertainty, approach 1')
})

test('without any uncertainty above the bound the minimum of the programme is deducted', () => {
  const alike = { plots: ['A', 'B', 'C'].map((plot) => ({ ...later.plots[0]!, plot })) }
  const of = between({ later: alike, earlier: { stocks: [{ stratum: 'hill', biomassTPerHa: '0', share: '0' }] } })
  expect(resultOf(of, 'later stratum hill, half-width')).toBe('0')
  expect([of.uncertaintyMethod, of.deductions.uncertaintyShare]).toEqual(['minimum', '0.1'])
  expect(exact(resultOf(of, 'uncertainty, approach 1') as `${number}`).lessThan('0.1')).toBe(true)
})

test('the same inventory twice has changed nothing: what both times share is no uncertainty of a difference', () => {
  expect(between({ earlier: { inventory: later } }).grossKg).toBe('0')
  const denser = { plots: later.plots.map((plot) => ({ ...plot, areaHa: '0.05' })) }
  const of = between({ earlier: { inventory: later }, later: denser })
  const { table } = of.steps.find(({ step }) => step === 'contributions to the uncertainty')!
  expect(table!.rows.map(([name]) => name)).toEqual([
    'sampling of earlier stratum hill',
    'sampling of later stratum hill',
    'allometry',
    'roots',
    'carbon fraction',
  ])
  const share = exact(table!.rows[2]![2] as `${number}`)
    .sqrt()
    .div(exact(of.grossKg as `${number}`))
  expect(share.toFixed(6)).toBe('0.050000')
})

test('Student 1908: the mean of ten differences and the half-width of its 90 % interval', () => {
  // "The probable error of a mean", Biometrika 6: hours of sleep gained by ten patients; mean 1.58, deviation 1.23 with n - 1.
  const hours = ['1.2', '2.4', '1.3', '1.3', '0', '1', '1.8', '0.8', '4.6', '1.4'] as const
  const values = hours.map((hour, index) => ({ name: `${index}`, value: measure(exact(hour), 't/ha') }))
  const { mean, halfWidth } = biomassSampling.sampleOf(silentTrace, 'sleep', values, studentT(9, few))
  expect(mean.value.toFixed()).toBe('1.58')
  expect(roundForDisplay(halfWidth.value.div(studentT(9, few)), 5)).toBe('0.38896')
})

test('plots that are measured again vary together: the error is that of their differences, not of two inventories', () => {
  const grown: Inventory = {
    plots: later.plots.map((plot) => ({ ...plot, trees: [...plot.trees, tree('new', '25', '20', '0.6')] })),
  }
  const difference = (earlier: Inventory, now: Inventory) =>
    quantifyForest(
      { ...hill, rootToShoot: '0.25', stockDifference: { earlier: { inventory: earlier }, later: now } },
      few,
    )
  const sampled = (of: ForestRun) => {
    const { table } = of.steps.find(({ step }) => step === 'contributions to the uncertainty')!
    return table!.rows.filter(([name]) => name!.startsWith('sampling')).map(([name, , squared]) => [name, squared])
  }
  // Each plot gained the same tree: their differences are alike, however different the plots are.
  expect(sampled(difference(later, grown))).toEqual([['sampling of the change of stratum hill', '0']])
  const [first, ...others] = grown.plots
  const renamed = { plots: [{ ...first!, plot: 'elsewhere' }, ...others] }
  const apart = difference(later, renamed)
  // Plots that were not measured again have no difference, so those that were are not taken as pairs either.
  const paired = (of: ForestRun) => of.steps.some(({ step }) => step.startsWith('change of stratum'))
  expect(paired(difference(later, grown))).toBe(true)
  expect(paired(difference(later, { plots: others }))).toBe(false)
  expect(paired(difference({ plots: later.plots.slice(1) }, grown))).toBe(false)
  expect(apart.grossKg).toBe(difference(later, grown).grossKg)
  expect(sampled(apart).map(([name]) => name)).toEqual([
    'sampling of earlier stratum hill',
    'sampling of later stratum hill',
  ])
  for (const [, squared] of sampled(apart)) expect(exact(squared as `${number}`).greaterThan(0)).toBe(true)
  // The variance of the differences is the sum of both variances less twice their covariance.
  const uneven: Inventory = {
    plots: grown.plots.map((plot, index) => (index === 0 ? { ...plot, trees: later.plots[0]!.trees } : plot)),
  }
  const of = difference(later, uneven)
  const value = (step: string) => exact(resultOf(of, step) as `${number}`)
  const rows = (step: string) =>
    of.steps.find((one) => one.step === step)!.table!.rows.map((row) => exact(row.at(-1) as `${number}`))
  const [before, now] = [rows('earlier stratum hill, values'), rows('later stratum hill, values')]
  const mean = (values: readonly Exact[]) => sum(values).div(values.length)
  const covariance = sum(before.map((one, i) => one.minus(mean(before)).times(now[i]!.minus(mean(now))))).div(2)
  const expected = value('earlier stratum hill, variance')
    .plus(value('later stratum hill, variance'))
    .minus(covariance.times(2))
  expect(value('change of stratum hill, variance').minus(expected).abs().lessThan('0.001')).toBe(true)
})

test('heights that were not measured: by region, by stress, by climate', () => {
  const trees = [{ tree: '1', diameterCm: '30', woodDensity: '0.6' }]
  const of = (heights: Heights) =>
    between({ later: { plots: ['A', 'B'].map((plot) => ({ plot, stratum: 'hill', areaHa: '0.1', trees })), heights } })
  const byRegion = of({ region: 'guianaShield' })
  expect(resultOf(byRegion, 'later plot A, heights')).toBe('27.83947')
  expect(resultOf(byRegion, 'later plot A, trees of modelled height')).toBe('803.194043')
  expect(byRegion.findings).toContain('later: 2 trees without a measured height, modelled for guianaShield')
  const byStress = of({ stress: '0.05' })
  expect(resultOf(byStress, 'later plot A, trees of unknown height')).toBe('598.931538')
  expect(byStress.findings).toContain('later: 2 trees without a measured height, replaced by the stress of the climate')
  const climate = { temperatureSeasonality: '431.69', waterDeficit: '-38.74632298', precipitationSeasonality: '33.254' }
  expect(resultOf(of(climate), 'later plot A, stress')).toBe('-0.106625')
  // A plot where every height was measured has no step for others.
  const measured = between({ later: { ...later, heights: { region: 'guianaShield' } } })
  expect(measured.steps.filter(({ step }) => /plot \w+, (heights|trees of modelled height)/.test(step))).toEqual([])
})

test('roots by a known ratio, and of a plot without trees', () => {
  const of = run({ rootToShoot: '0.25' })
  const above = exact(resultOf(of, 'later plot A, aboveground') as `${number}`)
  const below = exact(resultOf(of, 'later plot A, belowground') as `${number}`)
  expect(below.minus(above.div(4)).abs().lessThan('0.000002')).toBe(true)
  const bare = between({ later: { plots: [...later.plots, { plot: 'D', stratum: 'hill', areaHa: '0.1', trees: [] }] } })
  expect(resultOf(bare, 'later plot D, biomass')).toBe('0')
  expect(bare.findings).toContain('later: plot D has no trees')
})

test('crown cover before the project: AR-TOOL14 equation 21', () => {
  const crownCover = [{ stratum: 'hill', cover: '0.04', forestTPerHa: '120', share: '0' }]
  const of = between({ earlier: { crownCover } })
  expect(resultOf(of, 'earlier stock of hill')).toBe('6')
  expect(resultOf(of, 'earlier stock')).toBe('103.4')
  const { table } = of.steps.find(({ step }) => step === 'contributions to the uncertainty')!
  expect(table!.rows.map(([name]) => name)).toEqual([
    'sampling of later stratum hill',
    'allometry',
    'roots',
    'carbon fraction',
  ])
})

test('a height is modelled only where none was measured, and nothing is written about trees that are not there', () => {
  const unmeasured = { tree: '2', diameterCm: '30', woodDensity: '0.6' }
  const heights = { region: 'guianaShield' } as const
  const mixed = plotOf('A', tree('1', '11', '15', '0.68'), unmeasured as never)
  const measured = plotOf('B', tree('1', '20', '18', '0.5'))
  const modelled = plotOf('C', unmeasured as never)
  const of = between({ later: { plots: [mixed, measured, modelled], heights } })
  const treesOf = (plot: string) =>
    of.steps
      .filter(({ step }) => step.startsWith(`later plot ${plot}, trees`))
      .map(({ step, result }) => [step, result])
  expect(treesOf('A')).toEqual([
    ['later plot A, trees of measured height', '70.017621'],
    ['later plot A, trees of modelled height', '803.194043'],
  ])
  expect(treesOf('B').map(([step]) => step)).toEqual(['later plot B, trees of measured height'])
  expect(treesOf('C').map(([step]) => step)).toEqual(['later plot C, trees of modelled height'])
  const { table, inputs } = of.steps.find(({ step }) => step === 'later plot A, heights')!
  expect(table!.columns).toEqual(['', 'diameter, cm', 'm'])
  expect(Object.keys(inputs)).toEqual(['a', 'b', 'c'])
  expect(of.findings).toContain('later: 2 trees without a measured height, modelled for guianaShield')
})

test('each stratum is the mean of its own plots', () => {
  const inDale = (plot: string, diameterCm: string) => ({
    ...plotOf(plot, tree('1', diameterCm, '18', '0.5')),
    stratum: 'dale',
  })
  const of = run({
    strata: [...hill.strata, { stratum: 'dale', areaHa: '1' }],
    stockDifference: {
      later: { plots: [inDale('D', '20'), ...later.plots, inDale('E', '20')] },
      earlier: { stocks: ['hill', 'dale'].map((stratum) => ({ stratum, biomassTPerHa: '5', share: '0.1' })) },
    },
  })
  expect(resultOf(of, 'later stratum hill, mean')).toBe('9.765042')
  expect(resultOf(of, 'later stratum dale, mean')).toBe(resultOf(of, 'later plot D, biomass'))
  expect(resultOf(of, 'later stratum dale, half-width')).toBe('0')
})

test('an earlier inventory is looked at as the later one is', () => {
  const bare = { plots: [...later.plots, plotOf('D')] }
  expect(between({ earlier: { inventory: bare } }).findings).toEqual(['earlier: plot D has no trees'])
})

test('trees too thin to count, of unknown density or beyond the data are findings', () => {
  const trees = [
    { tree: '1', diameterCm: '4.9', heightM: '5' },
    { tree: '2', diameterCm: '5', heightM: '5' },
    { tree: '3', diameterCm: '213', heightM: '50', woodDensity: '0.5' },
    { tree: '4', diameterCm: '212', heightM: '50', woodDensity: '0.5' },
  ]
  const of = withPlot({ trees })
  expect(of.findings).toEqual([
    'the earlier stock is stated, not inventoried',
    'later: 1 trees thinner than 5 cm, not counted',
    'later: 1 trees of unknown wood density, taken as 0.5',
    'later: 1 trees thicker than 212 cm, beyond the data of the equation',
  ])
  const { table } = of.steps.find(({ step }) => step === 'later plot A, trees of measured height')!
  expect(table!.rows.map(([name, density]) => [name, density])).toEqual([
    ['2', '0.5'],
    ['3', '0.5'],
    ['4', '0.5'],
  ])
})

test('the order of plots, trees and strata changes no amount', () => {
  const reversed = { plots: later.plots.map((plot) => ({ ...plot, trees: plot.trees.toReversed() })).toReversed() }
  const of = between({ later: reversed })
  expect([of.grossKg, of.issuedKg, of.carryKg]).toEqual([run().grossKg, run().issuedKg, run().carryKg])
})
