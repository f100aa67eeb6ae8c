import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatExact, roundForDisplay } from '../decimal.ts'
import { fictraVesting } from '../programmes/fictraVesting.ts'
import { parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { checkSalePurchase, concentrationOf } from './concentration.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const of = (...amounts: number[]) =>
  concentrationOf(
    amounts.map((amount) => quantity(BigInt(amount), 'PT')),
    initial,
  )
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test('nobody, empty balances and purchases of nothing are refused', () => {
  expect(() => of()).toThrowError(refused('CONCENTRATION_INPUT_INVALID', { field: 'balances' }))
  expect(() => of(1, 0)).toThrowError(refused('CONCENTRATION_INPUT_INVALID', { field: 'balances/1' }))
  const purchase = { amountPt: pt('1'), boughtPt: pt('0'), salePt: pt('100') }
  const wrong = [
    ['amountPt', { amountPt: pt('0') }],
    ['boughtPt', { boughtPt: quantity(-1n, 'PT') }],
    ['salePt', { salePt: quantity(-1n, 'PT') }],
  ] as const
  for (const [field, changes] of wrong) {
    expect(() => checkSalePurchase({ ...purchase, ...changes }, initial)).toThrowError(
      refused('CONCENTRATION_INPUT_INVALID', { field }),
    )
  }
})

test('2.9: the Gini coefficient of known distributions', () => {
  expect(formatExact(of(5, 5, 5, 5).gini)).toBe('0')
  expect(formatExact(of(1, 2, 3, 4).gini)).toBe('0.25')
  expect(roundForDisplay(of(1, 1, 1, 1_000_000_000).gini, 4)).toBe('0.75')
  expect(formatExact(of(7).gini)).toBe('0')
  expect(formatExact(of(4, 1, 3, 2).gini)).toBe('0.25')
  expect(formatExact(of(2, 4, 1, 3).gini)).toBe('0.25')
})

test('2.9: the share of the ten largest, and the goals that are missed', () => {
  const mixed = [5, 20, 1, 13, 9, 17, 2, 11, 19, 6, 3, 14, 8, 16, 4, 10, 18, 7, 12, 15]
  expect(roundForDisplay(of(...mixed).topShare, 6)).toBe('0.738095')
  const twenty = Array.from({ length: 20 }, (_, index) => index + 1)
  expect(roundForDisplay(of(...twenty).topShare, 6)).toBe('0.738095') // 155 of 210
  expect(of(...twenty)).toMatchObject({ holders: 20, missed: ['topShare', 'holders'] })
  expect(of(1, 1_000_000).missed).toEqual(['topShare', 'holders'])
  const goals = (giniBelow: string, topShareBelow: string, holdersAbove: number) =>
    withValue(fictraVesting.concentration, { giniBelow, topHolders: 2, topShareBelow, holdersAbove })
  const balances = [1, 2, 3, 4].map((amount) => quantity(BigInt(amount), 'PT'))
  const missed = (parameters: typeof initial) => concentrationOf(balances, parameters).missed
  expect(missed(goals('0.26', '0.71', 3))).toEqual([])
  expect(missed(goals('0.25', '0.7', 4))).toEqual(['gini', 'topShare', 'holders'])
})

test('2.9: one purchaser buys at most 5 % of the public sale, in however many purchases', () => {
  const buy = (amount: string, bought: string) =>
    checkSalePurchase({ amountPt: pt(amount), boughtPt: pt(bought), salePt: pt('150000000') }, initial)
  expect(() => buy('7500000', '0')).not.toThrow()
  expect(() => buy('1', '7499999')).not.toThrow()
  expect(() => buy('7500000.01', '0')).toThrowError(refused('SALE_SHARE_TOO_LARGE', { leftPt: '7500000' }))
  expect(() => buy('2', '7499999')).toThrowError(refused('SALE_SHARE_TOO_LARGE', { leftPt: '1' }))
  expect(() => buy('2', '8000000')).toThrowError(refused('SALE_SHARE_TOO_LARGE', { leftPt: '0' }))
})

test('order and unit of account have no influence; both measures stay within 0 and 1', () => {
  const balances = fc.array(fc.bigInt(1n, 10n ** 30n), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(balances, fc.bigInt(1n, 1_000n), (amounts, scale) => {
      const measured = (values: readonly bigint[]) => {
        const { gini, topShare } = concentrationOf(
          values.map((value) => quantity(value, 'PT')),
          initial,
        )
        return [gini, topShare].map(formatExact)
      }
      const [gini, topShare] = measured(amounts)
      expect(measured(amounts.toReversed())).toEqual([gini, topShare])
      expect(measured(amounts.map((value) => value * scale))).toEqual([gini, topShare])
      for (const value of [gini, topShare]) {
        expect(Number(value)).toBeGreaterThanOrEqual(0)
        expect(Number(value)).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: 40 },
  )
})
