import { expect, test } from 'vitest'
import type { CommodityCategory } from '../assetClasses.ts'
import { exact } from '../decimal.ts'
import { fictra } from '../programmes/fictra.ts'
import { initial, withValue } from '../test/parameters.ts'
import { isHighValue, tierOf } from './tiers.ts'

const tier = (category: CommodityCategory, highRisk: boolean, valuePt: `${number}`) => {
  const { minSources, consensusBps, sovereignConfirmation } = tierOf(
    { category, highRisk, valuePt: exact(valuePt) },
    initial,
  )
  return [minSources, consensusBps, sovereignConfirmation]
}

test('a matrix without a row for a contract says so', () => {
  const rows = (fictra.verification.tiers.initial as readonly { tierClass: string }[]).filter(
    (row) => row.tierClass !== 'metals',
  )
  const parameters = withValue(fictra.verification.tiers, rows as never)
  expect(() => tierOf({ category: 'minerals', highRisk: false, valuePt: exact('1') }, parameters)).toThrowError(
    expect.objectContaining({
      code: 'TIER_MISSING',
      details: { tierClass: 'metals', highRisk: false, valuePt: '1' },
    }),
  )
})

test('the order of the rows of the matrix has no influence', () => {
  const rows = (fictra.verification.tiers.initial as readonly object[]).toReversed()
  const reversed = withValue(fictra.verification.tiers, rows as never)
  for (const valuePt of ['0', '1000000', '5000000', '10000000'] as const) {
    const contract = { category: 'energy', highRisk: false, valuePt: exact(valuePt) } as const
    expect(tierOf(contract, reversed)).toEqual(tierOf(contract, initial))
    expect(isHighValue(contract, reversed)).toBe(isHighValue(contract, initial))
  }
})

test.each([
  ['energy', true, '1', 9, 9000, 'mandatory'],
  ['preciousMetals', true, '99999999', 9, 9000, 'mandatory'],
  ['energy', false, '10000000', 7, 8500, 'mandatory'],
  ['energy', false, '9999999.999999', 5, 8000, 'mandatory'],
  ['industrialMetals', false, '1000000', 5, 8000, 'mandatory'],
  ['minerals', false, '999999.99', 3, 7500, 'optional'],
  ['agriculture', true, '1', 7, 8500, 'mandatory'],
  ['agriculture', false, '5000000', 5, 8000, 'mandatory'],
  ['fisheries', false, '4999999', 3, 7500, 'optional'],
  ['forestry', false, '0', 3, 7500, 'optional'],
  ['agriculture', false, '2500000', 3, 7500, 'optional'],
] as const)('2.3: %s, high risk %s, %s PT', (category, highRisk, valuePt, ...expected) => {
  expect(tier(category, highRisk, valuePt)).toEqual(expected)
})

test('2.6: the challenge window grows with value and risk', () => {
  const hours = (valuePt: `${number}`, highRisk = false) =>
    tierOf({ category: 'agriculture', highRisk, valuePt: exact(valuePt) }, initial).challengeWindowSeconds / 3600
  expect([hours('999999'), hours('1000000'), hours('10000000'), hours('1', true)]).toEqual([48, 72, 120, 120])
})

test('1.3: at least seven nodes, more where the tier asks for more', () => {
  const size = (category: CommodityCategory, highRisk: boolean) =>
    tierOf({ category, highRisk, valuePt: exact('1') }, initial).committeeSize
  expect([size('agriculture', false), size('energy', true)]).toEqual([7, 9])
})

test('a contract is of high value from the highest bound of its class on', () => {
  const high = (category: CommodityCategory, valuePt: `${number}`) =>
    isHighValue({ category, valuePt: exact(valuePt) }, initial)
  expect([
    high('agriculture', '4999999'),
    high('agriculture', '5000000'),
    high('energy', '9999999'),
    high('energy', '10000000'),
  ]).toEqual([false, true, false, true])
  // A class that has only a row for every value knows no high one.
  const rows = fictra.verification.tiers.initial as readonly { tierClass: string; highRisk: boolean; fromPt: string }[]
  const plain = withValue(fictra.verification.tiers, rows.filter(({ fromPt }) => /^0$/.test(fromPt)) as never)
  expect(isHighValue({ category: 'energy', valuePt: exact('100000000') }, plain)).toBe(false)
})
