import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact } from '../decimal.ts'
import { fictraReserve, type ReserveCurrency } from '../programmes/fictraReserve.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { type CurrencyHolding, fiatFindings, placementFindings, poolPartsDown, poolSizes } from './reserveMix.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const held = (code: string, value: `${number}`, group: ReserveCurrency = 'commodity'): CurrencyHolding => ({
  code,
  group,
  value: exact(value),
})
const good = [
  held('USD', '35', 'USD'),
  held('EUR', '25', 'EUR'),
  held('CNY', '15', 'CNY'),
  held('CHF', '8', 'CHF'),
  held('AUD', '17'),
]
const refused = (field: string) =>
  expect.objectContaining({ code: 'RESERVE_INPUT_INVALID', details: expect.objectContaining({ field }) })
const tiers = (first: `${number}`, second: `${number}`, third: `${number}`) => ({
  first: exact(first),
  second: exact(second),
  third: exact(third),
})

test('values below zero, nothing at all and mixes that do not sum to one are refused', () => {
  expect(() => fiatFindings([], initial)).toThrowError(refused('holdings'))
  expect(() => fiatFindings([held('AUD', '-1')], initial)).toThrowError(refused('holdings/0/value'))
  expect(() => placementFindings(tiers('-1', '2', '3'), [], initial)).toThrowError(refused('first'))
  expect(() => placementFindings(tiers('1', '-2', '3'), [], initial)).toThrowError(refused('second'))
  expect(() => placementFindings(tiers('1', '2', '-3'), [], initial)).toThrowError(refused('third'))
  expect(() => placementFindings(tiers('0', '0', '0'), [], initial)).toThrowError(refused('tiers'))
  expect(() => placementFindings(tiers('1', '1', '1'), [{ name: 'a', value: exact('-1') }], initial)).toThrowError(
    refused('custodians/0/value'),
  )
  expect(() => poolSizes(quantity(-1n, 'PT'), initial)).toThrowError(refused('circulationPt'))
  expect(() => poolPartsDown('emergency', quantity(-1n, 'PT'), initial)).toThrowError(refused('worthPt'))
  const invalid = expect.objectContaining({ code: 'PARAMETER_INVALID' })
  const row = { first: '0.3', second: '0.4', third: '0.4', custodianMost: '0.15' }
  expect(() => withValue(fictraReserve.liquidityTiers, row)).toThrowError(invalid)
  const pools = fictraReserve.pools.initial as Record<string, string>
  const mix = { pt: '0.4', fiat: '0.3', commodity: '0.2' }
  expect(() => withValue(fictraReserve.pools, { ...pools, stabilisation: mix })).toThrowError(invalid)
  const fiat = fictraReserve.fiatMix.initial as { ranges: Record<string, Record<string, string>> }
  const ranges = { ...fiat.ranges, USD: { least: '0.5', most: '0.4' } }
  expect(() => withValue(fictraReserve.fiatMix, { ...fiat, ranges })).toThrowError(invalid)
})

test('2.15: the fiat part has five currencies, none above 40 %, each group in its range', () => {
  const findings = (holdings: readonly CurrencyHolding[]) => fiatFindings(holdings, initial)
  expect(findings(good)).toEqual([])
  expect(findings([...good.slice(0, 4), held('AUD', '8'), held('CAD', '9')])).toEqual([])
  expect(findings([...good.slice(0, 4), held('AUD', '17'), held('CAD', '0')])).toEqual([])
  expect(
    findings([
      held('USD', '40', 'USD'),
      held('EUR', '20', 'EUR'),
      held('CNY', '20', 'CNY'),
      held('CHF', '5', 'CHF'),
      held('AUD', '15'),
    ]),
  ).toEqual([])
  expect(
    findings([
      held('USD', '41', 'USD'),
      held('EUR', '20', 'EUR'),
      held('CNY', '19', 'CNY'),
      held('CHF', '5', 'CHF'),
      held('AUD', '15'),
    ]),
  ).toEqual([
    { kind: 'singleCurrency', code: 'USD' },
    { kind: 'currencyRange', group: 'USD' },
  ])
  expect(
    findings([
      held('USD', '35', 'USD'),
      held('EUR', '25', 'EUR'),
      held('CNY', '20', 'CNY'),
      held('CHF', '0', 'CHF'),
      held('AUD', '20'),
    ]),
  ).toEqual([
    { kind: 'tooFewCurrencies', held: 4 },
    { kind: 'currencyRange', group: 'CHF' },
  ])
  expect(findings([held('USD', '100', 'USD')])).toEqual([
    { kind: 'tooFewCurrencies', held: 1 },
    { kind: 'singleCurrency', code: 'USD' },
    ...['USD', 'EUR', 'CNY', 'CHF', 'commodity'].map((group) => ({ kind: 'currencyRange', group })),
  ])
})

test('2.15: 30 % can be used at once, 70 % within days; nobody keeps more than 15 %', () => {
  const findings = (of: ReturnType<typeof tiers>, ...custodians: readonly (readonly [string, `${number}`])[]) =>
    placementFindings(
      of,
      custodians.map(([name, value]) => ({ name, value: exact(value) })),
      initial,
    )
  expect(findings(tiers('30', '40', '30'), ['b', '15'], ['a', '15'])).toEqual([])
  expect(findings(tiers('50', '20', '30'))).toEqual([])
  expect(findings(tiers('29', '41', '30'))).toEqual([{ kind: 'tier', tier: 'first' }])
  expect(findings(tiers('30', '39', '31'))).toEqual([{ kind: 'tier', tier: 'second' }])
  const three = ['a', 'b', 'c'].map((name) => [name, '16'] as const)
  const named = three.map(([name]) => ({ kind: 'custodian', name }))
  expect(findings(tiers('30', '40', '30'), ...three)).toEqual(named)
  expect(findings(tiers('30', '40', '30'), ...three.toReversed())).toEqual(named)
  expect(findings(tiers('30', '40', '30'), ['b', '15.1'], ['a', '10'], ['a', '5.1'])).toEqual([
    { kind: 'custodian', name: 'a' },
    { kind: 'custodian', name: 'b' },
  ])
})

test('2.15: the pools by the cap, the reserve by circulation', () => {
  const sizes = poolSizes(pt('75000000'), initial)
  expect(Object.values(sizes).map(formatQuantity)).toEqual(['75000000', '100000000', '25000000', '15000000'])
  expect(poolSizes(quantity(1n, 'PT'), initial).reserveLeastPt.value).toBe(1n)
})

test.each([
  ['stabilisation', ['40', '30', '30']],
  ['sovereignBuffer', ['60', '20', '20']],
  ['emergency', ['30', '70', '0']],
] as const)('2.15: what the pool %s is made of', (pool, parts) => {
  expect(Object.values(poolPartsDown(pool, pt('100'), initial)).map(formatQuantity)).toEqual(parts)
})

test('parts of a pool lose nothing; the order of holdings has no influence', () => {
  const code = fc.constantFrom('USD', 'EUR', 'CNY', 'CHF', 'AUD', 'CAD')
  const list = fc.array(fc.tuple(code, fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 10 })
  fc.assert(
    fc.property(list, fc.bigInt(0n, 10n ** 30n), (holdings, worth) => {
      const of = holdings.map(([name, value]) =>
        held(name, `${value}`, name === 'AUD' || name === 'CAD' ? 'commodity' : (name as ReserveCurrency)),
      )
      expect(fiatFindings(of.toReversed(), initial)).toEqual(fiatFindings(of, initial))
      const parts = Object.values(poolPartsDown('stabilisation', quantity(worth, 'PT'), initial))
      expect(parts.reduce((sum, { value }) => sum + value, 0n)).toBe(worth)
    }),
    { numRuns: 40 },
  )
})
