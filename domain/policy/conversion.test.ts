import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatQuantity, parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { checkConversion, conversionTerms, quoteConversion } from './conversion.ts'

const terms = conversionTerms(initial)
const ft = (text: string) => parseQuantity(text, 'FT', 'amountFt')
const pt = (text: string) => parseQuantity(text, 'PT', 'amountPt')
const shown = (of: ReturnType<typeof quoteConversion>) =>
  [of.burnedFt, of.unpaidFt, of.grossPt, of.feePt, of.netPt].map(formatQuantity)

test('another unit, amounts below zero and terms that cannot be are refused by field', () => {
  const invalid = (field: string) =>
    expect.objectContaining({ code: 'CONVERSION_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => quoteConversion(pt('1') as Quantity as Quantity<'FT'>, terms)).toThrowError(invalid('amountFt'))
  const wrong = [
    ['rateE18', { rateE18: -1n }],
    ['burnBps', { burnBps: 10_001 }],
    ['burnBps', { burnBps: -1 }],
    ['feeBps', { feeBps: 10_001 }],
    ['feeBps', { feeBps: Number.NaN }],
  ] as const
  for (const [field, changes] of wrong) {
    expect(() => quoteConversion(ft('1'), { ...terms, ...changes })).toThrowError(invalid(field))
  }
  const quote = quoteConversion(ft('1'), terms)
  expect(() => checkConversion(quote, quantity(-1n, 'PT'), pt('0'), terms)).toThrowError(invalid('minimum'))
  expect(() => checkConversion(quote, pt('0'), quantity(-1n, 'PT'), terms)).toThrowError(invalid('convertedToday'))
})

test('nothing, less than the minimum and more than the day allows are refused', () => {
  expect(() => quoteConversion(ft('0'), terms)).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_NOTHING', details: { field: 'amountFt' } }),
  )
  const dust = quoteConversion(quantity(1n, 'FT'), terms)
  expect(() => checkConversion(dust, pt('0'), pt('0'), terms)).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_NOTHING', details: { field: 'amountFt' } }),
  )
  const quote = quoteConversion(ft('100000'), terms)
  expect(() => checkConversion(quote, pt('96660.500000000000000001'), pt('0'), terms)).toThrowError(
    expect.objectContaining({
      code: 'CONVERSION_BELOW_MINIMUM',
      details: { netPt: '96660.5', minimumPt: '96660.500000000000000001' },
    }),
  )
  const limit = (leftPt: string) =>
    expect.objectContaining({
      code: 'CONVERSION_DAILY_LIMIT',
      retryable: true,
      details: { grossPt: '97000', leftPt },
    })
  expect(() => checkConversion(quote, pt('0'), pt('9903000.000000000000000001'), terms)).toThrowError(
    limit('96999.999999999999999999'),
  )
  expect(() => checkConversion(quote, pt('0'), pt('10000001'), terms)).toThrowError(limit('0'))
  expect(() => checkConversion(quote, pt('96660.5'), pt('9903000'), terms)).not.toThrow()
})

test('[TV 2.8] 100,000 FT, 3% burn, rate 1.0, fee 0.35%: 3,000 FT unpaid, gross 97,000, fee 339.50, net 96,660.50 PT', () => {
  expect(shown(quoteConversion(ft('100000'), terms))).toEqual(['100000', '3000', '97000', '339.5', '96660.5'])
})

test('[TV 2.27] G1: 1,000,000 FT leave 30,000 unpaid, gross 970,000, fee 3,395, net 966,605 PT', () => {
  expect(shown(quoteConversion(ft('1000000'), terms))).toEqual(['1000000', '30000', '970000', '3395', '966605'])
})

test('what is taken is rounded up, what is paid is rounded down', () => {
  expect(shown(quoteConversion(quantity(1n, 'FT'), terms)).slice(2)).toEqual(['0', '0', '0'])
  const odd = quoteConversion(quantity(101n, 'FT'), { ...terms, rateE18: 999_999_999_999_999_999n })
  expect([odd.unpaidFt.value, odd.grossPt.value, odd.feePt.value, odd.netPt.value]).toEqual([4n, 96n, 1n, 95n])
})

test('gross is fee and net; more FT never pays less; nobody gains by splitting', () => {
  const amounts = fc.bigInt(1n, 10n ** 30n)
  fc.assert(
    fc.property(amounts, amounts, (a, b) => {
      const [one, two] = [quoteConversion(quantity(a, 'FT'), terms), quoteConversion(quantity(b, 'FT'), terms)]
      const both = quoteConversion(quantity(a + b, 'FT'), terms)
      expect(one.feePt.value + one.netPt.value).toBe(one.grossPt.value)
      expect(both.netPt.value).toBeGreaterThanOrEqual(one.netPt.value)
      expect(one.netPt.value + two.netPt.value).toBeLessThanOrEqual(both.netPt.value)
    }),
  )
})
