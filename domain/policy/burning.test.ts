import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraBurning } from '../programmes/fictraBurning.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { type BurnMarket, boundaryBurnFactor, feeBurnBps, feeBurnBpsNow, feeBurnDown } from './burning.ts'
import { feePtUp } from './fees.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const middle = { position: exact('0'), boundary: null }
const market: BurnMarket = { day: 60, priceRatio: exact('1'), monthlyVolume: pt('12000000'), standing: middle }

test('volumes, days, prices and positions that cannot be are refused by field', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'BURN_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => feeBurnBps(quantity(-1n, 'PT'), initial)).toThrowError(refused('monthlyVolume'))
  expect(() => feeBurnDown(quantity(-1n, 'PT'), pt('1'), initial)).toThrowError(refused('fees'))
  expect(() => feeBurnBpsNow({ ...market, day: -1 }, initial)).toThrowError(refused('day'))
  expect(() => feeBurnBpsNow({ ...market, priceRatio: exact('0') }, initial)).toThrowError(refused('priceRatio'))
  const at = (position: Exact, boundary: 'upper' | 'lower') => boundaryBurnFactor({ position, boundary }, initial)
  expect(() => at(new Exact(Number.NaN), 'upper')).toThrowError(refused('position'))
  expect(() => at(exact('0.6'), 'upper')).toThrowError(refused('position'))
  expect(() => at(exact('-0.7'), 'lower')).toThrowError(refused('position'))
  expect(() => withValue(fictraBurning.boundary, { least: '0.6', most: '0.5' })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test('[TV 2.14] 12M at .2% fee -> 24,000 fees -> 4,800 burned', () => {
  const fees = feePtUp(pt('12000000'), exact('0.002'))
  expect(formatQuantity(fees)).toBe('24000')
  expect(formatQuantity(feeBurnDown(fees, pt('12000000'), initial))).toBe('4800')
})

test('2.14 [R]: whole-volume tiers, lower bound inclusive', () => {
  const bps = (volume: string) => feeBurnBps(pt(volume), initial)
  expect([
    bps('0'),
    bps('999999.999'),
    bps('1000000'),
    bps('9999999'),
    bps('10000000'),
    bps('49999999'),
    bps('50000000'),
  ]).toEqual([1000, 1000, 1500, 1500, 2000, 2000, 2500])
})

test('2.14: in the first 60 days the price decides, not the volume', () => {
  const bps = (day: number, price: `${number}`) =>
    feeBurnBpsNow({ ...market, day, priceRatio: exact(price) }, initial).bps
  expect([bps(0, '0.9799'), bps(0, '0.98'), bps(0, '0.9999'), bps(0, '1'), bps(59, '1.02')]).toEqual([
    500, 1000, 1000, 1500, 2000,
  ])
  expect(bps(60, '1.02')).toBe(2000) // now by its volume of 12M
  expect(feeBurnBpsNow({ ...market, monthlyVolume: pt('0'), priceRatio: exact('1.02') }, initial).bps).toBe(1000)
})

test('2.14: near the upper boundary 25 to 50 % more is burned, near the lower one as much less', () => {
  const factor = (position: `${number}`, boundary: 'upper' | 'lower' | null) =>
    formatExact(boundaryBurnFactor({ position: exact(position), boundary }, initial).factor)
  expect([factor('0.617', 'upper'), factor('0.8085', 'upper'), factor('1', 'upper'), factor('7', 'upper')]).toEqual([
    '1.25',
    '1.375',
    '1.5',
    '1.5',
  ])
  expect([factor('-0.717', 'lower'), factor('-0.8585', 'lower'), factor('-1', 'lower'), factor('-7', 'lower')]).toEqual(
    ['0.75', '0.625', '0.5', '0.5'],
  )
  expect(factor('0.5', null)).toBe('1')
  const bps = (position: `${number}`, boundary: 'upper' | 'lower') =>
    feeBurnBpsNow({ ...market, standing: { position: exact(position), boundary } }, initial).bps
  expect([bps('1', 'upper'), bps('-1', 'lower'), bps('-0.8585', 'lower')]).toEqual([3000, 1000, 1250])
  const held = (position: `${number}`) =>
    feeBurnBpsNow({ ...market, standing: { position: exact(position), boundary: 'upper' } }, initial).boundBy
  expect([held('0.8'), held('1'), held('1.01')]).toEqual([[], [], ['position']])
})

test('never more than all is burned, however the factors stand', () => {
  const all = withValue(fictraBurning.launch, { days: 60, byPrice: [{ from: '0', value: '0.9' }] })
  const standing = { position: exact('1'), boundary: 'upper' } as const
  expect(feeBurnBpsNow({ ...market, day: 0, standing }, all)).toEqual({ bps: 10_000, boundBy: ['all'] })
})

test('what is burned is never more than the fees, and more fees never burn less', () => {
  const amount = fc.bigInt(0n, 10n ** 30n)
  fc.assert(
    fc.property(amount, amount, amount, (fees, more, volume) => {
      const burned = (of: bigint) => feeBurnDown(quantity(of, 'PT'), quantity(volume, 'PT'), initial).value
      expect(burned(fees)).toBeLessThanOrEqual(fees)
      expect(burned(fees + more)).toBeGreaterThanOrEqual(burned(fees))
    }),
    { numRuns: 50 },
  )
})
