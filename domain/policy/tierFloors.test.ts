import { expect, test } from 'vitest'
import type { CommodityCategory } from '../assetClasses.ts'
import { exact } from '../decimal.ts'
import { fictra } from '../programmes/fictra.ts'
import { initial, withValue } from '../test/parameters.ts'
import { tierFloors } from './tierFloors.ts'
import { tierOf } from './tiers.ts'
import { thresholdUp } from './verificationScore.ts'

const commodity = (minReports: number) =>
  tierFloors(initial).find((floor) => floor.programme === 'commodity' && floor.minReports === minReports)

test('2.3: k of n and the share of each tier', () => {
  const rows = tierFloors(initial).map(({ programme, minReports, minCommittee, minConsensusBps }) => [
    programme,
    minReports,
    minCommittee,
    minConsensusBps,
  ])
  expect(rows).toEqual([
    ['commodity', 3, 7, 7500],
    ['commodity', 5, 7, 8000],
    ['commodity', 7, 7, 8500],
    ['commodity', 9, 9, 9000],
    ['carbon', 1, 1, 7500],
  ])
})

test('2.2: the threshold is never below 85 less the most that trust relieves: 76.5; the shortest window is 48 h', () => {
  expect(commodity(3)).toMatchObject({ minScoreThresholdE4: 765_000, minWindowSeconds: 172_800 })
  const relieved = { value: exact(0n), category: exact(0n), volatility: exact(0n), trust: exact(1n).div(exact(10n)) }
  expect(thresholdUp(relieved, initial).thresholdE4).toBe(commodity(3)!.minScoreThresholdE4)
})

test.each([
  ['energy', true, '1'],
  ['energy', false, '10000000'],
  ['industrialMetals', false, '5000000'],
  ['agriculture', true, '1'],
  ['agriculture', false, '5000000'],
  ['fisheries', false, '1'],
] as const)('no case of the matrix is below its floor: %s, high risk %s, %s PT', (category, highRisk, valuePt) => {
  const tier = tierOf({ category: category as CommodityCategory, highRisk, valuePt: exact(valuePt) }, initial)
  const floor = commodity(tier.minSources)!
  expect(tier.committeeSize).toBeGreaterThanOrEqual(floor.minCommittee)
  expect(tier.consensusBps).toBeGreaterThanOrEqual(floor.minConsensusBps)
  expect(tier.challengeWindowSeconds).toBeGreaterThanOrEqual(floor.minWindowSeconds)
})

test('rows that share a number of reports share the lower floor; a committee or window that is changed moves it', () => {
  const rows = (fictra.verification.tiers.initial as readonly { minSources: number; consensus: string }[]).map((row) =>
    row.minSources === 7 ? { ...row, minSources: 9 } : row,
  )
  const merged = tierFloors(withValue(fictra.verification.tiers, rows as never))
  expect(merged.map(({ minReports }) => minReports)).toEqual([3, 5, 9, 1])
  expect(merged[2]!.minConsensusBps).toBe(8500)
  expect(tierFloors(withValue(fictra.verification.committeeSize, 11))[0]!.minCommittee).toBe(11)
})
