import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, formatExact } from '../decimal.ts'
import { formatQuantity, parseQuantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { feeBurnBps } from './burning.ts'
import { bestDiscount } from './discounts.ts'
import {
  dynamicFactor,
  feePtUp,
  feeRate,
  listedRate,
  splitBps,
  splitFeeDown,
  verificationDue,
  verificationFeePtUp,
} from './fees.ts'

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
  expect(() => feeRate('standard', { ...conditions, corridorPosition: new Exact(Number.NaN) }, initial)).toThrowError(
    refused('corridorPosition'),
  )
  expect(() => feeRate('standard', { ...conditions, discount: exact('-0.1') }, initial)).toThrowError(
    refused('discount'),
  )
  expect(() => feePtUp(quantity(-1n, 'PT'), exact('0.1'))).toThrowError(refused('amount'))
  expect(() => feePtUp(pt('1'), exact('1.1'))).toThrowError(refused('rate'))
  const split = { operationsBps: 6000, developmentBps: 3000, reserveBps: 1001 }
  expect(() => splitFeeDown(pt('1'), 0, split)).toThrowError(refused('split'))
  expect(() => splitFeeDown(pt('1'), 0, { operationsBps: 11_000, developmentBps: -1_000, reserveBps: 0 })).toThrowError(
    refused('operationsBps'),
  )
  const good = { ...split, reserveBps: 1000 }
  expect(() => splitFeeDown(pt('1'), 10_001, good)).toThrowError(refused('burnBps'))
  expect(() => splitFeeDown(pt('1'), -1, good)).toThrowError(refused('burnBps'))
  expect(() => splitFeeDown(quantity(-1n, 'PT'), 0, good)).toThrowError(refused('fee'))
  expect(() => splitBps('standard', initial, exact('1.1'))).toThrowError(refused('reserveAtLeast'))
})

test('[TV 2.12] the dynamic factor lies in [0.71, 1.16]; base .20%, market .1, participant -.5, economic 0 give .83', () => {
  expect(formatExact(dynamicFactor(signals('-0.2', '-0.5', '-0.1'), initial))).toBe('0.71')
  expect(formatExact(dynamicFactor(signals('0.2', '0.1', '0.2'), initial))).toBe('1.16')
  expect(formatExact(dynamicFactor(conditions.signals, initial))).toBe('0.83')
})

test('[TV 2.12] base .20% at .83 is .166%; with tier 3 .1162%', () => {
  expect(formatExact(feeRate('standard', conditions, initial).rate)).toBe('0.00166')
  const { share } = bestDiscount({ ...claims, volumeUsd: exact('50000000') }, initial)
  expect(formatExact(feeRate('standard', { ...conditions, discount: share }, initial).rate)).toBe('0.001162')
})

test('[TV 2.27] G1: fee .1494% is 3,735 PT, verification 1,250 PT; burn 560.25; split 1,904.85 / 952.425 / 317.475', () => {
  const discount = bestDiscount({ ...claims, volumeUsd: exact('2500000') }, initial)
  expect(discount.by).toBe('volume')
  const { rate } = feeRate('standard', { ...conditions, discount: discount.share }, initial)
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
  const rate = (changes: object) => formatExact(feeRate('standard', { ...conditions, ...changes }, initial).rate)
  expect(rate({ corridorPosition: exact('0.5') })).toBe('0.00249')
  expect(rate({ corridorPosition: exact('0.9') })).toBe('0.00249')
  expect(rate({ corridorPosition: exact('-0.5') })).toBe('0.0015')
  expect(rate({ volatilityMultiplier: exact('5') })).toBe('0.003')
  expect(rate({ volatilityMultiplier: exact('5'), discount: exact('0.5') })).toBe('0.0015')
  expect(rate({ discount: exact('1') })).toBe('0')
})

test('2.12: the listed rate says which end of its range bound it, and when the corridor counted no further', () => {
  const bound = (changes: object) => listedRate('standard', { ...conditions, ...changes }, initial).boundBy
  expect(bound({})).toEqual([])
  expect(bound({ corridorPosition: exact('-0.5') })).toEqual(['min'])
  expect(bound({ volatilityMultiplier: exact('2') })).toEqual(['max'])
  expect(bound({ corridorPosition: exact('0.51') })).toEqual(['corridorPosition'])
  expect(bound({ corridorPosition: exact('-0.51') })).toEqual(['corridorPosition', 'min'])
  const neutral = { ...conditions, signals: signals('0', '0', '0') }
  const edge = (position: Number) => listedRate('standard', { ...neutral, corridorPosition: exact(position) }, initial)
  expect([edge('-0.25').boundBy, edge('0.5').boundBy]).toEqual([[], []])
  expect([edge('-0.25').rate, edge('0.5').rate].map(formatExact)).toEqual(['0.0015', '0.003'])
})

test('2.12: a premium verification has a fixed fee, an express one twice that of the standard one', () => {
  const fee = (speed: 'standard' | 'express' | 'premium', value: string) =>
    formatQuantity(verificationFeePtUp(pt(value), speed, initial))
  expect([fee('standard', '2500000'), fee('express', '2500000')]).toEqual(['1250', '2500'])
  expect([fee('premium', '1'), fee('premium', '2500000')]).toEqual(['10000', '10000'])
})

test('2.10: near the upper boundary 80 % of what is not burned goes to the reserve, the rest keeps its proportions', () => {
  expect(splitBps('standard', initial)).toEqual({ operationsBps: 6000, developmentBps: 3000, reserveBps: 1000 })
  expect(splitBps('otc', initial)).toEqual({ operationsBps: 5000, developmentBps: 4000, reserveBps: 1000 })
  expect(splitBps('standard', initial, exact('0.1'))).toEqual(splitBps('standard', initial))
  // Of the remaining 20 % a third: 666 basis points, rounded down.
  expect(splitBps('standard', initial, exact('0.8'))).toEqual({
    operationsBps: 1334,
    developmentBps: 666,
    reserveBps: 8000,
  })
  expect(splitBps('standard', initial, exact('1'))).toEqual({ operationsBps: 0, developmentBps: 0, reserveBps: 10_000 })
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
  const { rate } = feeRate('standard', conditions, initial)
  fc.assert(
    fc.property(amounts, amounts, (a, b) => {
      const fee = (value: bigint) => feePtUp(quantity(value, 'PT'), rate).value
      expect(fee(a + b)).toBeGreaterThanOrEqual(fee(a))
      expect(fee(a) * 100_000n).toBeGreaterThanOrEqual(a * 166n)
    }),
  )
})

test('2.12: a verification takes 24 to 48 hours, 4 to 8 when it is express, 1 to 2 when it is premium', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  const refused = (field: string) =>
    expect.objectContaining({ code: 'FEE_INPUT_INVALID', details: expect.objectContaining({ field }) })
  expect(() => verificationDue('slow' as never, at, initial)).toThrowError(refused('speed'))
  expect(() => verificationDue('standard', new Date('never'), initial)).toThrowError(refused('requestedAt'))
  const hours = (['standard', 'express', 'premium'] as const).map((speed) => {
    const { from, until } = verificationDue(speed, at, initial)
    return [from, until].map((date) => (date.getTime() - at.getTime()) / 3_600_000)
  })
  expect(hours).toEqual([
    [24, 48],
    [4, 8],
    [1, 2],
  ])
})
