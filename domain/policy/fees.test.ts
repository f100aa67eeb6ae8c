import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { feeBurnBps, feeBurnDown } from './burning.ts'
import { bestDiscount, dynamicFactor, feePtUp, feeRate, splitBps, splitFeeDown, verificationFeePtUp } from './fees.ts'

type Number = `${number}`
const signals = (market: Number, participant: Number, economic: Number) => ({
  market: exact(market),
  participant: exact(participant),
  economic: exact(economic),
})
const conditions = {
  signals: signals('0.1', '-0.5', '0'),
  corridorPosition: exact('0'),
  discount: exact('0'),
  volatilityMultiplier: exact('1'),
}
const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const claims = { volumeUsd: exact('0'), heldPt: exact('0'), stakingTier: 'none' } as const

test('signals, discounts and multipliers outside their range are refused by name', () => {
  const refused = (field: string) =>
    expect.objectContaining({ code: 'FEE_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => dynamicFactor(signals('0.21', '0', '0'), initial)).toThrowError(refused('market'))
  expect(() => dynamicFactor(signals('0', '-0.51', '0'), initial)).toThrowError(refused('participant'))
  expect(() => dynamicFactor(signals('0', '0', '0.3'), initial)).toThrowError(refused('economic'))
  expect(() => feeRate('standard', { ...conditions, discount: exact('1.1') }, initial)).toThrowError(
    refused('discount'),
  )
  for (const volatilityMultiplier of [exact('0.9'), exact('5.1')]) {
    expect(() => feeRate('standard', { ...conditions, volatilityMultiplier }, initial)).toThrowError(
      refused('volatilityMultiplier'),
    )
  }
  const split = { operationsBps: 6000, developmentBps: 3000, reserveBps: 1001 }
  expect(() => splitFeeDown(pt('1'), 0, split)).toThrowError(refused('split'))
  expect(() => splitFeeDown(pt('1'), 10_001, { ...split, reserveBps: 1000 })).toThrowError(refused('burnBps'))
})

test('2.12 [TV]: the dynamic factor lies in [0.71, 1.16] and is .83 in the example', () => {
  expect(formatExact(dynamicFactor(signals('-0.2', '-0.5', '-0.1'), initial))).toBe('0.71')
  expect(formatExact(dynamicFactor(signals('0.2', '0.1', '0.2'), initial))).toBe('1.16')
  expect(formatExact(dynamicFactor(conditions.signals, initial))).toBe('0.83')
})

test('2.12 [TV]: base .20 % becomes .166 %, with the third volume tier .1162 %', () => {
  expect(formatExact(feeRate('standard', conditions, initial))).toBe('0.00166')
  const { share } = bestDiscount({ ...claims, volumeUsd: exact('50000000') }, initial)
  expect(formatExact(feeRate('standard', { ...conditions, discount: share }, initial))).toBe('0.001162')
})

test('2.27 G1 [TV]: .1494 % is 3,735 PT; verification 1,250 PT; burn 560.25; split 1,904.85, 952.425, 317.475', () => {
  const discount = bestDiscount({ ...claims, volumeUsd: exact('2500000') }, initial)
  expect(discount.by).toBe('volume')
  const rate = feeRate('standard', { ...conditions, discount: discount.share }, initial)
  expect(formatExact(rate)).toBe('0.001494')
  const fee = feePtUp(pt('2500000'), rate)
  expect(formatQuantity(fee)).toBe('3735')
  expect(formatQuantity(verificationFeePtUp(pt('2500000'), 'standard', initial))).toBe('1250')
  const burnBps = feeBurnBps(pt('2500000'), initial)
  const split = splitFeeDown(fee, burnBps, splitBps('standard', initial))
  expect(Object.fromEntries(Object.entries(split).map(([name, part]) => [name, formatQuantity(part)]))).toEqual({
    burned: '560.25',
    operations: '1904.85',
    development: '952.425',
    reserve: '317.475',
  })
})

test('2.12 [R]: the listed rate stays within its published range, before any discount', () => {
  const rate = (changes: object) => formatExact(feeRate('standard', { ...conditions, ...changes }, initial))
  expect(rate({ corridorPosition: exact('0.5') })).toBe('0.00249')
  expect(rate({ corridorPosition: exact('0.9') })).toBe('0.00249')
  expect(rate({ corridorPosition: exact('-0.5') })).toBe('0.0015')
  expect(rate({ volatilityMultiplier: exact('5') })).toBe('0.003')
  expect(rate({ volatilityMultiplier: exact('5'), discount: exact('0.5') })).toBe('0.0015')
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

test('2.14 [TV]: a month of 12M at .2 % gives 24,000 of fees, of which 4,800 are burned', () => {
  const fees = feePtUp(pt('12000000'), exact('0.002'))
  expect(formatQuantity(fees)).toBe('24000')
  expect(formatQuantity(feeBurnDown(fees, pt('12000000'), initial))).toBe('4800')
})

test('2.14 [R]: whole-volume tiers, lower bound inclusive', () => {
  const bps = (volume: string) => feeBurnBps(pt(volume), initial)
  expect([
    bps('0'),
    bps('999999.999'),
    bps('1000000'),
    bps('9999999'),
    bps('10000000'),
    bps('49999999'),
    bps('50000000'),
  ]).toEqual([1000, 1000, 1500, 1500, 2000, 2000, 2500])
})

test('a split loses and makes nothing', () => {
  const shares = fc.tuple(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000)).map(([burn, a, b]) => {
    const [low, high] = a < b ? [a, b] : [b, a]
    return { burn, split: { operationsBps: low, developmentBps: high - low, reserveBps: 10_000 - high } }
  })
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), shares, (fee, { burn, split }) => {
      const parts = splitFeeDown(quantity(fee, 'PT'), burn, split)
      const values = [parts.burned, parts.operations, parts.development, parts.reserve].map(({ value }) => value)
      expect(values.reduce((total, value) => total + value, 0n)).toBe(fee)
      expect(values.every((value) => value >= 0n)).toBe(true)
    }),
  )
})

test('a larger amount never pays a smaller fee', () => {
  const amounts = fc.bigInt(0n, 10n ** 30n)
  const rate = feeRate('standard', conditions, initial)
  fc.assert(
    fc.property(amounts, amounts, (a, b) => {
      const fee = (value: bigint) => feePtUp(quantity(value, 'PT'), rate).value
      expect(fee(a + b)).toBeGreaterThanOrEqual(fee(a))
      expect(fee(a) * 100_000n).toBeGreaterThanOrEqual(a * 166n)
    }),
  )
})
