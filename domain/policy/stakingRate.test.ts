import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact, roundForDisplay } from '../decimal.ts'
import { fictraStaking } from '../programmes/fictraStaking.ts'
import { formatQuantity, parseQuantity, type Quantity, toExact } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  type GeneralStake,
  type LiquidityStake,
  type SovereignStake,
  type Stake,
  stakingRate,
  type ValidatorStake,
} from './stakingRate.ts'
import { stakingRewardDown } from './stakingReward.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const one = exact('1')
const general: GeneralStake = {
  pool: 'general',
  staked: pt('10000'),
  termDays: 365,
  beganOnDay: 60,
  compounds: false,
  volumeShare: exact('0'),
}
const validator: ValidatorStake = {
  pool: 'validator',
  staked: pt('50000'),
  termDays: 365,
  answered: 980,
  assigned: 1000,
  uptime: exact('0.99'),
  uptimeFactor: exact('1.1'),
}
const liquidity: LiquidityStake = {
  pool: 'liquidity',
  staked: pt('25000'),
  termDays: 90,
  bonus: exact('0'),
  factor: exact('1'),
}
const sovereign: SovereignStake = {
  pool: 'sovereign',
  staked: parseQuantity('10000', 'FT', 'ft'),
  termDays: 180,
  exports: exact('100'),
  exportsBefore: exact('100'),
  strategic: false,
}
const rate = (stake: Stake, adjustment: `${number}` = '1', parameters = initial) => {
  const { rate: of, boundBy } = stakingRate(stake, exact(adjustment), parameters)
  return [formatExact(of), boundBy]
}

test('stakes below the least, of another unit, for no term and with measures out of range are refused by field', () => {
  const wrong: readonly [string, Stake][] = [
    ['staked', { ...general, staked: pt('99.99') }],
    ['staked', { ...general, staked: sovereign.staked as never }],
    ['termDays', { ...general, termDays: 60 }],
    ['beganOnDay', { ...general, beganOnDay: -1 }],
    ['volumeShare', { ...general, volumeShare: exact('1.1') }],
    ['staked', { ...validator, staked: pt('49999.99') }],
    ['termDays', { ...validator, termDays: 364 }],
    ['termDays', { ...validator, termDays: 366 }],
    ['assigned', { ...validator, assigned: 0, answered: 0 }],
    ['answered', { ...validator, answered: 1001 }],
    ['uptime', { ...validator, uptime: exact('1.01') }],
    ['uptimeFactor', { ...validator, uptimeFactor: exact('0.79') }],
    ['uptimeFactor', { ...validator, uptimeFactor: exact('1.21') }],
    ['staked', { ...liquidity, staked: pt('24999') }],
    ['termDays', { ...liquidity, termDays: 91 }],
    ['bonus', { ...liquidity, bonus: exact('0.051') }],
    ['bonus', { ...liquidity, bonus: exact('-0.01') }],
    ['factor', { ...liquidity, factor: exact('0.89') }],
    ['factor', { ...liquidity, factor: exact('1.31') }],
    ['staked', { ...sovereign, staked: parseQuantity('9999', 'FT', 'ft') }],
    ['termDays', { ...sovereign, termDays: 90 }],
    ['exports', { ...sovereign, exports: exact('-1') }],
    ['exportsBefore', { ...sovereign, exportsBefore: new Exact(Number.NaN) }],
  ]
  const refused = (field: string) =>
    expect.objectContaining({ code: 'STAKING_INPUT_INVALID', details: expect.objectContaining({ field }) })
  for (const [field, stake] of wrong) expect(() => rate(stake)).toThrowError(refused(field))
  expect(() => rate(general, '-1')).toThrowError(refused('adjustment'))
})

test('rates outside their range and terms that do not rise are refused', () => {
  const row = fictraStaking.liquidity.initial as Record<string, string>
  for (const rate of ['0.059', '0.101']) {
    expect(() => withValue(fictraStaking.liquidity, { ...row, rate })).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  }
  const launch = fictraStaking.launch.initial as Record<string, string>
  const terms = [
    { days: 30, factor: '1' },
    { days: 30, factor: '1' },
  ]
  expect(() => withValue(fictraStaking.launch, { ...launch, terms })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: expect.objectContaining({ pointer: '/terms' }) }),
  )
})

const rewardOf = (stake: Stake & { readonly pool: 'general' | 'validator' }, parameters = initial) =>
  stakingRewardDown(stake.staked, stakingRate(stake, one, parameters).rate, stake.termDays, parameters)

test('[TV 2.13] 10,000 @5% 365 d x2 -> 1,000; 90 d x1.25 -> 154.1096; 3% 30 d -> 24.6575', () => {
  expect(formatQuantity(rewardOf(general))).toBe('1000')
  const short = (reward: Quantity) => roundForDisplay(toExact(reward), 4)
  const ninety = rewardOf({ ...general, termDays: 90 })
  expect([formatQuantity(ninety), short(ninety)]).toEqual(['154.10958904109589041', '154.1096'])
  const row = fictraStaking.general.initial as Record<string, string>
  const low = withValue(fictraStaking.general, { ...row, rate: '0.03' })
  const thirty = rewardOf({ ...general, termDays: 30 }, low)
  expect([formatQuantity(thirty), short(thirty)]).toEqual(['24.657534246575342465', '24.6575'])
})

test('[TV 2.13] volume x(1 + share*.5): 5% share -> 1,025', () => {
  expect(formatQuantity(rewardOf({ ...general, volumeShare: exact('0.05') }))).toBe('1025')
})

test('[TV 2.13] validator x ok/assigned x uptime: 980/1000 x1.1 -> 1,078', () => {
  const row = fictraStaking.validator.initial as Record<string, string>
  const small = withValue(fictraStaking.validator, { ...row, leastPt: '10000' })
  expect(formatQuantity(rewardOf({ ...validator, staked: pt('10000') }, small))).toBe('1078')
})

test('[TV 2.13] sovereign x(1 + (exports/prev)*.7): flat exports already give x1.7; by growth they give x1', () => {
  const literal = one.plus(sovereign.exports.div(sovereign.exportsBefore).times('0.7'))
  expect(formatExact(literal)).toBe('1.7')
  expect(rate(sovereign)).toEqual(['0.06', []])
  expect(rate({ ...sovereign, exports: exact('150') })).toEqual(['0.081', []]) // x1.35
  expect(rate({ ...sovereign, exports: exact('172') })).toEqual(['0.09', ['factorMost']]) // held to x1.5
  expect(rate({ ...sovereign, exports: exact('50') })).toEqual(['0.06', ['factorLeast']])
  expect(rate({ ...sovereign, exportsBefore: exact('0') })).toEqual(['0.06', []])
  expect(rate({ ...sovereign, strategic: true, termDays: 730 })).toEqual(['0.08', []])
})

test('2.13: the general pool pays by term, more in its first 60 days, most in its first 30', () => {
  const terms = (beganOnDay: number) =>
    [30, 90, 180, 365].map((termDays) => rate({ ...general, beganOnDay, termDays })[0])
  expect(terms(60)).toEqual(['0.05', '0.0625', '0.075', '0.1'])
  expect(terms(59)).toEqual(['0.075', '0.0975', '0.1275', '0.165'])
  expect(terms(30)).toEqual(['0.075', '0.0975', '0.1275', '0.165'])
  expect(terms(29)).toEqual(['0.095', '0.1175', '0.1475', '0.185'])
  expect(rate({ ...general, compounds: true })).toEqual(['0.105', []])
  expect(rate({ ...general, staked: pt('100') })).toEqual(['0.1', []])
})

test('2.13: validators gain a point from 99.9 % uptime on; liquidity has its own bonus and factor', () => {
  expect(rate(validator)).toEqual(['0.1078', []])
  expect(rate({ ...validator, uptime: exact('0.9989') })).toEqual(['0.1078', []])
  expect(rate({ ...validator, uptime: exact('0.999') })).toEqual(['0.1178', []])
  expect(rate({ ...validator, assigned: 3, answered: 2, uptimeFactor: exact('1.2') })).toEqual(['0.08', []])
  expect(rate({ ...liquidity, bonus: exact('0.05'), factor: exact('1.3') })).toEqual(['0.154', []])
  expect(rate({ ...liquidity, factor: exact('0.9') })).toEqual(['0.072', []])
})

test('2.13: no rate is below 2 % or above 30 % a year, and it says when it was bound', () => {
  expect(rate(general, '0.2')).toEqual(['0.02', []])
  expect(rate(general, '0.19')).toEqual(['0.02', ['rateLeast']])
  expect(rate(general, '3')).toEqual(['0.3', []])
  expect(rate(general, '3.01')).toEqual(['0.3', ['rateMost']])
  expect(rate(general, '1.3')).toEqual(['0.13', []])
})

test('a larger share of volume, more answers and more exports never earn less', () => {
  const share = fc.integer({ min: 0, max: 1000 }).map((of) => exact(BigInt(of)).div(1000))
  fc.assert(
    fc.property(
      share,
      share,
      fc.integer({ min: 0, max: 999 }),
      fc.bigInt(0n, 10n ** 30n),
      (a, b, answered, exported) => {
        const [low, high] = a.lessThan(b) ? [a, b] : [b, a]
        const of = (stake: Stake) => stakingRate(stake, one, initial).rate
        expect(of({ ...general, volumeShare: high }).gte(of({ ...general, volumeShare: low }))).toBe(true)
        expect(of({ ...validator, answered: answered + 1 }).gte(of({ ...validator, answered }))).toBe(true)
        const grown = { ...sovereign, exports: exact(exported + 1n), exportsBefore: exact(10n ** 29n) }
        expect(of(grown).gte(of({ ...grown, exports: exact(exported) }))).toBe(true)
      },
    ),
    { numRuns: 50 },
  )
})
