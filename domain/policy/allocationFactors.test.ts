import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { fictraAllocation } from '../programmes/fictraAllocation.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  type AllocationMarket,
  type AllocationMetrics,
  allocationFactorsDown,
  modifierOf,
  strategicValueOf,
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

test('2.1: goods are strategic as the Council lists their heading, others not at all', () => {
  const row = (heading: string, value: string) => ({ heading, value })
  const listed = withValue(fictraAllocation.strategicGoods, [row('1001', '0.5'), row('2601', '0.125')])
  const value = (hsCode: string, parameters = listed) => strategicValueOf(hsCode, parameters)
  expect(['1001', '100199', '2601', '1002'].map((code) => value(code))).toEqual(
    (['0.5', '0.5', '0.125', '0'] as const).map((text) => exact(text)),
  )
  expect(value('1001', initial)).toEqual(exact('0'))
  for (const code of ['', '10', '7701', '1001x']) {
    expect(() => value(code)).toThrowError(
      expect.objectContaining({ code: 'HS_CODE_INVALID', details: expect.objectContaining({ field: 'hsCode' }) }),
    )
  }
  for (const table of [[row('1001', '0.5'), row('1001', '0.4')], [row('1001', '0.5001')], [row('1001', '-0.1')]]) {
    expect(() => withValue(fictraAllocation.strategicGoods, table)).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  }
})
