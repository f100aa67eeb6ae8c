import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, roundForDisplay } from '../decimal.ts'
import { fictraVesting, vestingClasses } from '../programmes/fictraVesting.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { monthlyShare, scheduledPtDown, type VestingSchedule, vestedPtDown } from './vesting.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const row = (initialShare: `${number}`, lockMonths: number, periodMonths: number, stepMonths = 1): VestingSchedule => ({
  initialShare: exact(initialShare),
  lockMonths,
  periodMonths,
  stepMonths,
})
const schedules = initial.get(fictraVesting.schedules)

test('grants, months and schedules that cannot be are refused by field', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'VESTING_INPUT_INVALID', details: expect.objectContaining({ field }) })
  const good = row('0.1', 1, 6)
  expect(() => scheduledPtDown(quantity(-1n, 'PT'), 1, good)).toThrowError(refused('grantPt'))
  expect(() => scheduledPtDown(pt('1'), 0.5, good)).toThrowError(refused('monthsElapsed'))
  expect(() => scheduledPtDown(pt('1'), 1, row('1.1', 1, 6))).toThrowError(refused('initialShare'))
  expect(() => scheduledPtDown(pt('1'), 1, row('0.1', -1, 6))).toThrowError(refused('lockMonths'))
  expect(() => monthlyShare(row('0.1', 1, 0))).toThrowError(refused('periodMonths'))
  expect(() => scheduledPtDown(pt('1'), 1, row('0.1', 1, 6, 7))).toThrowError(refused('stepMonths'))
  expect(() => scheduledPtDown(pt('1'), 1, row('0.1', 1, 6, 0))).toThrowError(refused('stepMonths'))
  expect(() => vestedPtDown('team', pt('1'), 1, quantity(-1n, 'PT'), initial)).toThrowError(refused('releasedPt'))
  const uneven = Object.fromEntries(
    vestingClasses.map((of) => [of, { initialShare: '0', lockMonths: 0, periodMonths: 7, stepMonths: 3 }]),
  )
  expect(() => withValue(fictraVesting.schedules, uneven)).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: expect.objectContaining({ pointer: '/public' }) }),
  )
})

test.each([
  ['seed', row('0.1', 6, 24), '3.75'],
  ['private', row('0.15', 3, 18), '4.72'],
  ['strategic', row('0.2', 1, 12), '6.67'],
  ['public', row('0.3', 0, 6), '11.67'],
  ['team', row('0', 12, 36), '2.78'],
  ['ecosystem', row('0.05', 0, 48), '1.98'],
  ['treasury', row('0.05', 6, 60), '1.58'],
] as const)('[TV 2.9] sale paper, %s: the period follows the lock, %s %% a month', (_, schedule, percent) => {
  expect(roundForDisplay(monthlyShare(schedule).times(100), 2)).toBe(percent)
})

test('2.9: a share at once, nothing during the lock, equal months after it, all at the end', () => {
  const seed = row('0.1', 6, 24)
  const at = (months: number) => formatQuantity(scheduledPtDown(pt('1000'), months, seed))
  expect([0, 6, 7, 8, 29, 30, 99].map(at)).toEqual(['100', '100', '137.5', '175', '962.5', '1000', '1000'])
})

test('2.9: the team vests in quarters after a year, whoever looks in between', () => {
  const at = (months: number) => formatQuantity(scheduledPtDown(pt('50000000'), months, schedules.team))
  expect([0, 12, 14, 15, 17, 18, 47, 48].map(at)).toEqual([
    '0',
    '0',
    '0',
    '4166666.666666666666666666',
    '4166666.666666666666666666',
    '8333333.333333333333333333',
    '45833333.333333333333333333',
    '50000000',
  ])
})

test('2.9 [R]: vesting stays inside what the emission has released, and says when it does', () => {
  const of = (released: string) => {
    const { vestedPt, boundBy } = vestedPtDown('public', pt('150000000'), 6, pt(released), initial)
    return [formatQuantity(vestedPt), boundBy]
  }
  expect(of('150000000')).toEqual(['150000000', null])
  expect(of('75000000')).toEqual(['75000000', 'releasedPt'])
})

test('vesting never goes back, never exceeds the grant, and is complete in the end', () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 10n ** 30n),
      fc.integer({ min: 0, max: 100 }),
      fc.constantFrom(...vestingClasses),
      (grant, months, of) => {
        const whole = quantity(grant, 'PT')
        const vested = (at: number) => vestedPtDown(of, whole, at, whole, initial).vestedPt.value
        expect(vested(months + 1)).toBeGreaterThanOrEqual(vested(months))
        expect(vested(months)).toBeLessThanOrEqual(grant)
        expect(vested(schedules[of].lockMonths + schedules[of].periodMonths)).toBe(grant)
      },
    ),
    { numRuns: 60 },
  )
})
