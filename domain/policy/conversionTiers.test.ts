import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { type ConversionSize, conversionConditions } from './conversionTiers.ts'

const ft = (text: string) => parseQuantity(text, 'FT', 'ft')
const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
/** So small in every table that nothing is asked for. */
const small: ConversionSize = {
  amountFt: ft('100'),
  holdingsFt: ft('10000000'),
  supplyFt: ft('1000000000'),
  convertedInMonthFt: ft('0'),
  grossPt: pt('100'),
  dailyVolumePt: pt('1000000'),
  valueUsd: exact('100'),
}
const of = (changes: Partial<ConversionSize>) => conversionConditions({ ...small, ...changes }, initial)

test('amounts of another unit, below zero, above the holdings or the supply, and a value that is none are refused', () => {
  const wrong: readonly [string, Partial<ConversionSize>][] = [
    ['amountFt', { amountFt: ft('0') }],
    ['amountFt', { amountFt: pt('1') as Quantity as Quantity<'FT'> }],
    ['amountFt', { amountFt: ft('10000000.000000000000000001') }],
    ['holdingsFt', { supplyFt: ft('9999999') }],
    ['holdingsFt', { holdingsFt: quantity(-1n, 'FT') }],
    ['supplyFt', { supplyFt: quantity(-1n, 'FT') }],
    ['convertedInMonthFt', { convertedInMonthFt: quantity(-1n, 'FT') }],
    ['grossPt', { grossPt: quantity(-1n, 'PT') }],
    ['dailyVolumePt', { dailyVolumePt: quantity(-1n, 'PT') }],
    ['valueUsd', { valueUsd: exact('-1') }],
    ['valueUsd', { valueUsd: new Exact(Number.NaN) }],
  ]
  for (const [field, changes] of wrong) {
    expect(() => of(changes)).toThrowError(
      expect.objectContaining({ code: 'CONVERSION_INPUT_INVALID', details: expect.objectContaining({ field }) }),
    )
  }
  expect(() => of({ dailyVolumePt: pt('0') })).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_NO_MARKET', details: { field: 'dailyVolumePt' } }),
  )
})

test('the whole holding and the whole supply may be converted', () => {
  const all = ft('10000000')
  expect(of({ amountFt: all, holdingsFt: all, supplyFt: all })).toMatchObject({ approval: 'plan', review: true })
})

test('2.8: a small conversion is immediate, at the standard rate, in one day', () => {
  const { rateFactor, dayShare, ...rest } = of({})
  expect(rest).toEqual({ waitSeconds: 0, approval: 'none', review: false, daysLeast: 1 })
  expect([formatExact(rateFactor), formatExact(dayShare)]).toEqual(['1', '1'])
})

test.each([
  ['999999.999999999999999999', 0, 'none', 1],
  ['1000000', 86_400, 'none', 1],
  ['9999999.999999999999999999', 86_400, 'none', 1],
  ['10000000', 259_200, 'committee', 3],
  ['29999999.999999999999999999', 259_200, 'committee', 3],
  ['30000000', 432_000, 'plan', 7],
])(
  '2.8 notice: %s of 1,000,000,000 FT waits %s s, approval %s, at least %s days',
  (amount, waitSeconds, approval, daysLeast) => {
    const conditions = of({ amountFt: ft(amount), holdingsFt: ft('1000000000') })
    expect(conditions).toMatchObject({ waitSeconds, approval, review: false, daysLeast })
  },
)

test.each([
  ['499999.999999999999999999', '1', 0, false],
  ['500000', '0.995', 86_400, false],
  ['1500000', '0.99', 259_200, false],
  ['2999999', '0.99', 259_200, false],
  ['3000000', '0.99', 604_800, true],
])(
  '2.8 price: %s of 10,000,000 FT held leaves %s of the rate, waits %s s, review %s',
  (amount, factor, waitSeconds, review) => {
    const conditions = of({ amountFt: ft(amount), supplyFt: ft('100000000000') })
    expect(conditions).toMatchObject({ waitSeconds, review, approval: 'none' })
    expect(formatExact(conditions.rateFactor)).toBe(factor)
  },
)

test.each([
  ['49999.999999999999999999', '1'],
  ['50000', '0.5'],
  ['100000', '0.33'],
  ['249999', '0.33'],
  ['250000', '0.2'],
  ['5000000', '0.2'],
])('2.8 execution: %s PT of 1,000,000 a day executes at most %s a day', (grossPt, share) => {
  expect(formatExact(of({ grossPt: pt(grossPt) }).dayShare)).toBe(share)
})

test('2.8: more than 10M USD gives notice whatever its share; exactly 10M does not', () => {
  expect(of({ valueUsd: exact('10000000') }).waitSeconds).toBe(0)
  expect(of({ valueUsd: exact('10000000.01') }).waitSeconds).toBe(86_400)
})

test('2.8 [R]: the longest of the three waits holds', () => {
  const large = { valueUsd: exact('20000000'), supplyFt: ft('10000000') }
  expect(of({ ...large, amountFt: ft('100000') }).waitSeconds).toBe(259_200) // notice: 1 % of supply
  expect(of({ ...large, amountFt: ft('3000000') }).waitSeconds).toBe(604_800) // price: 30 % of the holdings
})

test.each([
  ['0', '1'],
  // Exactly 15 % of supply is not above it.
  ['149999900', '1'],
  ['149999900.000000000000000001', '0.99'],
  ['199999900', '0.99'],
  ['199999900.000000000000000001', '0.98'],
  ['249999900', '0.98'],
  ['249999900.000000000000000001', '0.95'],
])('2.8 velocity: with %s FT converted in the month before, 100 more leave %s of the rate', (converted, factor) => {
  expect(formatExact(of({ convertedInMonthFt: ft(converted) }).rateFactor)).toBe(factor)
})

test('2.8: velocity comes on top of the price tier, one after the other', () => {
  const conditions = of({ amountFt: ft('1500000'), convertedInMonthFt: ft('200000000') })
  expect(formatExact(conditions.rateFactor)).toBe('0.9702')
})

test('the tables are governed', () => {
  const tiers = withValue(fictraConversion.executionTiers, [{ from: '0', value: '0.1' }])
  expect(formatExact(conversionConditions(small, tiers).dayShare)).toBe('0.1')
})

test('a larger amount never waits less, costs less or is executed faster', () => {
  const amount = fc.bigInt(1n, 10n ** 30n)
  fc.assert(
    fc.property(amount, amount, amount, (a, b, volume) => {
      const [low, high] = a < b ? [a, b] : [b, a]
      const whole = quantity(10n ** 30n, 'FT')
      const conditions = (value: bigint) =>
        of({
          amountFt: quantity(value, 'FT'),
          grossPt: quantity(value, 'PT'),
          holdingsFt: whole,
          supplyFt: whole,
          dailyVolumePt: quantity(volume, 'PT'),
        })
      const [less, more] = [conditions(low), conditions(high)]
      expect(more.waitSeconds).toBeGreaterThanOrEqual(less.waitSeconds)
      expect(more.daysLeast).toBeGreaterThanOrEqual(less.daysLeast)
      expect(more.rateFactor.lessThanOrEqualTo(less.rateFactor)).toBe(true)
      expect(more.dayShare.lessThanOrEqualTo(less.dayShare)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
