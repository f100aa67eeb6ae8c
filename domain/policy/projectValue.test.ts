import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { secretTreesFees } from '../programmes/secretTreesFees.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import {
  creditValueDown,
  issuanceFeeUp,
  landVerificationFee,
  returnPercentDown,
  subscriptionFeeUp,
} from './projectValue.ts'

const kg = (text: string) => parseQuantity(text, 'kgCO2e', 'kg')
const ha = (text: string) => parseQuantity(text, 'ha', 'area')
const refused = (field: string) =>
  expect.objectContaining({ code: 'PROJECT_VALUE_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('other units, negative money and no cost are refused by field', () => {
  const wrong = quantity(1n, 'PT') as unknown as Quantity<never>
  expect(() => creditValueDown(wrong, exact('1'), initial)).toThrowError(refused('kg'))
  expect(() => creditValueDown(kg('1'), exact('-1'), initial)).toThrowError(refused('eurosPerTonne'))
  expect(() => issuanceFeeUp(new Exact(Number.NaN), initial)).toThrowError(refused('valueEuros'))
  expect(() => landVerificationFee(wrong, initial)).toThrowError(refused('area'))
  expect(() => landVerificationFee(ha('0'), initial)).toThrowError(refused('area'))
  for (const outside of ['499.99', '5000.01'] as const)
    expect(() => subscriptionFeeUp(exact(outside), false, initial)).toThrowError(refused('agreedEuros'))
  expect(() => subscriptionFeeUp(exact('500'), 1 as never, initial)).toThrowError(refused('loyal'))
  expect(() => returnPercentDown(exact('0'), exact('1'))).toThrowError(refused('costEuros'))
  expect(() => returnPercentDown(exact('1'), exact('-1'))).toThrowError(refused('revenueEuros'))
})

test('2.24 [TV]: 20 t at 85 euros with a premium of 1.3 are worth 2,210; 31,000 that bring 132,000 return 325.8 %', () => {
  expect(formatExact(creditValueDown(kg('20000'), exact('85'), initial))).toBe('2210')
  expect(formatExact(returnPercentDown(exact('31000'), exact('132000')))).toBe('325.8')
  expect(formatExact(returnPercentDown(exact('100'), exact('0')))).toBe('-100')
})

test('2.24: value is rounded down, fees up; a hectare begun counts', () => {
  expect(formatExact(creditValueDown(kg('1'), exact('85'), initial))).toBe('0.11')
  expect(formatExact(issuanceFeeUp(exact('2210.01'), initial))).toBe('110.51')
  expect(
    [landVerificationFee(ha('1'), initial), landVerificationFee(ha('1.000001'), initial)].map(formatExact),
  ).toEqual(['2915', '2930'])
})

test('2.24: a subscription costs what was agreed between 500 and 5,000 euros a month, less the discount of loyalty', () => {
  const fee = (agreed: `${number}`, loyal: boolean, parameters = initial) =>
    formatExact(subscriptionFeeUp(exact(agreed), loyal, parameters))
  expect([fee('500', false), fee('5000', true)]).toEqual(['500', '5000'])
  const loyalty = withValue(secretTreesFees.subscription, { least: '500', most: '5000', loyalty: '0.1' })
  expect([fee('1000.01', false, loyalty), fee('1000.01', true, loyalty)]).toEqual(['1000.01', '900.01'])
})
