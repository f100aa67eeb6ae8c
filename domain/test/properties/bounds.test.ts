/**
 * No rule clamps silently (docs/decisions/0012-rulebook.md section 10): what holds a result back is named in its `boundBy`, at the
 * bound nothing is, and no other file of the rules takes a least or a most without a reason given here.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type AllocationMetrics, allocationFactorsDown, modifierOf } from '../../policy/allocationFactors.ts'
import { boundaryBurnFactor, feeBurnBpsNow } from '../../policy/burning.ts'
import { issueDown } from '../../policy/carbonIssuance.ts'
import { nextConversionRateDown } from '../../policy/conversionRate.ts'
import { feeRate, listedRate } from '../../policy/fees.ts'
import { ftUseBurn } from '../../policy/ftBurning.ts'
import { sovereignWeights } from '../../policy/sovereignWeights.ts'
import { stakingAdjustment, stakingBudgetDown } from '../../policy/stakingPools.ts'
import { stakingRate } from '../../policy/stakingRate.ts'
import { payRewardsDown } from '../../policy/stakingReward.ts'
import { uncertaintyDiscountUp } from '../../policy/uncertaintyDiscount.ts'
import { thresholdUp } from '../../policy/verificationScore.ts'
import { vestedPtDown } from '../../policy/vesting.ts'
import { fictraBurning } from '../../programmes/fictraBurning.ts'
import { initial, withValue } from '../parameters.ts'
import { d, ft, pt } from '../rulebook/rule.ts'

const neutral: AllocationMetrics = {
  volatilityRatio: '1',
  sustainabilityScore: '0',
  worldTradeShare: '0',
  humanDevelopmentIndex: '0.9',
  strategicValue: '0',
  carbonRatio: '1',
  processingLevel: 'raw',
}
const factors = (of: Partial<AllocationMetrics>) => allocationFactorsDown({ ...neutral, ...of }, initial)
const market = (of: object) => modifierOf({ priceRatio: '1', supplyFall: '0', ftVelocity: '0', ...of }, initial)
const adjust = (category: `${number}`) =>
  thresholdUp({ value: d('0.1'), category: d(category), volatility: d('0'), trust: d('0') }, initial)
const fee = { signals: { market: d('0'), participant: d('0'), economic: d('0') }, volatilityMultiplier: d('1') }
const listed = (position: `${number}`, multiplier: `${number}` = '1') =>
  listedRate('standard', { ...fee, corridorPosition: d(position), volatilityMultiplier: d(multiplier) }, initial)
const sovereign = (exports: `${number}`, adjustment: `${number}` = '1') =>
  stakingRate(
    {
      pool: 'sovereign',
      staked: ft(10_000),
      termDays: 180,
      exports: d(exports),
      exportsBefore: d('70'),
      strategic: false,
    },
    d(adjustment),
    initial,
  )
const near = (position: `${number}`) => ({ position: d(position), boundary: 'upper' as const })
const burn = (position: `${number}`, parameters = initial) =>
  feeBurnBpsNow({ day: 0, priceRatio: d('1'), monthlyVolume: pt(1), standing: near(position) }, parameters)
const mostBurned = withValue(fictraBurning.launch, { days: 60, byPrice: [{ from: '0', value: '0.7' }] })
const sovereigns = (first: bigint) =>
  sovereignWeights(
    Array.from({ length: 7 }, (_, i) => ({ sovereign: `X${i}`, volumePt: i === 0 ? first : 10n, holdingFt: 10n })),
    initial,
  ).map(({ boundBy }) => boundBy)

test.each([
  [
    'no factor at the ends of its range',
    factors({ volatilityRatio: '2', strategicValue: '0.5', carbonRatio: '2' }),
    [],
  ],
  ['a factor above its range', factors({ strategicValue: '0.5001' }), ['strategic.max']],
  ['a factor below its range', factors({ volatilityRatio: '2.01' }), ['volatility.min']],
  ['an index above the ceiling of the mapping', factors({ humanDevelopmentIndex: '0.91' }), ['development.min']],
  ['an index below its floor', factors({ humanDevelopmentIndex: '0.39' }), ['development.max']],
  ['an intensity of more than twice the benchmark', factors({ carbonRatio: '2.01' }), ['carbon.min']],
  ['several factors', factors({ strategicValue: '1', carbonRatio: '3' }), ['strategic.max', 'carbon.min']],
  ['a price at three times its average', market({ priceRatio: '3' }), []],
  ['a price above it', market({ priceRatio: '3.01' }), ['priceRatio']],
  ['the severe fall of supply', market({ supplyFall: '0.3' }), []],
  ['a larger one', market({ supplyFall: '0.31', priceRatio: '4' }), ['priceRatio', 'supplyFall']],
  ['a threshold that may be asked', adjust('0.06'), null],
  ['a threshold above the most', adjust('0.07'), 'max'],
  ['a fee at the corridor limit', listed('0.5'), []],
  ['a fee beyond it', listed('0.51'), ['corridorPosition']],
  ['a fee above its range', listed('-0.6', '5'), ['corridorPosition', 'max']],
  [
    'a discounted fee',
    feeRate('standard', { ...fee, corridorPosition: d('0.6'), discount: d('0.5') }, initial),
    ['corridorPosition'],
  ],
  ['exports as before', sovereign('70'), []],
  ['exports that fell', sovereign('69'), ['factorLeast']],
  ['exports at the most that counts', sovereign('120'), []],
  ['exports above it', sovereign('121'), ['factorMost']],
  ['a rate below all rates', sovereign('69', '0.1'), ['factorLeast', 'rateLeast']],
  ['a rate above all rates', sovereign('70', '6'), ['rateMost']],
  ['a volume changed by what counts', stakingAdjustment(d('0.5'), d('-0.4'), initial), null],
  ['a volume changed by more', stakingAdjustment(d('0.5'), d('-0.41'), initial), 'volumeChange'],
  ['a budget that is there', stakingBudgetDown(1, pt(25_000_000), initial), null],
  ['a budget that is not', stakingBudgetDown(1, pt(24_999_999), initial), 'heldPt'],
  ['a price at its boundary', boundaryBurnFactor(near('1'), initial), null],
  ['a price beyond it', boundaryBurnFactor(near('1.01'), initial), 'position'],
  ['a burn at the boundary', burn('1'), []],
  ['a burn of everything, beyond it', burn('1.01', mostBurned), ['position', 'all']],
  ['a burn that growth lowers', ftUseBurn('commodityPurchase', d('0'), false, initial), null],
  ['vesting within the emission', vestedPtDown('public', pt(100), 6, pt(100), initial), null],
  ['vesting beyond it', vestedPtDown('public', pt(100), 6, pt(99), initial), 'releasedPt'],
  ['a conversion rate one step away', nextConversionRateDown(d('1'), d('1.1'), initial), null],
  ['a conversion rate further away', nextConversionRateDown(d('1'), d('1.11'), initial), 'stepUp'],
  ['a discount of all', uncertaintyDiscountUp(d('1'), initial), null],
  ['a discount of more than all', uncertaintyDiscountUp(d('1.01'), initial), 'all'],
  ['a project that stored what it emitted', issueDown(d('0'), d('0.1'), d('0'), initial), null],
  ['a project that emitted more', issueDown(d('-1'), d('0.1'), d('0'), initial), 'zero'],
] as const)('%s: the result says what held it back', (_, { boundBy }, expected) => {
  expect(boundBy).toEqual(expected)
})

test('what holds back each of several says so for each', () => {
  expect(sovereigns(10n)).toEqual([null, null, null, null, null, null, null])
  expect(sovereigns(1_000n)).toEqual(['cap', null, null, null, null, null, null])
  const rewards = payRewardsDown([pt(1), pt(300)], pt(100), pt(1_000), initial)
  expect(rewards.map(({ boundBy }) => boundBy)).toEqual([['pool'], ['staker', 'pool']])
})

/** Least and most that hold no result back. */
const otherwise: Readonly<Record<string, string>> = {
  'arbitratorPool.ts': 'how many are missing, none when there are enough',
  'averages.ts': 'a price counts for the part of the window in which it was in force',
  'breakers.ts': 'the later of two instants begins the window',
  'caseExplanation.ts': 'the text of the formula of the measurement score',
  'carbonIssuance.ts': 'a buffer gives what it has; the rest is `missingKg`',
  'committeeSearch.ts': 'the largest count of a group',
  'conversionExecution.ts':
    'what each source pays; the rest is `queuedPt`, and `guaranteedFt` says what was guaranteed',
  'conversionTiers.ts': 'the longest of the waits that all apply (0002, 53)',
  'deployment.ts': 'the refusal names what is left',
  'disputes.ts': 'the earlier of two deadlines, which the date itself says',
  'emission.ts': '`boundBy` of the release lists class cap and cap',
  'feeds.ts': 'as many sources as are asked, and one that is left after dropping',
  'fraudTrades.ts': 'a governed least share of what is expected (0002, 40); an alert is no amount',
  'kyc.ts': 'how many are beyond the capacity of a day, none when there are not more',
  'launchMarket.ts': 'the reserve is whole after its last day',
  'oracleAssignment.ts': 'at least one seat, and no more types than seats',
  'proposals.ts': 'the later of two deadlines (0002, 120)',
  'rateTiers.ts': 'a bucket is full when it is full',
  'sessions.ts': 'how many officials are missing, none when there are enough',
  'separationOfDuties.ts': 'the highest of several ranks',
  'simulation.ts': 'the first of a sorted list',
  'tierFloors.ts': 'the least of a column of the table',
  'tiers.ts': 'the larger of two governed numbers',
  'verificationScore.ts': 'part of the formula of the measurement score',
  'allocationHistory.ts': 'the longest window that was in force',
  'vesting.ts': 'months outside the period vest nothing more; `boundBy` is of the emission',
}

test('no other rule takes a least or a most', () => {
  const folder = join(import.meta.dirname, '..', '..', 'policy')
  const takes = readdirSync(folder).filter((name) => {
    if (name.endsWith('.test.ts')) return false
    const text = readFileSync(join(folder, name), 'utf8')
    return /(?:Math|Exact)\.(?:min|max)\(|(?<![.\w])(?:min|least)\(/.test(text) && !text.includes('bounded(')
  })
  expect(takes.sort()).toEqual(Object.keys(otherwise).sort())
})
