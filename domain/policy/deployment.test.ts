import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deploymentAuthorities } from '../programmes/fictraReserve.ts'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { checkEmergencyDraw, deploymentAuthority, type EmergencyDraw, rebuildBySeconds } from './deployment.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const hour = 3_600
const now = 1_800_000_000
const draw: EmergencyDraw = { amount: pt('75000000'), nowSeconds: now, earlier: [], approvals: 6, members: 9 }
const check = (changes: Partial<EmergencyDraw>) => checkEmergencyDraw({ ...draw, ...changes }, initial)
const by = (amount: string, today = '0') => deploymentAuthority(pt(amount), pt(today), pt('100000'), initial)
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) })

test('amounts, times and votes that cannot be are refused by field', () => {
  const invalid = (field: string) => refused('RESERVE_INPUT_INVALID', { field })
  expect(() => by('0')).toThrowError(invalid('amount'))
  expect(() => by('60000', '40001')).toThrowError(invalid('amount'))
  expect(() => deploymentAuthority(pt('1'), quantity(-1n, 'PT'), pt('1'), initial)).toThrowError(
    invalid('deployedToday'),
  )
  expect(() => deploymentAuthority(pt('1'), pt('0'), pt('0'), initial)).toThrowError(invalid('reserve'))
  const wrong: readonly [string, Partial<EmergencyDraw>][] = [
    ['amount', { amount: pt('0') }],
    ['amount', { amount: quantity(1n, 'FT') as Quantity as Quantity<'PT'> }],
    ['nowSeconds', { nowSeconds: -1 }],
    ['members', { members: 0, approvals: 0 }],
    ['members', { members: 1_001 }],
    ['approvals', { approvals: 10 }],
    ['earlier/0/atSeconds', { earlier: [{ atSeconds: now + 1, amount: pt('1') }] }],
    ['earlier/0/amount', { earlier: [{ atSeconds: now, amount: quantity(-1n, 'PT') }] }],
  ]
  for (const [field, changes] of wrong) expect(() => check(changes)).toThrowError(invalid(field))
  expect(() => rebuildBySeconds(-1, initial)).toThrowError(invalid('drawnAtSeconds'))
})

test('2.15: who deploys the reserve goes by the share of the day; bounds belong to the higher authority', () => {
  expect([by('499.99'), by('500'), by('1999.99'), by('2000'), by('4999.99'), by('5000'), by('100000')]).toEqual([
    'chiefTreasuryOfficer',
    'executiveCommittee',
    'executiveCommittee',
    'chairAndTwo',
    'chairAndTwo',
    'councilVote',
    'councilVote',
  ])
})

test('2.15: small deployments of one day add up', () => {
  expect(by('100', '399')).toBe('chiefTreasuryOfficer')
  expect(by('100', '400')).toBe('executiveCommittee')
  expect(by('1', '4999')).toBe('councilVote')
})

test('2.15: the emergency facility needs 6 of 9 and gives half of 150M within 72 h, all of it later', () => {
  const denied = (reasons: readonly string[], leftPt: string) =>
    expect.objectContaining({ code: 'EMERGENCY_DRAW_REFUSED', details: { reasons, leftPt } })
  expect(() => check({})).not.toThrow()
  expect(() => check({ approvals: 5 })).toThrowError(denied(['votes'], '75000000'))
  expect(() => check({ approvals: 8, members: 12 })).not.toThrow()
  expect(() => check({ approvals: 7, members: 12 })).toThrowError(denied(['votes'], '75000000'))
  expect(() => check({ amount: pt('75000000.01') })).toThrowError(denied(['pace'], '75000000'))
  const before = (hours: number, amount: string) => [{ atSeconds: now - hours * hour, amount: pt(amount) }]
  expect(() => check({ earlier: before(72, '75000000') })).not.toThrow()
  expect(() => check({ amount: pt('1'), earlier: before(71, '75000000') })).toThrowError(denied(['pace'], '0'))
  expect(() => check({ amount: pt('50000000'), earlier: before(71, '20000000') })).not.toThrow()
  expect(() => check({ amount: pt('1'), earlier: before(100, '150000000') })).toThrowError(denied(['facility'], '0'))
  expect(() => check({ amount: pt('2'), earlier: before(100, '149999999') })).toThrowError(denied(['facility'], '1'))
  expect(() => check({ amount: pt('80000000'), approvals: 0, earlier: before(100, '160000000') })).toThrowError(
    denied(['votes', 'facility', 'pace'], '0'),
  )
})

test('2.15: what was drawn is rebuilt within 90 days', () => {
  expect(rebuildBySeconds(now, initial)).toBe(now + 90 * 24 * hour)
})

test('more on one day never needs a lower authority, however it is divided', () => {
  const amount = fc.bigInt(1n, 10n ** 29n)
  fc.assert(
    fc.property(amount, amount, amount, (a, b, more) => {
      const reserve = quantity(10n ** 30n, 'PT')
      const rank = (one: bigint, today: bigint) =>
        deploymentAuthorities.indexOf(deploymentAuthority(quantity(one, 'PT'), quantity(today, 'PT'), reserve, initial))
      expect(rank(a + more, b)).toBeGreaterThanOrEqual(rank(a, b))
      expect(rank(a, b)).toBe(rank(b, a))
    }),
    { numRuns: 50 },
  )
})
