import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { fictraStakingRewards } from '../programmes/fictraStakingRewards.ts'
import { formatQuantity, parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  exitStakeDown,
  payRewardsDown,
  stakedValueDown,
  stakingRewardDown,
  withdrawableAtSeconds,
} from './stakingReward.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const refused = (field: string) =>
  expect.objectContaining({ code: 'STAKING_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('stakes, rates, days and rewards that cannot be are refused by field', () => {
  expect(() => stakingRewardDown(quantity(-1n, 'PT'), exact('0.1'), 1, initial)).toThrowError(refused('stakedPt'))
  expect(() =>
    stakingRewardDown(quantity(1n, 'FT') as Quantity as Quantity<'PT'>, exact('0.1'), 1, initial),
  ).toThrowError(refused('stakedPt'))
  expect(() => stakingRewardDown(pt('1'), exact('1.1'), 1, initial)).toThrowError(refused('rate'))
  expect(() => stakingRewardDown(pt('1'), exact('0.1'), 0.5, initial)).toThrowError(refused('days'))
  expect(() => exitStakeDown(quantity(-1n, 'PT'), 1, 2, initial)).toThrowError(refused('rewardPt'))
  expect(() => exitStakeDown(pt('1'), -1, 2, initial)).toThrowError(refused('daysStaked'))
  expect(() => exitStakeDown(pt('1'), 1, 0, initial)).toThrowError(refused('termDays'))
  expect(() => withdrawableAtSeconds(Number.NaN, initial)).toThrowError(refused('requestedAtSeconds'))
  expect(() => payRewardsDown([pt('1'), quantity(-1n, 'PT')], pt('1'), pt('1'), initial)).toThrowError(
    refused('earnedPt/1'),
  )
  expect(() => payRewardsDown([], quantity(-1n, 'PT'), pt('1'), initial)).toThrowError(refused('poolPt'))
  expect(() => payRewardsDown([], pt('1'), quantity(-1n, 'PT'), initial)).toThrowError(refused('periodEmissionPt'))
  expect(() =>
    withValue(fictraStakingRewards.exit, { lossMost: '0.2', lossLeast: '0.3', withdrawalHours: 24 }),
  ).toThrowError(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

test('2.13: Foundation Token counts at the rate of conversion, rounded down', () => {
  const rate = withValue(fictraSettlement.conversionRate, '0.9')
  expect(stakedValueDown(pt('10'), rate)).toEqual(pt('10'))
  expect(stakedValueDown(parseQuantity('10', 'FT', 'ft'), rate)).toEqual(pt('9'))
  expect(stakedValueDown(quantity(1n, 'FT'), rate)).toEqual(pt('0'))
  expect(() => stakedValueDown(quantity(-1n, 'FT'), rate)).toThrowError(refused('staked'))
  expect(() => stakedValueDown(quantity(-1n, 'PT'), rate)).toThrowError(refused('staked'))
  expect(() => stakedValueDown(quantity(1n, 'kg') as Quantity as Quantity<'FT'>, rate)).toThrowError(refused('staked'))
})

test('2.13: a reward is floored once and grows by the day', () => {
  expect(stakingRewardDown(pt('36500'), exact('0.1'), 1, initial)).toEqual(pt('10'))
  expect(stakingRewardDown(quantity(364n, 'PT'), exact('1'), 1, initial).value).toBe(0n)
  expect(stakingRewardDown(quantity(365n, 'PT'), exact('1'), 1, initial).value).toBe(1n)
  expect(stakingRewardDown(pt('1'), exact('0.1'), 0, initial).value).toBe(0n)
})

test('2.13: an early exit loses 50 % at the beginning and 20 % just before the end, a completed one nothing', () => {
  const exit = (days: number) => {
    const { paidPt, lostPt, lossShare } = exitStakeDown(pt('100'), days, 100, initial)
    return [formatQuantity(paidPt), formatQuantity(lostPt), formatExact(lossShare)]
  }
  expect(exit(0)).toEqual(['50', '50', '0.5'])
  expect(exit(50)).toEqual(['65', '35', '0.35'])
  expect(exit(99)).toEqual(['79.7', '20.3', '0.203'])
  expect(exit(100)).toEqual(['100', '0', '0'])
  expect(exit(101)).toEqual(['100', '0', '0'])
  expect(exitStakeDown(quantity(1n, 'PT'), 99, 100, initial).lostPt.value).toBe(1n)
})

test('2.13: a stake is paid out a day after it was asked for', () => {
  expect(withdrawableAtSeconds(1_000, initial)).toBe(87_400)
})

test('2.26 no. 12 does not occur: nobody receives more than a tenth of the period’s emission', () => {
  const paid = payRewardsDown([pt('10'), pt('10.01'), pt('3')], pt('100'), pt('100'), initial)
  expect(paid[0]!.paidPt).toEqual(pt('10'))
  expect(paid[1]!.paidPt).toEqual(pt('10'))
  expect(paid.map(({ paidPt, boundBy }) => [formatQuantity(paidPt), boundBy])).toEqual([
    ['10', []],
    ['10', ['staker']],
    ['3', []],
  ])
})

test('2.13: rewards that exceed the pool are cut in proportion', () => {
  const paid = payRewardsDown([pt('30'), pt('50'), pt('1')], pt('31'), pt('400'), initial)
  expect(paid.map(({ paidPt, boundBy }) => [formatQuantity(paidPt), boundBy])).toEqual([
    ['13.098591549295774647', ['pool']],
    ['17.464788732394366197', ['staker', 'pool']],
    ['0.436619718309859154', ['pool']],
  ])
  expect(payRewardsDown([pt('30'), pt('1')], pt('31'), pt('400'), initial)[0]!.boundBy).toEqual([])
  expect(payRewardsDown([], pt('0'), pt('0'), initial)).toEqual([])
})

test('nothing is paid that the pool does not have or that was not earned; the order has no influence', () => {
  const amount = fc.bigInt(0n, 10n ** 30n)
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 8 }), amount, amount, (earned, pool, emission) => {
      const pay = (of: readonly bigint[]) =>
        payRewardsDown(
          of.map((value) => quantity(value, 'PT')),
          quantity(pool, 'PT'),
          quantity(emission, 'PT'),
          initial,
        )
      const paid = pay(earned)
      expect(paid.reduce((sum, { paidPt }) => sum + paidPt.value, 0n)).toBeLessThanOrEqual(pool)
      for (const [index, { paidPt, boundBy }] of paid.entries()) {
        expect(paidPt.value).toBeLessThanOrEqual(earned[index]!)
        expect(paidPt.value * 10n).toBeLessThanOrEqual(emission)
        if (boundBy.length === 0) expect(paidPt.value).toBe(earned[index]!)
      }
      expect(pay(earned.toReversed())).toEqual(paid.toReversed())
    }),
    { numRuns: 60 },
  )
})

test('paid and lost are the reward; staying longer never pays less', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), fc.integer({ min: 1, max: 730 }), fc.nat(730), (reward, term, days) => {
      const { paidPt, lostPt } = exitStakeDown(quantity(reward, 'PT'), days, term, initial)
      expect(paidPt.value + lostPt.value).toBe(reward)
      expect(paidPt.value * 2n).toBeGreaterThanOrEqual(reward - 1n)
      expect(exitStakeDown(quantity(reward, 'PT'), days + 1, term, initial).paidPt.value).toBeGreaterThanOrEqual(
        paidPt.value,
      )
    }),
    { numRuns: 60 },
  )
})
