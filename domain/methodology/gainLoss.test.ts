import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { fewDraws as few, line, wood } from '../test/methodologyInputs.ts'
import { expectRefused } from '../test/refusals.ts'
import type { ForestInputs } from './forestInputs.ts'
import { quantifyForest } from './forestInventory.ts'

const run = (changes: object = {}) => quantifyForest({ ...wood, ...changes } as ForestInputs, few)
const withLine = (changes: object) => run({ gainLoss: [{ ...line, ...changes }] })
const resultsOf = (of: ReturnType<typeof run>) => Object.fromEntries(of.steps.map(({ step, result }) => [step, result]))

test.each([
  ['/rootToShoot', () => run({ rootToShoot: undefined })],
  ['/gainLoss', () => run({ gainLoss: 'none' })],
  ['/gainLoss', () => run({ gainLoss: [] })],
  ['/gainLoss/1/stratum', () => run({ gainLoss: [line, line] })],
  ['/gainLoss/0/stratum', () => withLine({ stratum: 'field' })],
  ['/gainLoss/0/growth/tPerHaYear', () => withLine({ growth: { share: '0' } })],
  ['/gainLoss/0/growth/expansionTPerM3', () => withLine({ growth: { m3PerHaYear: '5', share: '0' } })],
  ['/gainLoss/0/growth/tPerHaYear', () => withLine({ growth: { m3PerHaYear: '5', tPerHaYear: '5', share: '0' } })],
  ['/gainLoss/0/growth', () => withLine({ growth: null })],
  ['/gainLoss/0/growth', () => withLine({ growth: 'fast' })],
  ['/gainLoss/0/woodRemoval', () => withLine({ woodRemoval: undefined })],
  ['/gainLoss/0/woodRemoval/m3PerYear', () => withLine({ woodRemoval: { ...line.woodRemoval, m3PerYear: '-1' } })],
  [
    '/gainLoss/0/fuelwood/partsM3PerYear',
    () => withLine({ fuelwood: { ...line.fuelwood, partsM3PerYear: undefined } }),
  ],
  ['/gainLoss/0/disturbance/shareLost', () => withLine({ disturbance: { ...line.disturbance, shareLost: '1.1' } })],
  ['/gainLoss/0/disturbance/share', () => withLine({ disturbance: { ...line.disturbance, share: '2' } })],
] as const)('an input that does not fit is refused at "%s": %#', (field, quantify) => {
  expectRefused(quantify, field)
})

test('IPCC Vol 4 Ch 2, equations 2.7 and 2.9 to 2.14: gains, losses and balance, as computed independently', () => {
  const of = run()
  expect(resultsOf(of)).toMatchObject({
    'wood, growth': '5',
    'wood, gains': '235',
    'wood, wood removals': '26.4375',
    'wood, fuelwood': '9.9875',
    'wood, disturbances': '42.3',
    'wood, losses': '78.725',
    'wood, balance': '156.275',
    change: '2865.041666',
    'uncertainty, approach 1': '0.200114',
    'deduction, approach 1': '0.150086',
  })
  expect(of.grossKg).toBe('2865041.666666')
  expect(of.findings).toEqual(['the rates of growth and loss are stated, not measured tree by tree'])
})

test('each source moves the result by its own half-width', () => {
  const { table } = run().steps.find(({ step }) => step === 'contributions to the uncertainty')!
  const moved = table!.rows.map(([name, result]) => [
    name,
    exact(result as `${number}`)
      .minus('2865041.666666')
      .toFixed(1),
  ])
  expect(moved).toEqual([
    ['growth of wood', '430833.3'],
    ['woodRemoval of wood', '-96937.5'],
    ['fuelwood of wood', '-54931.2'],
    ['disturbance of wood', '-310200.0'],
    ['roots', '118048.3'],
    ['carbon fraction', '143252.0'],
  ])
})

test('growth by volume: increment × expansion × (1 + root to shoot), and what is certain is no source', () => {
  const of = withLine({ growth: { m3PerHaYear: '5', expansionTPerM3: '0.8', share: '0' } })
  expect(resultsOf(of)).toMatchObject({ 'wood, growth': '5', 'wood, gains': '235' })
  const { table } = of.steps.find(({ step }) => step === 'contributions to the uncertainty')!
  expect(table!.rows.map(([name]) => name)).not.toContain('growth of wood')
})

test('strata add up; more loss is never more credit', () => {
  const strata = [...wood.strata, { stratum: 'grove', areaHa: '100' }]
  const both = run({ strata, gainLoss: [line, { ...line, stratum: 'grove' }] })
  expect(both.grossKg).toBe('5730083.333333')
  const apart = run({
    strata: [...wood.strata, { stratum: 'grove', areaHa: '50' }],
    gainLoss: [{ ...line, stratum: 'grove' }, line],
  })
  expect(resultsOf(apart)).toMatchObject({ 'grove, gains': '117.5', 'wood, gains': '235' })
  const more = withLine({ woodRemoval: { ...line.woodRemoval, m3PerYear: '51' } })
  expect(exact(more.grossKg as `${number}`).lessThan(exact(run().grossKg as `${number}`))).toBe(true)
})
