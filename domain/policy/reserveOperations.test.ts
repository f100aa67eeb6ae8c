import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import {
  creditFindings,
  type MarketSigns,
  type RangeState,
  rangeOperation,
  reserveTriggers,
} from './reserveOperations.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const calm: MarketSigns = {
  spread: exact('0.005'),
  depth: pt('5000000'),
  move: exact('0.03'),
  divergence: exact('0.007'),
}
const triggers = (changes: Partial<MarketSigns>) => reserveTriggers({ ...calm, ...changes }, initial)
const state: RangeState = {
  side: 'below',
  outsideSeconds: 72 * 3_600,
  circulation: pt('100000000'),
  supply: pt('200000000'),
  doneToday: pt('0'),
  issuedThisYear: pt('0'),
}
const operation = (changes: Partial<RangeState>) => {
  const { kind, most, boundBy } = rangeOperation({ ...state, ...changes }, initial)
  return [kind, formatQuantity(most), boundBy]
}
const refused = (field: string) =>
  expect.objectContaining({ code: 'RESERVE_INPUT_INVALID', details: expect.objectContaining({ field }) })

test('signs, amounts and times that cannot be are refused by field', () => {
  expect(() => triggers({ spread: exact('-1') })).toThrowError(refused('spread'))
  expect(() => triggers({ depth: quantity(-1n, 'PT') })).toThrowError(refused('depth'))
  expect(() => triggers({ move: exact('-1') })).toThrowError(refused('move'))
  expect(() => triggers({ divergence: exact('-1') })).toThrowError(refused('divergence'))
  for (const field of ['circulation', 'supply', 'doneToday', 'issuedThisYear'] as const) {
    expect(() => operation({ [field]: quantity(-1n, 'PT') })).toThrowError(refused(field))
  }
  expect(() => operation({ outsideSeconds: Number.NaN })).toThrowError(refused('outsideSeconds'))
  const loan = { amount: pt('1'), collateral: pt('2'), days: 7 }
  expect(() => creditFindings({ ...loan, amount: pt('0') }, initial)).toThrowError(refused('amount'))
  expect(() => creditFindings({ ...loan, collateral: quantity(-1n, 'PT') }, initial)).toThrowError(
    refused('collateral'),
  )
  expect(() => creditFindings({ ...loan, days: 0.5 }, initial)).toThrowError(refused('days'))
})

test('2.15: the treasury looks at the market beyond .5 % spread, below 5M depth, beyond 3 % an hour, beyond .7 % divergence', () => {
  expect(triggers({})).toEqual([])
  expect(triggers({ spread: exact('0.005001') })).toEqual(['spread'])
  expect(triggers({ depth: pt('4999999.999999999999999999') })).toEqual(['depth'])
  expect(triggers({ move: exact('0.030001') })).toEqual(['move'])
  expect(triggers({ divergence: exact('0.007001') })).toEqual(['divergence'])
  expect(triggers({ spread: exact('1'), depth: pt('0'), move: exact('1'), divergence: exact('1') })).toEqual([
    'spread',
    'depth',
    'move',
    'divergence',
  ])
})

test('2.15: below the range for 72 h, .5 % of circulation a day is bought and burned', () => {
  expect(operation({ outsideSeconds: 72 * 3_600 - 1 })).toEqual(['none', '0', null])
  expect(operation({})).toEqual(['buyAndBurn', '500000', 'day'])
  expect(operation({ doneToday: pt('400000') })).toEqual(['buyAndBurn', '100000', 'day'])
  expect(operation({ doneToday: pt('600000') })).toEqual(['buyAndBurn', '0', 'day'])
})

test('2.15 [R]: above it, .3 % a day are issued, 5 % a year, and nothing beyond the cap', () => {
  const above = (changes: Partial<RangeState>) => operation({ side: 'above', ...changes })
  expect(above({ outsideSeconds: 0 })).toEqual(['none', '0', null])
  expect(above({})).toEqual(['issue', '300000', 'day'])
  expect(above({ doneToday: pt('300001') })).toEqual(['issue', '0', 'day'])
  expect(above({ issuedThisYear: pt('4900000') })).toEqual(['issue', '100000', 'year'])
  expect(above({ supply: pt('499950000') })).toEqual(['issue', '50000', 'cap'])
  expect(above({ supply: pt('499950000'), issuedThisYear: pt('4990000') })).toEqual(['issue', '10000', 'year'])
  // Where several leave nothing, the shortest is named: it is the first to leave room again.
  const spent = { side: 'above', doneToday: pt('900000'), issuedThisYear: pt('9000000') } as const
  expect(operation(spent)).toEqual(['issue', '0', 'day'])
})

test('2.15: a loan has 150 % of collateral and 7 to 90 days', () => {
  const findings = (collateral: string, days: number) =>
    creditFindings({ amount: pt('1000'), collateral: pt(collateral), days }, initial)
  expect([findings('1500', 7), findings('1500', 90)]).toEqual([[], []])
  expect(findings('1499.99', 6)).toEqual(['collateral', 'tooShort'])
  expect(findings('1500', 91)).toEqual(['tooLong'])
})

test('no operation exceeds its share of circulation or the cap', () => {
  const value = fc.bigInt(0n, 10n ** 27n)
  fc.assert(
    fc.property(value, value, value, value, (circulation, supply, today, year) => {
      const of = (side: 'below' | 'above') =>
        rangeOperation(
          {
            ...state,
            side,
            circulation: quantity(circulation, 'PT'),
            supply: quantity(supply, 'PT'),
            doneToday: quantity(today, 'PT'),
            issuedThisYear: quantity(year, 'PT'),
          },
          initial,
        ).most.value
      if (of('below') > 0n) expect((of('below') + today) * 200n).toBeLessThanOrEqual(circulation)
      if (of('above') > 0n) {
        expect((of('above') + today) * 1000n).toBeLessThanOrEqual(circulation * 3n)
        expect((of('above') + year) * 20n).toBeLessThanOrEqual(circulation)
        expect(of('above') + supply).toBeLessThanOrEqual(500_000_000n * 10n ** 18n)
      }
    }),
    { numRuns: 60 },
  )
})
