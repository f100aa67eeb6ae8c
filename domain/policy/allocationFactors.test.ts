import { expect, test } from 'vitest'
import { initial } from '../test/parameters.ts'
import {
  type AllocationMarket,
  type AllocationMetrics,
  allocationFactorsDown,
  modifierOf,
} from './allocationFactors.ts'

const usual: AllocationMetrics = {
  ...{ volatilityRatio: '0.5', sustainabilityScore: '50', worldTradeShare: '0.1', humanDevelopmentIndex: '0.7' },
  ...{ strategicValue: '0.1', carbonRatio: '0.9', processingLevel: 'processed' },
}
const calm: AllocationMarket = { priceRatio: '1', supplyFall: '0', ftVelocity: '1' }
const bounds = (change: Partial<AllocationMetrics>) => allocationFactorsDown({ ...usual, ...change }, initial).boundBy

test('every bound that held a metric back is named once, and none that did not', () => {
  expect(bounds({})).toEqual([])
  expect(bounds({ volatilityRatio: '9' })).toEqual(['volatility.min'])
  expect(bounds({ strategicValue: '9' })).toEqual(['strategic.max'])
  // These two the mapping holds back before the range of their factor could.
  expect(bounds({ humanDevelopmentIndex: '1' })).toEqual(['development.min'])
  expect(bounds({ humanDevelopmentIndex: '0' })).toEqual(['development.max'])
  expect(['0', '1.5', '2'].flatMap((carbonRatio) => bounds({ carbonRatio }))).toEqual([])
  expect(bounds({ carbonRatio: '2.0001' })).toEqual(['carbon.min'])
  const all = bounds({ humanDevelopmentIndex: '0', carbonRatio: '3', strategicValue: '9' })
  expect(all.toSorted()).toEqual(['carbon.min', 'development.max', 'strategic.max'])
})

test('a market beyond the point from which it lowers nothing more is named', () => {
  const held = (change: Partial<AllocationMarket>) => modifierOf({ ...calm, ...change }, initial).boundBy
  expect(held({})).toEqual([])
  expect(held({ priceRatio: '1.01', supplyFall: '0.01' })).toEqual([])
  expect(held({ supplyFall: '0.2' })).toEqual([])
  expect(held({ priceRatio: '9' })).toEqual(['priceRatio'])
  expect(held({ supplyFall: '1' })).toEqual(['supplyFall'])
  expect(held({ priceRatio: '9', supplyFall: '1' })).toEqual(['priceRatio', 'supplyFall'])
})
