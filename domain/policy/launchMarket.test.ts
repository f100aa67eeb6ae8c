import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { fictraCorridor } from '../programmes/fictraCorridor.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { type LaunchOffer, launchDuties, launchReserveDown } from './launchMarket.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const offer = (distance: `${number}`, amount: string): LaunchOffer => ({
  distance: exact(distance),
  amountPt: pt(amount),
})
const enough = [offer('0.001', '1000000'), offer('0.002', '1000000'), offer('0.005', '3000000')]
const pool = pt('50000000')
const duties = (offers: readonly LaunchOffer[], price: `${number}` = '1', day = 0, poolPt = pool) => {
  const { missing, poolMissingPt, outsideRange } = launchDuties(day, exact(price), offers, poolPt, initial)
  return [
    missing.map(({ within, missingPt }) => [formatExact(within), formatQuantity(missingPt)]),
    formatQuantity(poolMissingPt),
    outsideRange,
  ]
}

test('days, prices, offers and reserves that cannot be are refused by field', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'CORRIDOR_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => duties([], '1', -1)).toThrowError(refused('day'))
  expect(() => duties([], '0')).toThrowError(refused('price'))
  expect(() => duties([], '1', 0, quantity(-1n, 'PT'))).toThrowError(refused('poolPt'))
  expect(() => duties([offer('-0.1', '1')])).toThrowError(refused('offers/0/distance'))
  expect(() => duties([offer('0.1', '1'), { distance: exact('0'), amountPt: quantity(-1n, 'PT') }])).toThrowError(
    refused('offers/1/amountPt'),
  )
  expect(() => launchReserveDown(quantity(-1n, 'PT'), 0, initial)).toThrowError(refused('reservePt'))
  expect(() => launchReserveDown(pt('1'), 0.5, initial)).toThrowError(refused('day'))
  expect(() => withValue(fictraCorridor.launchReserve, { firstDay: '0.2', perDay: '0.03', days: 30 })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test('2.10 [R]: makers owe 1M within .1 %, 2M within .2 %, 5M within .5 %, and a pool of 50M', () => {
  expect(duties(enough)).toEqual([[], '0', false])
  expect(duties([offer('0.001', '5000000')])).toEqual([[], '0', false])
  expect(duties([offer('0.0011', '5000000')])).toEqual([[['0.001', '1000000']], '0', false])
  expect(duties([offer('0.006', '5000000')], '1', 0, pt('49999999'))).toEqual([
    [
      ['0.001', '1000000'],
      ['0.002', '2000000'],
      ['0.005', '5000000'],
    ],
    '1',
    false,
  ])
  expect(duties(enough, '1', 0, pt('60000000'))[1]).toBe('0')
})

test('2.10: the range is .5 % for 30 days, 1 % for the next 30, then 2 %', () => {
  const outside = (price: `${number}`, day: number) => duties(enough, price, day)[2]
  expect([outside('1.005', 0), outside('1.0051', 29), outside('0.9949', 29)]).toEqual([false, true, true])
  expect([outside('1.0051', 30), outside('0.99', 59), outside('0.9899', 59)]).toEqual([false, false, true])
  expect([outside('0.9899', 60), outside('1.02', 60), outside('1.0201', 60)]).toEqual([false, false, true])
})

test('2.10: 20 % of the reserve on the first day, 1 % more each day for 30, half of it stays strategic', () => {
  const reserve = pt('1000')
  const at = (day: number) => formatQuantity(launchReserveDown(reserve, day, initial))
  expect([at(0), at(1), at(29), at(30), at(31), at(999)]).toEqual(['200', '210', '490', '500', '500', '500'])
})

test('offers count whatever their order, and more of them never miss more', () => {
  const offers = fc.array(
    fc.record({
      distance: fc.integer({ min: 0, max: 100 }).map((of) => exact(BigInt(of)).div(10_000)),
      amountPt: fc.bigInt(0n, 10n ** 25n).map((value) => quantity(value, 'PT')),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(offers, (list) => {
      expect(duties(list.toReversed())).toEqual(duties(list))
      const missing = (of: readonly LaunchOffer[]) =>
        launchDuties(0, exact('1'), of, pool, initial).missing.reduce((sum, { missingPt }) => sum + missingPt.value, 0n)
      expect(missing(list)).toBeLessThanOrEqual(missing(list.slice(1)))
    }),
    { numRuns: 40 },
  )
})
