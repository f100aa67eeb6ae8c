import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { formatQuantity, parseQuantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { feeBurnBps, feeBurnDown } from './burning.ts'
import { feePtUp } from './fees.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')

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
