import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { creditValueDown, issuanceFeeUp, landVerificationFee, returnPercentDown } from './projectValue.ts'

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
