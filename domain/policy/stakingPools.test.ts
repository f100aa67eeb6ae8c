import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraStakingRewards } from '../programmes/fictraStakingRewards.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { splitStakingBudgetDown, stakingAdjustment, stakingBudgetDown, stakingVotesDown } from './stakingPools.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const refused = (field: string) =>
  expect.objectContaining({ code: 'STAKING_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('years, holdings, shares and changes that cannot be are refused by field', () => {
  expect(() => stakingBudgetDown(0, pt('1'), initial)).toThrowError(refused('year'))
  expect(() => stakingBudgetDown(1_001, pt('1'), initial)).toThrowError(refused('year'))
  expect(() => stakingBudgetDown(1, quantity(-1n, 'PT'), initial)).toThrowError(refused('heldPt'))
  expect(() => splitStakingBudgetDown(quantity(-1n, 'PT'), initial)).toThrowError(refused('budgetPt'))
  expect(() => stakingAdjustment(exact('1.1'), exact('0'), initial)).toThrowError(refused('stakedShare'))
  expect(() => stakingAdjustment(exact('0.5'), exact('-1.1'), initial)).toThrowError(refused('volumeChange'))
  expect(() => stakingAdjustment(exact('0.5'), new Exact(Number.NaN), initial)).toThrowError(refused('volumeChange'))
  expect(() => stakingVotesDown(quantity(-1n, 'PT'), exact('1'), exact('1'))).toThrowError(refused('stakedPt'))
  expect(() => stakingVotesDown(pt('1'), exact('10.1'), exact('1'))).toThrowError(refused('termYears'))
  expect(() => stakingVotesDown(pt('1'), exact('-1'), exact('1'))).toThrowError(refused('termYears'))
  expect(() => stakingVotesDown(pt('1'), exact('1'), exact('1.1'))).toThrowError(refused('activity'))
  expect(() =>
    withValue(fictraStakingRewards.poolSplit, {
      general: '0.4',
      validator: '0.25',
      liquidity: '0.3',
      sovereign: '0.06',
    }),
  ).toThrowError(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

test('2.13 [R]: 5 % of 500M in the first year, a fifth less each year, five years: 25/20/16/12.8/10.24M', () => {
  const budget = (year: number) => formatQuantity(stakingBudgetDown(year, pt('500000000'), initial).budgetPt)
  expect([1, 2, 3, 4, 5, 6, 1_000].map(budget)).toEqual([
    '25000000',
    '20000000',
    '16000000',
    '12800000',
    '10240000',
    '0',
    '0',
  ])
  // The source's own figures are those of a cap of 1B: 50M to 20.48M, 168.08M together.
  const doubled = [1, 2, 3, 4, 5].map((year) => 2n * stakingBudgetDown(year, pt('500000000'), initial).budgetPt.value)
  expect(
    formatQuantity(
      quantity(
        doubled.reduce((sum, value) => sum + value),
        'PT',
      ),
    ),
  ).toBe('168080000')
})

test('2.13 [R]: rewards come out of what ecosystem and treasury hold, nothing is minted', () => {
  expect(stakingBudgetDown(1, pt('25000000'), initial)).toEqual({ budgetPt: pt('25000000'), boundBy: null })
  expect(stakingBudgetDown(1, pt('24999999'), initial)).toEqual({ budgetPt: pt('24999999'), boundBy: 'heldPt' })
  expect(stakingBudgetDown(6, pt('0'), initial)).toEqual({ budgetPt: pt('0'), boundBy: null })
})

test('2.13: the pools share 40/25/30/5; the general one takes what rounding leaves', () => {
  const split = (base: bigint) =>
    Object.entries(splitStakingBudgetDown(quantity(base, 'PT'), initial)).map(([pool, { value }]) => [pool, value])
  expect(split(100n)).toEqual([
    ['general', 40n],
    ['validator', 25n],
    ['liquidity', 30n],
    ['sovereign', 5n],
  ])
  expect(split(19n)).toEqual([
    ['general', 10n],
    ['validator', 4n],
    ['liquidity', 5n],
    ['sovereign', 0n],
  ])
})

test('2.13: budget, parts and votes are Payment Token', () => {
  const parts = Object.values(splitStakingBudgetDown(pt('100'), initial))
  expect(parts).toEqual([pt('40'), pt('25'), pt('30'), pt('5')])
  expect(stakingVotesDown(pt('4'), exact('0.5'), exact('0.5'))).toEqual(pt('1'))
})

test('2.13: below 30 % staked up to a fifth more, above 60 % up to 15 % less', () => {
  const factor = (staked: `${number}`) => formatExact(stakingAdjustment(exact(staked), exact('0'), initial).factor)
  expect([factor('0'), factor('0.15'), factor('0.3'), factor('0.6'), factor('0.8'), factor('1')]).toEqual([
    '1.2',
    '1.1',
    '1',
    '1',
    '0.925',
    '0.85',
  ])
})

test('2.13: from a fifth more volume on rates fall by 5 to 10 %, from a fifth less on they rise', () => {
  const factor = (change: `${number}`, staked: `${number}` = '0.5') =>
    formatExact(stakingAdjustment(exact(staked), exact(change), initial).factor)
  expect([factor('0.1999'), factor('0.2'), factor('0.3'), factor('0.4'), factor('2')]).toEqual([
    '1',
    '0.95',
    '0.925',
    '0.9',
    '0.9',
  ])
  expect([factor('-0.1999'), factor('-0.2'), factor('-0.3'), factor('-0.4'), factor('-1')]).toEqual([
    '1',
    '1.05',
    '1.075',
    '1.1',
    '1.1',
  ])
  expect(factor('0.4', '0')).toBe('1.08')
  const bound = (change: `${number}`) => stakingAdjustment(exact('0.5'), exact(change), initial).boundBy
  expect(['0.1', '0.3', '0.4', '0.41', '-0.5'].map((change) => bound(change as `${number}`))).toEqual([
    ...[null, null, null],
    ...['volumeChange', 'volumeChange'],
  ])
})

test('2.13: votes are stake x duration x activity', () => {
  const votes = (term: `${number}`, activity: `${number}`) =>
    formatQuantity(stakingVotesDown(pt('1000'), exact(term), exact(activity)))
  expect([votes('1', '1'), votes('2', '1'), votes('0.5', '0.5'), votes('1', '0')]).toEqual(['1000', '2000', '250', '0'])
  expect(stakingVotesDown(quantity(3n, 'PT'), exact('0.5'), exact('1')).value).toBe(1n)
})

test('a split loses and makes nothing; more staked never raises the rate', () => {
  const share = fc.integer({ min: 0, max: 1000 }).map((of) => exact(BigInt(of)).div(1000))
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), share, share, (budget, a, b) => {
      const parts = Object.values(splitStakingBudgetDown(quantity(budget, 'PT'), initial))
      expect(parts.reduce((sum, { value }) => sum + value, 0n)).toBe(budget)
      expect(parts.every(({ value }) => value >= 0n)).toBe(true)
      const [low, high] = a.lessThan(b) ? [a, b] : [b, a]
      const factor = (staked: Exact) => stakingAdjustment(staked, exact('0'), initial).factor
      expect(factor(high).lessThanOrEqualTo(factor(low))).toBe(true)
    }),
    { numRuns: 60 },
  )
})
