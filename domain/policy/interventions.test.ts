import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { checkIntervention, type Intervention, interventionCall } from './interventions.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const market = (price: `${number}`, average: `${number}` = '1') => ({ price: exact(price), average: exact(average) })
const buy: Intervention = { side: 'buy', amountPt: pt('10000'), atSeconds: 1_000_000 }
const checked = (changes: Partial<Intervention>, price: `${number}` = '0.95', last: number | null = null) =>
  checkIntervention({ ...buy, ...changes }, market(price), pt('1000000'), last, initial)
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test('prices, amounts and times that cannot be are refused by field', () => {
  const invalid = (field: string) => refused('INTERVENTION_INPUT_INVALID', { field })
  expect(() => interventionCall(market('0'), initial)).toThrowError(invalid('price'))
  expect(() => interventionCall(market('1', '0'), initial)).toThrowError(invalid('average'))
  expect(() => checked({ amountPt: pt('0') })).toThrowError(invalid('amountPt'))
  expect(() => checked({ amountPt: quantity(1n, 'FT') as Quantity as Quantity<'PT'> })).toThrowError(
    invalid('amountPt'),
  )
  expect(() => checked({ atSeconds: Number.NaN })).toThrowError(invalid('atSeconds'))
  expect(() => checked({}, '0.95', 1_000_001)).toThrowError(invalid('last'))
  expect(() => checkIntervention(buy, market('0.95'), quantity(-1n, 'PT'), null, initial)).toThrowError(
    invalid('dailyVolumePt'),
  )
})

test('2.11: 2, 3.5 and 7 % from the 24-hour average call for more, below to buy and above to sell', () => {
  const call = (price: `${number}`, average: `${number}`) =>
    Object.values(interventionCall(market(price, average), initial))
  expect(call('1.0199', '1')).toEqual([0, null])
  expect(call('0.9801', '1')).toEqual([0, null])
  expect(call('2.04', '2')).toEqual([1, 'sell'])
  expect(call('1.93', '2')).toEqual([2, 'buy'])
  expect(call('1.9301', '2')).toEqual([1, 'buy'])
  expect(call('2.14', '2')).toEqual([3, 'sell'])
  expect(call('2.1399', '2')).toEqual([2, 'sell'])
})

test('2.11: one intervention is at most 1 % of the daily volume', () => {
  expect(() => checked({})).not.toThrow()
  expect(() => checked({ amountPt: pt('10000.000000000000000001') })).toThrowError(
    refused('INTERVENTION_TOO_LARGE', { mostPt: '10000' }),
  )
})

test('2.11: the next one comes at least 15 minutes later', () => {
  expect(() => checked({}, '0.95', 1_000_000 - 900)).not.toThrow()
  expect(() => checked({ atSeconds: 1 })).not.toThrow()
  expect(() => checked({}, '0.95', 1_000_000 - 899)).toThrowError(
    refused('INTERVENTION_TOO_SOON', { notBeforeSeconds: 1_000_001 }),
  )
})

test('2.11: nobody buys above the average, sells below it, or acts near it', () => {
  const uncalled = (called: string | null) => refused('INTERVENTION_NOT_CALLED_FOR', { called })
  expect(() => checked({}, '1.05')).toThrowError(uncalled('sell'))
  expect(() => checked({ side: 'sell' }, '0.95')).toThrowError(uncalled('buy'))
  expect(() => checked({}, '0.99')).toThrowError(uncalled(null))
  expect(() => checked({ side: 'sell' }, '1.05')).not.toThrow()
})
