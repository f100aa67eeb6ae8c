import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseQuantity, type Quantity, quantity } from '../quantity.ts'
import { initial } from '../test/parameters.ts'
import { missedTargets } from './fraudAlerts.ts'
import { addressClusters, circularFlows, growthAlert, type Transfer, velocityAlerts } from './fraudTransfers.ts'

const at = new Date('2026-01-01T00:00:00Z')
const pt = (text: string) => parseQuantity(text, 'PT', 'pt')
const day = 86_400
const transfer = (from: string, to: string, amount: string, atSeconds = 0): Transfer => ({
  from,
  to,
  amountPt: pt(amount),
  atSeconds,
})
const refused = (field: string) =>
  expect.objectContaining({
    code: 'FRAUD_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringMatching(new RegExp(`(^|/)${field}(/\\d+)?$`)) }),
  })
const wrongUnit = quantity(1n, 'FT') as unknown as Quantity<'PT'>

test('amounts of nothing or of another unit, times that are no seconds, and too much at once are refused', () => {
  const bad = (change: Partial<Transfer>) => ({ ...transfer('a', 'b', '1'), ...change })
  for (const [field, change] of [
    ['amountPt', { amountPt: pt('0') }],
    ['amountPt', { amountPt: wrongUnit }],
    ['atSeconds', { atSeconds: -1 }],
    ['atSeconds', { atSeconds: 0.5 }],
  ] as const) {
    expect(() => velocityAlerts(bad(change), [], at, initial)).toThrowError(refused(field))
    expect(() => velocityAlerts(transfer('a', 'b', '1'), [bad(change)], at, initial)).toThrowError(refused(field))
    expect(() => circularFlows([bad(change)], at, initial)).toThrowError(refused(field))
  }
  const many = Array.from({ length: 100_001 }, () => transfer('a', 'b', '1'))
  expect(() => circularFlows(many, at, initial)).toThrowError(refused('transfers'))
  expect(() =>
    addressClusters(
      many.map(({ from, to }) => ({ account: from, shares: to })),
      at,
      initial,
    ),
  ).toThrowError(refused('ties'))
  // Everybody pays everybody: so many steps and no more.
  const dense = Array.from({ length: 40 * 40 }, (_, index) =>
    transfer(`a${index % 40}`, `a${Math.floor(index / 40)}`, '1', index),
  )
  expect(() => circularFlows(dense, at, initial)).toThrowError(refused('transfers'))
  const week = { beforePt: pt('1'), nowPt: pt('1') }
  expect(() => growthAlert('m', { ...week, beforePt: wrongUnit }, at, initial)).toThrowError(refused('beforePt'))
  expect(() => growthAlert('m', { ...week, nowPt: wrongUnit }, at, initial)).toThrowError(refused('nowPt'))
})

test('2.4: above five times the average transfer, above three times the average day; not before there is an average', () => {
  const past = (days: number, each: string) =>
    Array.from({ length: days }, (_, index) => transfer('a', 'b', each, index * day))
  const rules = (amount: string, earlier: readonly Transfer[], atSeconds = 5 * day) =>
    velocityAlerts(transfer('a', 'c', amount, atSeconds), earlier, at, initial).map(({ rule }) => rule)
  expect(rules('300', past(5, '100'))).toEqual([])
  expect(rules('300.000001', past(5, '100'))).toEqual(['dailyVolume'])
  expect(rules('500', past(5, '100'))).toEqual(['dailyVolume'])
  expect(rules('500.000001', past(5, '100'))).toEqual(['largeTransfer', 'dailyVolume'])
  expect(rules('9999', past(4, '100'))).toEqual([])
  // All on one day: an average transfer, no average day.
  expect(
    rules(
      '501',
      past(5, '100').map((one) => ({ ...one, atSeconds: 0 })),
      1,
    ),
  ).toEqual(['largeTransfer'])
  // What others send, and what comes later, is no part of the average.
  expect(
    rules(
      '501',
      past(5, '100').map((one) => ({ ...one, from: 'z' })),
    ),
  ).toEqual([])
  expect(
    rules(
      '501',
      past(5, '100').map((one) => ({ ...one, atSeconds: 9 * day })),
    ),
  ).toEqual([])
  // What was moved on the day counts for the day.
  expect(rules('250', [...past(5, '100'), transfer('a', 'b', '60', 5 * day)])).toEqual(['dailyVolume'])
  expect(rules('230', [...past(5, '100'), transfer('a', 'b', '60', 5 * day)], 5 * day + 7)).toEqual([])
  const evenings = past(5, '50').map((one) => ({ ...one, atSeconds: one.atSeconds + 60_000 }))
  expect(rules('200', [...past(5, '50'), ...evenings], 6 * day)).toEqual([])
  // Two transfers of one earlier day are one day.
  expect(rules('301', [...past(5, '50'), ...past(5, '50')])).toEqual(['largeTransfer', 'dailyVolume'])
  const [, busy] = velocityAlerts(transfer('a', 'c', '501', 5 * day), past(5, '100'), at, initial)
  expect(busy).toMatchObject({
    rule: 'dailyVolume',
    subjects: ['a'],
    reason: 'the day is above 3 times the average of 5 days',
  })
  const [alert] = velocityAlerts(transfer('a', 'c', '501', 5 * day), past(5, '100'), at, initial)
  expect(alert).toEqual({
    rule: 'largeTransfer',
    severity: 'notice',
    subjects: ['a'],
    reason: 'above 5 times the average of 5 transfers',
    escalation: 'analyst',
    answer: 'extraSources',
    answerBy: new Date('2026-01-04T00:00:00Z'),
  })
})

test('2.22: growth above 30 % a week, from 1,000 PT a day on', () => {
  const grown = (before: string, now: string) =>
    growthAlert('m', { beforePt: pt(before), nowPt: pt(now) }, at, initial)?.reason ?? null
  expect(grown('7000', '9100')).toBeNull()
  expect(grown('7000', '9100.000001')).toBe('grew by more than 30 % in a week')
  expect(grown('6999.999999', '90000')).toBeNull()
  expect(growthAlert('m', { beforePt: pt('7000'), nowPt: pt('9999') }, at, initial)!.subjects).toEqual(['m'])
})

const circles = (...transfers: readonly Transfer[]) =>
  circularFlows(transfers, at, initial).map(({ subjects }) => subjects)

test('2.22: value that returns to where it started within a week, at least four fifths at each step', () => {
  const ring = [transfer('a', 'b', '100', 1), transfer('b', 'c', '90', 2), transfer('c', 'a', '80', 3)]
  expect(circles(...ring)).toEqual([['a', 'b', 'c']])
  expect(circles(ring[0]!, ring[1]!, transfer('c', 'a', '71.999999', 3))).toEqual([])
  expect(circles(ring[0]!, ring[1]!, transfer('c', 'a', '72', 3))).toEqual([['a', 'b', 'c']])
  // Money that moved before it could have come in is no circle; the same ring found from another start is.
  expect(circles(transfer('a', 'b', '100', 3), transfer('b', 'a', '100', 2))).toEqual([['a', 'b']])
  expect(circles(transfer('a', 'b', '100', 3), transfer('b', 'c', '100', 2), transfer('c', 'a', '100', 1))).toEqual([])
  expect(circles(transfer('a', 'b', '100', 0), transfer('b', 'a', '100', 604_800))).toEqual([['a', 'b']])
  expect(circles(transfer('a', 'b', '100', 0), transfer('b', 'a', '100', 604_801))).toEqual([])
  expect(circles(transfer('a', 'a', '100', 0))).toEqual([])
  expect(circles(...ring.toReversed())).toEqual([['a', 'b', 'c']])
  expect(circularFlows(ring, at, initial)[0]!.reason).toBe('3 transfers return to where they started')
  expect(circles(...ring.map((one) => ({ ...one, atSeconds: one.atSeconds + 9_000_000 })))).toEqual([['a', 'b', 'c']])
  expect(circles(transfer('a', 'b', '100', 7), transfer('b', 'a', '100', 7))).toContainEqual(['a', 'b'])
  // Nobody is passed twice on one way.
  const eight = [transfer('a', 'b', '100', 1), transfer('b', 'c', '100', 2), transfer('c', 'b', '100', 3)]
  expect(circles(...eight, transfer('b', 'a', '100', 4)).toSorted()).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ])
  // Who sends to itself on the way makes no circle of it.
  expect(circles(transfer('a', 'b', '100', 1), transfer('b', 'b', '100', 2))).toEqual([])
  const long = (length: number) =>
    Array.from({ length }, (_, index) => transfer(`n${index}`, `n${(index + 1) % length}`, '100', index))
  expect(circles(...long(5))).toHaveLength(1)
  expect(circles(...long(6))).toEqual([])
})

test('2.22: three accounts tied together, directly or over others, are a cluster', () => {
  const tie = (account: string, shares: string) => ({ account, shares })
  const clusters = (...ties: { account: string; shares: string }[]) =>
    addressClusters(ties, at, initial).map(({ subjects }) => subjects)
  expect(clusters(tie('a', 'x'), tie('b', 'x'))).toEqual([])
  expect(clusters(tie('a', 'x'), tie('b', 'x'), tie('c', 'x'))).toEqual([['a', 'b', 'c']])
  const [three] = addressClusters([tie('a', 'x'), tie('b', 'x'), tie('c', 'x')], at, initial)
  expect(three!.reason).toBe('3 accounts belong together')
  expect(clusters(tie('a', 'x'), tie('b', 'x'), tie('b', 'y'), tie('c', 'y'), tie('d', 'z'))).toEqual([['a', 'b', 'c']])
  // An account and what is shared may have the same name and are still not the same.
  expect(clusters(tie('a', 'b'), tie('b', 'c'), tie('c', 'd'))).toEqual([])
})

test('for all ties: clusters do not overlap, and their order has no influence', () => {
  const name = fc.constantFrom(...'abcdefghij')
  fc.assert(
    fc.property(fc.array(fc.record({ account: name, shares: name }), { maxLength: 30 }), (ties) => {
      const of = (list: typeof ties) =>
        addressClusters(list, at, initial)
          .map(({ subjects }) => subjects.join())
          .toSorted()
      const found = of(ties)
      expect(of(ties.toReversed())).toEqual(found)
      const members = found.flatMap((cluster) => cluster.split(','))
      expect(new Set(members).size).toBe(members.length)
    }),
    { numRuns: 50 },
  )
})

test('2.22: a model shows its flags when all four targets are passed, and a rate of nothing is missed', () => {
  const counts = { truePositive: 2_000, falsePositive: 10, trueNegative: 10_000, falseNegative: 1 }
  expect(missedTargets(counts, initial)).toEqual([])
  expect(missedTargets({ ...counts, falsePositive: 50, trueNegative: 9_950 }, initial)).toEqual(['falsePositive'])
  expect(missedTargets({ ...counts, truePositive: 999 }, initial)).toEqual(['falseNegative'])
  expect(
    missedTargets(
      { ...counts, truePositive: 950, falsePositive: 50, trueNegative: 1_000_000, falseNegative: 0 },
      initial,
    ),
  ).toEqual(['precision'])
  expect(missedTargets({ truePositive: 92, falsePositive: 0, trueNegative: 10, falseNegative: 16 }, initial)).toEqual(
    ['falsePositive', 'falseNegative', 'f1'].slice(1),
  )
  expect(
    missedTargets({ truePositive: 92, falsePositive: 16, trueNegative: 1_000_000, falseNegative: 0 }, initial),
  ).toEqual(['precision', 'f1'])
  expect(missedTargets({ truePositive: 0, falsePositive: 0, trueNegative: 0, falseNegative: 0 }, initial)).toEqual([
    'falsePositive',
    'falseNegative',
    'precision',
    'f1',
  ])
  expect(() => missedTargets({ ...counts, falsePositive: 0.5 }, initial)).toThrowError(refused('falsePositive'))
})
