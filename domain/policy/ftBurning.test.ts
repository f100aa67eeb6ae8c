import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraBurning } from '../programmes/fictraBurning.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { formatQuantity, parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { checkFtBurn, type FtBurnDecision, ftUseBurn, ftUseBurnUp } from './ftBurning.ts'

const ft = (text: string) => parseQuantity(text, 'FT', 'ft')
const decision: FtBurnDecision = {
  amount: ft('1500'),
  supply: ft('100000'),
  burnedInQuarter: ft('0'),
  approval: exact('0.67'),
  discussionDays: 14,
  voteDays: 5,
}
const decide = (changes: Partial<FtBurnDecision>) => checkFtBurn({ ...decision, ...changes }, initial)
const share = (
  use: 'conversion' | 'commodityPurchase' | 'sovereignSwap',
  growth: `${number}`,
  parameters = initial,
) => {
  const { share: of, boundBy } = ftUseBurn(use, exact(growth), false, parameters)
  return [formatExact(of), boundBy]
}

test('growth, amounts, shares and days that cannot be are refused by field', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'BURN_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => share('conversion', '-1.01')).toThrowError(refused('growth'))
  expect(() => share('conversion', '100.1')).toThrowError(refused('growth'))
  expect(() => ftUseBurn('conversion', new Exact(Number.NaN), true, initial)).toThrowError(refused('growth'))
  expect(() => ftUseBurnUp(quantity(-1n, 'FT'), exact('0.1'))).toThrowError(refused('amount'))
  expect(() => ftUseBurnUp(quantity(1n, 'PT') as Quantity as Quantity<'FT'>, exact('0.1'))).toThrowError(
    refused('amount'),
  )
  expect(() => ftUseBurnUp(ft('1'), exact('1.1'))).toThrowError(refused('share'))
  const wrong: readonly [string, Partial<FtBurnDecision>][] = [
    ['amount', { amount: ft('0') }],
    ['supply', { supply: quantity(-1n, 'FT') }],
    ['burnedInQuarter', { burnedInQuarter: quantity(-1n, 'FT') }],
    ['approval', { approval: exact('1.1') }],
    ['discussionDays', { discussionDays: -1 }],
    ['voteDays', { voteDays: Number.NaN }],
  ]
  for (const [field, changes] of wrong) expect(() => decide(changes)).toThrowError(refused(field))
})

test('2.8: a conversion burns 3 %, a commodity purchase 1.5 %, a sovereign swap 2 %', () => {
  expect([share('conversion', '0.02'), share('commodityPurchase', '0.02'), share('sovereignSwap', '0.02')]).toEqual([
    ['0.03', null],
    ['0.015', null],
    ['0.02', null],
  ])
})

test.each([
  ['-0.5', '0.025'],
  ['0.0099', '0.025'],
  ['0.01', '0.03'],
  ['0.0299', '0.03'],
  ['0.03', '0.035'],
  ['0.0699', '0.035'],
  ['0.07', '0.04'],
  ['5', '0.04'],
] as const)('2.14: with supply growing by %s a year a conversion burns %s', (growth, burned) => {
  expect(share('conversion', growth)).toEqual([burned, null])
})

test('2.8: what is humanitarian burns nothing, unless governance ended the exemption', () => {
  const exempt = (parameters: typeof initial) =>
    formatExact(ftUseBurn('sovereignSwap', exact('0.02'), true, parameters).share)
  expect(exempt(initial)).toBe('0')
  expect(ftUseBurn('conversion', exact('0'), true, initial).boundBy).toBeNull()
  expect(exempt(withValue(fictraConversion.humanitarianExempt, false))).toBe('0.02')
})

test('a burn that inflation would make negative is nothing, and says so', () => {
  const low = withValue(fictraBurning.inflation, [{ from: '-1', value: '-0.016' }])
  expect(share('commodityPurchase', '0', low)).toEqual(['0', 'zero'])
  const even = withValue(fictraBurning.inflation, [{ from: '-1', value: '-0.015' }])
  expect(share('commodityPurchase', '0', even)).toEqual(['0', null])
})

test('2.14: a decision burns at most 1.5 % a quarter, with 67 %, after 14 days of discussion and 5 of voting', () => {
  const refused = (reasons: readonly string[], leftFt = '1500') =>
    expect.objectContaining({ code: 'FT_BURN_REFUSED', details: { reasons, leftFt } })
  expect(() => decide({})).not.toThrow()
  expect(() => decide({ amount: ft('500'), burnedInQuarter: ft('1000') })).not.toThrow()
  expect(() => decide({ approval: exact('0.6699') })).toThrowError(refused(['approval']))
  expect(() => decide({ discussionDays: 13 })).toThrowError(refused(['discussion']))
  expect(() => decide({ voteDays: 4 })).toThrowError(refused(['vote']))
  expect(() => decide({ amount: ft('1500.01') })).toThrowError(refused(['quarter']))
  expect(() => decide({ amount: ft('501'), burnedInQuarter: ft('1000') })).toThrowError(refused(['quarter'], '500'))
  expect(() =>
    decide({ burnedInQuarter: ft('2000'), approval: exact('0'), discussionDays: 0, voteDays: 0 }),
  ).toThrowError(refused(['approval', 'discussion', 'vote', 'quarter'], '0'))
})

test('the burned part of a use is rounded up, is never more than the amount and grows with it', () => {
  expect(formatQuantity(ftUseBurnUp(ft('100000'), exact('0.03')))).toBe('3000')
  expect(ftUseBurnUp(quantity(1n, 'FT'), exact('0.015')).value).toBe(1n)
  const amount = fc.bigInt(0n, 10n ** 30n)
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      const burned = (of: bigint) => ftUseBurnUp(quantity(of, 'FT'), exact('0.015')).value
      expect(burned(a)).toBeLessThanOrEqual(a)
      expect(burned(a + b)).toBeGreaterThanOrEqual(burned(a))
      expect(burned(a) * 1000n).toBeGreaterThanOrEqual(a * 15n)
    }),
    { numRuns: 50 },
  )
})
