import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact, sum } from '../decimal.ts'
import { fictraReserve, type ReserveClass, reserveClasses } from '../programmes/fictraReserve.ts'
import { initial, withValue } from '../test/parameters.ts'
import { reserveStanding } from './reserveTargets.ts'

type Values = readonly [string, string, string, string, string, string]
const holdings = (values: Values) =>
  Object.fromEntries(reserveClasses.map((of, index) => [of, exact(values[index] as `${number}`)])) as Record<
    ReserveClass,
    Exact
  >
const atTarget: Values = ['30', '30', '20', '10', '10', '0']
const standing = (values: Values, profile: 'standard' | 'launch' = 'standard') =>
  reserveStanding(holdings(values), profile, initial)

test('holdings below zero, none at all and targets that do not fit are refused', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'RESERVE_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => standing(['30', '30', '20', '-1', '10', '0'])).toThrowError(refused('digital'))
  expect(() =>
    reserveStanding({ ...holdings(atTarget), fiat: new Exact(Number.NaN) }, 'standard', initial),
  ).toThrowError(refused('fiat'))
  expect(() => standing(['0', '0', '0', '0', '0', '0'])).toThrowError(refused('holdings'))
  const printed = fictraReserve.targets.initial as Record<string, Record<string, Record<string, string>>>
  const launch = (changes: Record<string, Record<string, string>>) =>
    withValue(fictraReserve.targets, { ...printed, launch: { ...printed.launch, ...changes } })
  // The source's launch shares sum to 115 %.
  expect(() => launch({ priceReserve: { target: '0.25', least: '0', most: '0.25' } })).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: expect.objectContaining({ pointer: '/launch' }) }),
  )
  expect(() => launch({ fiat: { target: '0.41', least: '0.25', most: '0.4' } })).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ pointer: '/launch/fiat' }) }),
  )
  expect(() => launch({ fiat: { target: '0.24', least: '0.25', most: '0.4' } })).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ pointer: '/launch/fiat' }) }),
  )
})

test('2.15: at its targets nothing is moved', () => {
  const { classes, rebalance } = standing(atTarget)
  expect(rebalance).toBe(false)
  expect(
    classes.map(({ of, share, drift, outOfRange, toTarget }) => [
      of,
      ...[share, drift, toTarget].map(formatExact),
      outOfRange,
    ]),
  ).toEqual([
    ['fiat', '0.3', '0', '0', false],
    ['commodityBacked', '0.3', '0', '0', false],
    ['fixedIncome', '0.2', '0', '0', false],
    ['digital', '0.1', '0', '0', false],
    ['strategic', '0.1', '0', '0', false],
    ['priceReserve', '0', '0', '0', false],
  ])
})

test('2.15: a drift of 5 points rebalances every class, less does not', () => {
  expect(standing(['34.9', '30', '15.1', '10', '10', '0']).rebalance).toBe(false)
  const { classes, rebalance } = standing(['35', '30', '15', '10', '10', '0'])
  expect(rebalance).toBe(true)
  expect(classes.map(({ drift, toTarget }) => [drift, toTarget].map(formatExact))).toEqual([
    ['0.05', '-5'],
    ['0', '0'],
    ['-0.05', '5'],
    ['0', '0'],
    ['0', '0'],
    ['0', '0'],
  ])
})

test('2.15: a class outside its range is named, its bounds belong to it', () => {
  const outside = (values: Values, profile: 'standard' | 'launch' = 'standard') =>
    standing(values, profile)
      .classes.filter(({ outOfRange }) => outOfRange)
      .map(({ of }) => of)
  expect(outside(['40', '25', '15', '5', '15', '0'])).toEqual([])
  expect(outside(['40.1', '24.9', '15', '5', '15', '0'])).toEqual(['fiat', 'commodityBacked'])
  expect(outside(['30', '30', '20', '10', '9.9', '0.1'])).toEqual(['priceReserve'])
  expect(outside(['40', '25', '15', '5', '5', '10'], 'launch')).toEqual([])
  expect(standing(['40', '25', '15', '5', '5', '10'], 'launch').rebalance).toBe(false)
})

test('what is bought and sold sums to zero, and brings every class to its target', () => {
  const value = fc.bigInt(1n, 10n ** 30n).map((of) => exact(of))
  fc.assert(
    fc.property(fc.tuple(value, value, value, value, value, value), (values) => {
      const held = Object.fromEntries(reserveClasses.map((of, index) => [of, values[index]!])) as Record<
        ReserveClass,
        Exact
      >
      const { classes } = reserveStanding(held, 'standard', initial)
      expect(formatExact(sum(classes.map(({ toTarget }) => toTarget)))).toBe('0')
      const moved = Object.fromEntries(classes.map(({ of, toTarget }) => [of, held[of].plus(toTarget)])) as Record<
        ReserveClass,
        Exact
      >
      const after = reserveStanding(moved, 'standard', initial)
      expect(after.rebalance).toBe(false)
      expect(after.classes.every(({ outOfRange, toTarget }) => !outOfRange && toTarget.isZero())).toBe(true)
    }),
    { numRuns: 40 },
  )
})
