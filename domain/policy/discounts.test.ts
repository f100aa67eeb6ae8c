import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { fictraDiscounts } from '../programmes/fictraDiscounts.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial, withValue } from '../test/parameters.ts'
import { bestDiscount, membershipFeePt, stakingStanding } from './discounts.ts'

const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const claims = { volumeUsd: exact('0'), heldPt: exact('0'), stakingTier: 'none' } as const

test('claims, stakes and memberships that cannot be are refused by field', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'FEE_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => bestDiscount({ ...claims, volumeUsd: exact('-1') }, initial)).toThrowError(refused('volumeUsd'))
  expect(() => bestDiscount({ ...claims, heldPt: new Exact(Number.NaN) }, initial)).toThrowError(refused('heldPt'))
  expect(() => stakingStanding(quantity(-1n, 'PT'), initial)).toThrowError(refused('stakedPt'))
  expect(() => membershipFeePt('custom', null, initial)).toThrowError(refused('agreedPt'))
  expect(() => membershipFeePt('custom', pt('49999'), initial)).toThrowError(refused('agreedPt'))
  expect(() => membershipFeePt('custom', quantity(-1n, 'PT'), initial)).toThrowError(refused('agreedPt'))
  expect(() => membershipFeePt('small', pt('1'), initial)).toThrowError(refused('agreedPt'))
  const fees = { small: '1', medium: '2', large: '3', custom: '4' }
  for (const wrong of [{ small: '3' }, { medium: '4' }, { custom: '2' }]) {
    expect(() => withValue(fictraDiscounts.memberships, { ...fees, ...wrong })).toThrowError(
      expect.objectContaining({ code: 'PARAMETER_INVALID' }),
    )
  }
})

test('2.12 [R]: discounts do not add up, the best one counts; tiers are half-open', () => {
  const best = (changes: object) => {
    const { share, by } = bestDiscount({ ...claims, ...changes }, initial)
    return [formatExact(share), by]
  }
  expect(best({})).toEqual(['0', 'none'])
  expect(best({ volumeUsd: exact('999999.99') })).toEqual(['0', 'none'])
  expect(best({ volumeUsd: exact('1000000') })).toEqual(['0.1', 'volume'])
  expect(best({ volumeUsd: exact('500000000') })).toEqual(['0.5', 'volume'])
  expect(best({ volumeUsd: exact('10000000'), heldPt: exact('1000000') })).toEqual(['0.25', 'loyalty'])
  expect(best({ heldPt: exact('10000000'), stakingTier: 'platinum' })).toEqual(['0.5', 'staking'])
})

test.each([
  ['999.999999999999999999', 'none', []],
  ['1000', 'bronze', []],
  ['9999', 'bronze', []],
  ['10000', 'silver', ['vote']],
  ['50000', 'gold', ['vote', 'propose']],
  ['250000', 'platinum', ['vote', 'propose', 'committee']],
] as const)('2.12: %s PT staked is %s with the rights %j', (staked, tier, rights) => {
  expect(stakingStanding(pt(staked), initial)).toEqual({ tier, rights })
})

test('2.12: memberships cost 5,000, 15,000 and 50,000 a year; a custom one what was agreed', () => {
  const fee = (of: 'small' | 'medium' | 'large') => formatQuantity(membershipFeePt(of, null, initial))
  expect([fee('small'), fee('medium'), fee('large')]).toEqual(['5000', '15000', '50000'])
  expect(formatQuantity(membershipFeePt('custom', pt('50000'), initial))).toBe('50000')
  expect(formatQuantity(membershipFeePt('custom', pt('123456'), initial))).toBe('123456')
})

test('more volume, holdings or stake never give a smaller discount', () => {
  const amount = fc.bigInt(0n, 10n ** 12n).map((value) => exact(value))
  fc.assert(
    fc.property(amount, amount, amount, (volumeUsd, heldPt, more) => {
      const share = (changes: object) => bestDiscount({ ...claims, volumeUsd, heldPt, ...changes }, initial).share
      const before = share({})
      expect(share({ volumeUsd: volumeUsd.plus(more) }).greaterThanOrEqualTo(before)).toBe(true)
      expect(share({ heldPt: heldPt.plus(more) }).greaterThanOrEqualTo(before)).toBe(true)
      expect(share({ stakingTier: 'platinum' }).greaterThanOrEqualTo(before)).toBe(true)
    }),
    { numRuns: 50 },
  )
})
