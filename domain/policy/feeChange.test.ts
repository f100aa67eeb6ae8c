import { expect, test } from 'vitest'
import type { JsonValue } from '../codecs.ts'
import { nextVersion } from '../parameterChange.ts'
import type { Authority, Parameter } from '../parameters.ts'
import { fictraDiscounts } from '../programmes/fictraDiscounts.ts'
import { fictraFees, type RatesByName } from '../programmes/fictraFees.ts'
import { initial, withValue } from '../test/parameters.ts'
import { feeChangeProcess } from './feeChange.ts'

type Row = Record<string, string>
const rows = fictraFees.fees.initial as Record<string, Row>
const standard = (changes: Row) => ({ ...rows, standard: { ...rows.standard, ...changes } })
const present = initial.get(fictraFees.fees)
const process = (next: JsonValue) =>
  feeChangeProcess(withValue(fictraFees.fees, next).get(fictraFees.fees), present, initial)
const propose = (parameter: Parameter<unknown>, value: JsonValue, authority: Authority) =>
  nextVersion(
    parameter,
    undefined,
    {
      version: 2,
      value,
      effectiveFrom: new Date('2026-03-01T00:00:00Z'),
      announcedAt: new Date('2026-01-01T00:00:00Z'),
      authority,
    },
    initial,
  ).version

test('thresholds that contradict each other are refused', () => {
  expect(withValue(fictraFees.feeChange, { aloneBelow: '0.1', advisedMost: '0.1' }).asOf).toBe(initial.asOf)
  expect(() => withValue(fictraFees.feeChange, { aloneBelow: '0.2', advisedMost: '0.1' })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID' }),
  )
})

test.each([
  [rows, 'economicsCommittee'],
  [standard({ base: '0.002099' }), 'economicsCommittee'],
  [standard({ base: '0.0021' }), 'economicsCommitteeAdvised'],
  [standard({ base: '0.0017' }), 'economicsCommitteeAdvised'],
  [standard({ base: '0.0023' }), 'economicsCommitteeAdvised'],
  [standard({ base: '0.002301' }), 'full'],
  [standard({ base: '0.001699' }), 'full'],
  [standard({ operations: '0.59', development: '0.31' }), 'economicsCommittee'],
  [standard({ operations: '0.5', reserve: '0.2' }), 'full'],
  [standard({ min: '0.001', base: '0.0021' }), 'full'],
] as const)('2.12: less than 5 %%, up to 15 %%, more: %#', (next, expected) => {
  expect(process(next)).toBe(expected)
})

test('a number that was zero counts as changed wholly, one that stays zero not at all', () => {
  const zero = withValue(fictraFees.fees, standard({ reserve: '0', development: '0.4' })).get(fictraFees.fees)
  expect(feeChangeProcess(present, zero, initial)).toBe('full')
  expect(feeChangeProcess(zero, zero as RatesByName, initial)).toBe('economicsCommittee')
})

test('2.12: the parameter itself refuses a change of more than 15 % that the committee decided', () => {
  const wrong = expect.objectContaining({ code: 'PARAMETER_AUTHORITY_WRONG' })
  expect(propose(fictraFees.fees, standard({ base: '0.0023' }), 'economicsCommittee')).toBe(2)
  expect(() => propose(fictraFees.fees, standard({ base: '0.002301' }), 'economicsCommittee')).toThrowError(wrong)
  expect(propose(fictraFees.fees, standard({ base: '0.002301' }), 'council')).toBe(2)
  const verification = (express: string) => ({ standard: '0.0005', express })
  expect(propose(fictraFees.verificationFees, verification('0.00115'), 'economicsCommittee')).toBe(2)
  expect(() => propose(fictraFees.verificationFees, verification('0.001151'), 'economicsCommittee')).toThrowError(wrong)
  expect(propose(fictraFees.verificationFees, verification('0.001151'), 'council')).toBe(2)
})

test.each([
  [fictraFees.dynamicFee, { market: { min: '-0.22' } }, { market: { min: '-0.24' } }],
  [fictraFees.premiumVerificationPt, '11500', '11501'],
  [fictraFees.corridorPositionLimit, '0.55', '0.6'],
  [fictraFees.volatilityMultiplierMax, '5.75', '5.76'],
  [fictraDiscounts.memberships, { small: '5750' }, { small: '5751' }],
  [fictraDiscounts.stakingDiscounts, { gold: '0.34' }, { gold: '0.35' }],
] as const)('2.12: every number about fees moves by up to 15 %% without the full process: %#', (of, small, large) => {
  const parameter = of as Parameter<unknown>
  const merged = (change: JsonValue) => deepMerge(parameter.initial, change)
  expect(propose(parameter, merged(small as JsonValue), parameter.authority)).toBe(2)
  expect(() => propose(parameter, merged(large as JsonValue), parameter.authority)).toThrowError(
    expect.objectContaining({
      code: 'PARAMETER_AUTHORITY_WRONG',
      details: expect.objectContaining({ authority: 'council' }),
    }),
  )
  expect(propose(parameter, merged(large as JsonValue), 'council')).toBe(2)
})

test('a band that is added, taken away or renamed is a change of the whole', () => {
  const bands = fictraDiscounts.loyaltyDiscounts.initial as readonly JsonValue[]
  const wrong = expect.objectContaining({ code: 'PARAMETER_AUTHORITY_WRONG' })
  const rights = (fictraDiscounts.stakingFloors.initial as readonly { from: string; value: Row }[]).map((band) => ({
    from: band.from,
    value: { ...band.value, right: band.from === '0' ? 'none' : 'vote' },
  }))
  expect(() => propose(fictraDiscounts.loyaltyDiscounts, bands.slice(0, 3), 'economicsCommittee')).toThrowError(wrong)
  expect(() => propose(fictraDiscounts.stakingFloors, rights, 'economicsCommittee')).toThrowError(wrong)
})

function deepMerge(whole: JsonValue, change: JsonValue): JsonValue {
  if (typeof change !== 'object' || change === null) return change
  const of = whole as Readonly<Record<string, JsonValue>>
  const merged = Object.entries(change).map(([name, value]) => [name, deepMerge(of[name]!, value as JsonValue)])
  return { ...of, ...Object.fromEntries(merged) }
}

test('2.12: hours of a verification are least and most', () => {
  const hours = initial.get(fictraFees.verificationHours)
  expect(hours).toEqual({
    standard: { least: 24, most: 48 },
    express: { least: 4, most: 8 },
    premium: { least: 1, most: 2 },
  })
  expect(() =>
    withValue(fictraFees.verificationHours, { ...hours, premium: { least: 3, most: 2 } } as unknown as JsonValue),
  ).toThrowError(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})
