import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { type PriceAt, timeWeightedAverageDown, volumeWeightedAverageDown } from './averages.ts'

const at = (atSeconds: number, price: `${number}`): PriceAt => ({ atSeconds, price: exact(price) })
const trade = (price: `${number}`, volume: string) => ({
  price: exact(price),
  volume: parseQuantity(volume, 'PT', 'volume'),
})
const refused = (field: string) =>
  expect.objectContaining({ code: 'PRICES_INVALID', details: expect.objectContaining({ field }) })

test('no prices, prices out of order or not above zero, and a window without a first price are refused by field', () => {
  const twap = (prices: readonly PriceAt[], from = 10, to = 20) => timeWeightedAverageDown(prices, from, to)
  expect(() => twap([])).toThrowError(refused('prices'))
  expect(() => twap([at(5, '1'), at(5, '2')])).toThrowError(refused('prices/1/atSeconds'))
  expect(() => twap([at(5, '1'), at(4, '2')])).toThrowError(refused('prices/1/atSeconds'))
  expect(() => twap([at(-1, '1')])).toThrowError(refused('prices/0/atSeconds'))
  expect(() => twap([at(5, '0')])).toThrowError(refused('prices/0/price'))
  expect(() => twap([{ atSeconds: 5, price: new Exact(Number.NaN) }])).toThrowError(refused('prices/0/price'))
  expect(() => twap([at(11, '1')])).toThrowError(refused('fromSeconds'))
  expect(() => twap([at(10, '1')], 10, 10)).toThrowError(refused('toSeconds'))
  expect(() => volumeWeightedAverageDown([])).toThrowError(refused('trades'))
  expect(() => volumeWeightedAverageDown([trade('1', '0')])).toThrowError(refused('trades'))
  expect(() => volumeWeightedAverageDown([trade('0', '1')])).toThrowError(refused('trades/0/price'))
  const wrongUnit = { price: exact('1'), volume: quantity(1n, 'FT') as Quantity as Quantity<'PT'> }
  expect(() => volumeWeightedAverageDown([wrongUnit])).toThrowError(refused('trades/0/volume'))
})

test('2.8: each price counts for the seconds it held, also the one from before the window and none after it', () => {
  const prices = [at(0, '9'), at(5, '1'), at(13, '2'), at(18, '4'), at(20, '100')]
  // 3 s of 1, 5 s of 2, 2 s of 4.
  expect(formatExact(timeWeightedAverageDown(prices, 10, 20))).toBe('2.1')
  expect(formatExact(timeWeightedAverageDown(prices.slice(0, 4), 10, 20))).toBe('2.1')
  expect(formatExact(timeWeightedAverageDown(prices, 13, 14))).toBe('2')
  expect(formatExact(timeWeightedAverageDown([at(0, '1'), at(1, '2')], 0, 3))).toBe('1.666666666666666666')
})

test('2.10: the mean price by volume', () => {
  expect(formatExact(volumeWeightedAverageDown([trade('1', '300'), trade('1.2', '100')]))).toBe('1.05')
  expect(formatExact(volumeWeightedAverageDown([trade('1', '1'), trade('2', '2'), trade('7', '0')]))).toBe(
    '1.666666666666666666',
  )
})

test('averages lie between the lowest and the highest price; the order of trades has no influence', () => {
  const price = fc.bigInt(1n, 10n ** 12n).map((micro) => exact(micro).div(1_000_000))
  const trades = fc.array(
    fc.record({ price, volume: fc.bigInt(1n, 10n ** 30n).map((value) => quantity(value, 'PT')) }),
    {
      minLength: 1,
      maxLength: 20,
    },
  )
  fc.assert(
    fc.property(trades, (list) => {
      const prices = list.map((one) => one.price)
      const [low, high] = [Exact.min(...prices), Exact.max(...prices)]
      const vwap = volumeWeightedAverageDown(list)
      const series = prices.map((one, index) => ({ atSeconds: index * 7, price: one }))
      for (const average of [vwap, timeWeightedAverageDown(series, 0, prices.length * 7)]) {
        expect(average.greaterThan(low.minus('0.000000000000000001'))).toBe(true)
        expect(average.lessThanOrEqualTo(high)).toBe(true)
      }
      expect(volumeWeightedAverageDown(list.toReversed()).equals(vwap)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
