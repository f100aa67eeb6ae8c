import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { fictraConversion } from '../programmes/fictraConversion.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { conversionTerms } from './conversion.ts'
import { type ExecutionState, executeTranche, fundConversion, valueFloorDown } from './conversionExecution.ts'

const ft = (text: string) => parseQuantity(text, 'FT', 'ft')
const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const now = 1_800_000_000
const terms = conversionTerms(initial)
const tranche = { atSeconds: now, amountFt: ft('1000000'), minimumPt: pt('0') }
const state: ExecutionState = {
  nowSeconds: now,
  paused: false,
  averageRate: exact('1'),
  holdingsFt: ft('4000000'),
  guaranteedFt: ft('0'),
  convertedTodayPt: pt('0'),
  reservePt: pt('5000000'),
  headroomPt: pt('0'),
}
const execute = (changes: Partial<ExecutionState> = {}, factor: `${number}` = '1', of = tranche) =>
  executeTranche(of, exact(factor), terms, { ...state, ...changes }, initial)

test('wrong inputs, a pause, an early tranche, a missed minimum and a used day are refused', () => {
  const invalid = (field: string) =>
    expect.objectContaining({ code: 'CONVERSION_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => execute({ nowSeconds: Number.NaN })).toThrowError(invalid('nowSeconds'))
  expect(() => execute({ nowSeconds: now - 1 })).toThrowError(invalid('nowSeconds'))
  expect(() => execute({}, '1.01')).toThrowError(invalid('rateFactor'))
  expect(() => execute({}, '-0.01')).toThrowError(invalid('rateFactor'))
  expect(() => execute({ averageRate: exact('0') })).toThrowError(invalid('averageRate'))
  expect(() => execute({ holdingsFt: quantity(-1n, 'FT') })).toThrowError(invalid('holdingsFt'))
  expect(() => execute({ guaranteedFt: quantity(-1n, 'FT') })).toThrowError(invalid('guaranteedFt'))
  expect(() => execute({ reservePt: quantity(-1n, 'PT') })).toThrowError(invalid('reservePt'))
  expect(() => execute({ headroomPt: quantity(-1n, 'PT') })).toThrowError(invalid('headroomPt'))
  expect(() => fundConversion(quantity(-1n, 'PT'), state)).toThrowError(invalid('duePt'))
  expect(() => valueFloorDown(ft('0'), pt('1'), state, initial)).toThrowError(invalid('amountFt'))
  expect(() => valueFloorDown(ft('1'), quantity(-1n, 'PT'), state, initial)).toThrowError(invalid('netPt'))
  expect(() => execute({ paused: true })).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_PAUSED', retryable: true }),
  )
  expect(() => execute({}, '1', { ...tranche, minimumPt: pt('966605.01') })).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_BELOW_MINIMUM' }),
  )
  expect(() => execute({ convertedTodayPt: pt('9030000.01') })).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_DAILY_LIMIT' }),
  )
})

test('[TV 2.27] G1: the sovereign converts 1,000,000 FT and is paid 966,605 PT from the reserve', () => {
  const { quote, topUpPt, guaranteedFt, funding } = execute()
  expect([quote.unpaidFt, quote.grossPt, quote.feePt, quote.netPt, topUpPt, guaranteedFt].map(formatQuantity)).toEqual([
    '30000',
    '970000',
    '3395',
    '966605',
    '0',
    '1000000',
  ])
  expect(funding).toEqual({ fromReservePt: pt('966605'), mintedPt: pt('0'), queuedPt: pt('0') })
  expect(execute({}, '1', { ...tranche, minimumPt: pt('966605') }).funding.queuedPt).toEqual(pt('0'))
  expect(execute({ convertedTodayPt: pt('9030000') }).funding.queuedPt).toEqual(pt('0'))
})

test('2.8 [R]: reserve first, then what the cap leaves, else the queue', () => {
  const funded = (reserve: string, headroom: string) =>
    Object.values(fundConversion(pt('100'), { reservePt: pt(reserve), headroomPt: pt(headroom) })).map(formatQuantity)
  expect(funded('100', '100')).toEqual(['100', '0', '0'])
  expect(funded('70', '100')).toEqual(['70', '30', '0'])
  expect(funded('70', '30')).toEqual(['70', '30', '0'])
  expect(funded('70', '20')).toEqual(['70', '20', '10'])
  expect(funded('0', '0')).toEqual(['0', '0', '100'])
  expect(execute({ reservePt: pt('900000'), headroomPt: pt('60000') }).funding).toEqual({
    fromReservePt: pt('900000'),
    mintedPt: pt('60000'),
    queuedPt: pt('6605'),
  })
})

test('2.8: the size of the conversion lowers the rate, not the burn', () => {
  const { quote } = execute({}, '0.99')
  expect([quote.unpaidFt, quote.grossPt, quote.netPt].map(formatQuantity)).toEqual(['30000', '960300', '956938.95'])
})

test('2.8: 90 % of the 30-day average value is paid on up to half of the holdings', () => {
  const of = (average: `${number}`, changes: Partial<ExecutionState> = {}) => {
    const { topUpPt, guaranteedFt } = execute({ averageRate: exact(average), ...changes })
    return [topUpPt, guaranteedFt].map(formatQuantity)
  }
  expect(of('1.07')).toEqual(['0', '1000000']) // 963,000 are guaranteed and 966,605 paid
  expect(of('1.2')).toEqual(['113395', '1000000'])
  // Half of the holdings leaves 250,000 FT: 270,000 guaranteed against 241,651.25 paid for them.
  expect(of('1.2', { guaranteedFt: ft('1750000') })).toEqual(['28348.75', '250000'])
  expect(of('1.2', { guaranteedFt: ft('2000000') })).toEqual(['0', '0'])
  expect(of('1.2', { guaranteedFt: ft('2000001') })).toEqual(['0', '0'])
})

test('the guaranteed value counts for the minimum and is paid like the rest', () => {
  const minimum = { ...tranche, minimumPt: pt('1080000') }
  expect(execute({ averageRate: exact('1.2') }, '1', minimum).funding.fromReservePt).toEqual(pt('1080000'))
  const half = withValue(fictraConversion.valueFloor, { guaranteed: '0.5', ofHoldings: '0.5' })
  expect(() => executeTranche(minimum, exact('1'), terms, { ...state, averageRate: exact('1.2') }, half)).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_BELOW_MINIMUM' }),
  )
})

test('2.8: the daily limit binds what is paid, so the lift to the guaranteed value counts too', () => {
  const half = { ...terms, rateE18: 5n * 10n ** 17n, dailyLimitPt: pt('500000').value }
  const lifted = { ...state, averageRate: exact('1') }
  const limited = (dailyLimitPt: bigint) =>
    executeTranche(tranche, exact('1'), { ...half, dailyLimitPt }, lifted, initial)
  // 485,000 gross, 483,302.5 after the fee, lifted to 900,000.
  expect(() => limited(pt('500000').value)).toThrowError(
    expect.objectContaining({
      code: 'CONVERSION_DAILY_LIMIT',
      details: { grossPt: '901697.5', leftPt: '500000' },
    }),
  )
  expect(() => limited(pt('901697.5').value - 1n)).toThrowError(
    expect.objectContaining({ code: 'CONVERSION_DAILY_LIMIT' }),
  )
  const { countedPt, funding } = limited(pt('901697.5').value)
  expect([countedPt, funding.fromReservePt].map(formatQuantity)).toEqual(['901697.5', '900000'])
  expect(formatQuantity(execute().countedPt)).toBe('970000')
})

test('nothing is lost between reserve, mint and queue, and neither is overdrawn', () => {
  const value = fc.bigInt(0n, 10n ** 30n).map((base) => quantity(base, 'PT'))
  fc.assert(
    fc.property(value, value, value, (due, reservePt, headroomPt) => {
      const { fromReservePt, mintedPt, queuedPt } = fundConversion(due, { reservePt, headroomPt })
      expect(fromReservePt.value + mintedPt.value + queuedPt.value).toBe(due.value)
      expect(fromReservePt.value).toBeLessThanOrEqual(reservePt.value)
      expect(mintedPt.value).toBeLessThanOrEqual(headroomPt.value)
      if (mintedPt.value > 0n) expect(fromReservePt).toEqual(reservePt)
      if (queuedPt.value > 0n) expect(mintedPt).toEqual(headroomPt)
    }),
    { numRuns: 60 },
  )
})

test('with the floor a fully guaranteed conversion never pays less than 90 % of the average value', () => {
  const rate = fc.integer({ min: 1, max: 1_000_000 }).map((micro) => exact(BigInt(micro)).div(100_000))
  fc.assert(
    fc.property(fc.bigInt(1n, 10n ** 30n), fc.bigInt(0n, 10n ** 30n), rate, (amount, net, averageRate) => {
      const of = { averageRate, holdingsFt: quantity(amount * 2n, 'FT'), guaranteedFt: ft('0') }
      const { topUpPt } = valueFloorDown(quantity(amount, 'FT'), quantity(net, 'PT'), of, initial)
      const paid = exact(net + topUpPt.value)
      expect(paid.plus(1).greaterThanOrEqualTo(exact(amount).times(averageRate).times('0.9'))).toBe(true)
      if (topUpPt.value > 0n) expect(paid.lessThanOrEqualTo(exact(amount).times(averageRate).times('0.9'))).toBe(true)
    }),
    { numRuns: 60 },
  )
})
