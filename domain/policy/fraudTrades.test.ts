import { expect, test } from 'vitest'
import { initial } from '../test/parameters.ts'
import {
  duplicateShipments,
  type Order,
  pairings,
  type Shipment,
  spoofing,
  type Trade,
  washTrades,
} from './fraudTrades.ts'

const at = new Date('2026-01-01T00:00:00Z')
const refused = (field: string) =>
  expect.objectContaining({
    code: 'FRAUD_INPUT_INVALID',
    details: expect.objectContaining({ field: expect.stringMatching(new RegExp(`(^|/)${field}(/\\d+)?$`)) }),
  })
const trade = (tradeId: string, seller: string, buyer: string, change: Partial<Trade> = {}): Trade => ({
  tradeId,
  seller,
  buyer,
  goods: 'wheat',
  quantity: 1_000n,
  atSeconds: 0,
  ...change,
})
const washes = (trades: readonly Trade[], owners: Record<string, string> = {}) =>
  washTrades(trades, new Map(Object.entries(owners)), at, initial).map(({ subjects }) => subjects)

test('quantities of nothing, times that are none, and too many records are refused', () => {
  expect(() => washes([trade('t', 'a', 'b', { quantity: 0n })])).toThrowError(refused('quantity'))
  expect(() => washes([trade('t', 'a', 'b', { atSeconds: 0.5 })])).toThrowError(refused('atSeconds'))
  expect(() => spoofing([{ account: 'a', size: 0n, cancelledAfterSeconds: null }], at, initial)).toThrowError(
    refused('size'),
  )
  expect(() => spoofing([{ account: 'a', size: 1n, cancelledAfterSeconds: -1 }], at, initial)).toThrowError(
    refused('cancelledAfterSeconds'),
  )
  const shipment = {
    shipmentId: 's',
    vesselImo: '1',
    loadPort: 'XAAAA',
    hsCode: '100199',
    quantity: 1n,
    shippedOnDay: 1,
  }
  expect(() => duplicateShipments([{ ...shipment, quantity: 0n }], at, initial)).toThrowError(refused('quantity'))
  expect(() => duplicateShipments([{ ...shipment, shippedOnDay: 1.5 }], at, initial)).toThrowError(
    refused('shippedOnDay'),
  )
  const many = <T>(one: T) => Array.from({ length: 10_001 }, () => one)
  expect(() => washes(many(trade('t', 'a', 'b')))).toThrowError(refused('trades'))
  expect(() => spoofing(many({ account: 'a', size: 1n, cancelledAfterSeconds: null }), at, initial)).toThrowError(
    refused('orders'),
  )
  expect(() => duplicateShipments(many(shipment), at, initial)).toThrowError(refused('shipments'))
  expect(() => pairings(many({ verifier: 'v', exporter: 'e' }), at, initial)).toThrowError(refused('cases'))
})

test('2.22: a trade whose sides have one owner, and two that undo each other within a day', () => {
  expect(washes([trade('1', 'a', 'a'), trade('2', 'a', 'b')])).toEqual([['1']])
  expect(washes([trade('1', 'a', 'b')], { a: 'holding', b: 'holding' })).toEqual([['1']])
  const back = (change: Partial<Trade> = {}) => [
    trade('1', 'a', 'b'),
    trade('2', 'b', 'a', { atSeconds: 86_400, quantity: 980n, ...change }),
  ]
  expect(washes(back())).toEqual([['1', '2']])
  expect(washes(back().toReversed())).toEqual([['1', '2']])
  expect(washes(back({ atSeconds: 86_401 }))).toEqual([])
  expect(washes(back({ atSeconds: 86_401 }).toReversed())).toEqual([])
  expect(washes(back({ quantity: 979n }))).toEqual([])
  expect(washes(back({ quantity: 1_021n }))).toEqual([])
  expect(washes(back({ quantity: 1_020n }))).toEqual([['1', '2']])
  expect(washes(back({ goods: 'maize' }))).toEqual([])
  expect(washes(back({ buyer: 'c' }))).toEqual([])
  expect(washes(back({ buyer: 'c' }), { c: 'a' })).toEqual([['1', '2']])
  const reasons = (...trades: Trade[]) => washTrades(trades, new Map(), at, initial).map(({ reason }) => reason)
  expect(reasons(trade('1', 'a', 'a'))).toEqual(['both sides have one owner'])
  expect(reasons(...back())).toEqual(['the second undoes the first'])
  // The window counts between the two, whenever they are, and one who trades with itself undoes nothing.
  const late = back().map((one) => ({ ...one, atSeconds: one.atSeconds + 900_000 }))
  expect(washes(late)).toEqual([['1', '2']])
  expect(washes([trade('1', 'a', 'a'), trade('2', 'a', 'a', { atSeconds: 1 })])).toEqual([['1'], ['2']])
  expect(washes([trade('1', 'a', 'b'), trade('2', 'c', 'a', { atSeconds: 1 })])).toEqual([])
  // The same direction twice is business.
  expect(washes([trade('1', 'a', 'b'), trade('2', 'a', 'b', { atSeconds: 5 })])).toEqual([])
})

test('2.22: five large orders of which four fifths are cancelled within half a minute', () => {
  const small = Array.from({ length: 20 }, (): Order => ({ account: 'm', size: 100n, cancelledAfterSeconds: null }))
  const large = (count: number, quick: number, size = 500n, after = 30): Order[] =>
    Array.from({ length: count }, (_, index) => ({
      account: 'a',
      size,
      cancelledAfterSeconds: index < quick ? after : null,
    }))
  const flagged = (orders: readonly Order[]) =>
    spoofing([...small, ...orders], at, initial).map(({ subjects, reason }) => [subjects[0], reason])
  expect(flagged(large(5, 4))).toEqual([['a', '4 of 5 large orders cancelled within 30 seconds']])
  expect(flagged(large(5, 3))).toEqual([])
  expect(flagged(large(4, 4))).toEqual([])
  expect(flagged(large(5, 5, 499n))).toEqual([])
  expect(flagged(large(5, 5, 500n, 31))).toEqual([])
  expect(spoofing([], at, initial)).toEqual([])
  // The median is by size, whatever the order; each account is judged by its own orders.
  const mixed: Order[] = [
    { account: 'b', size: 900n, cancelledAfterSeconds: null },
    { account: 'b', size: 20n, cancelledAfterSeconds: null },
    { account: 'b', size: 100n, cancelledAfterSeconds: null },
    ...large(5, 5),
    ...small.slice(0, 8),
  ]
  const accounts = (orders: readonly Order[]) => spoofing(orders, at, initial).map(({ subjects }) => subjects[0])
  expect([accounts(mixed), accounts(mixed.toReversed())]).toEqual([['a'], ['a']])
  // Of an even number of orders the lower of the two middle sizes.
  const even = [9n, 9n, 9n, 9n, 9n].map((size): Order => ({ account: 'c', size, cancelledAfterSeconds: null }))
  expect(accounts([...even, ...large(5, 5, 45n)])).toEqual(['a'])
})

test('2.22: the same goods from the same port on the same vessel a few days apart may be one shipment claimed twice', () => {
  const shipment = (shipmentId: string, change: Partial<Shipment> = {}): Shipment => ({
    shipmentId,
    vesselImo: '9321483',
    loadPort: 'XAAAA',
    hsCode: '100199',
    quantity: 10_000n,
    shippedOnDay: 100,
    ...change,
  })
  const found = (change: Partial<Shipment>) => duplicateShipments([shipment('a'), shipment('b', change)], at, initial)
  expect(found({ shippedOnDay: 103, quantity: 9_800n })).toEqual([
    expect.objectContaining({
      rule: 'duplicateShipment',
      severity: 'critical',
      answer: 'freeze',
      subjects: ['a', 'b'],
      answerBy: new Date('2026-01-01T04:00:00Z'),
    }),
  ])
  expect(found({ shippedOnDay: 97 })).toHaveLength(1)
  expect(found({}).map(({ reason }) => reason)).toEqual(['same vessel, port, goods and quantity'])
  const [first, second, third] = [
    shipment('a'),
    shipment('b', { shippedOnDay: 90 }),
    shipment('c', { shippedOnDay: 102 }),
  ]
  expect(duplicateShipments([third!, second!, first!], at, initial).map(({ subjects }) => subjects)).toEqual([
    ['a', 'c'],
  ])
  for (const other of [
    { shippedOnDay: 104 },
    { quantity: 9_799n },
    { vesselImo: '1' },
    { loadPort: 'XBBBB' },
    { hsCode: '100590' },
  ])
    expect(found(other)).toEqual([])
})

test('2.22: a verifier who meets one exporter far more often than its share explains', () => {
  const cases = (verifier: string, exporter: string, count: number) =>
    Array.from({ length: count }, () => ({ verifier, exporter }))
  const pairs = (...list: { verifier: string; exporter: string }[]) =>
    pairings(list, at, initial).map(({ subjects }) => subjects)
  // Many exporters with few cases each, a fifth of them with v.
  const usual = Array.from({ length: 20 }, (_, index) => [
    ...cases('v', `other${index}`, 1),
    ...cases('w', `other${index}`, 4),
  ]).flat()
  // A fifth of ten cases is two, its deviation 1.26: seven is above three deviations (5.79), five is not.
  expect(pairs(...usual, ...cases('v', 'x', 6), ...cases('w', 'x', 4))).toEqual([['v', 'x']])
  expect(pairs(...usual, ...cases('v', 'x', 5), ...cases('w', 'x', 5))).toEqual([])
  expect(pairs(...usual, ...cases('v', 'x', 9))).toEqual([])
  // Four fifths of eighty are expected of w; rarer than expected is no sign of collusion.
  expect(pairs(...usual, ...cases('w', 'x', 64), ...cases('v', 'x', 16))).toEqual([])
  expect(pairs(...usual, ...cases('w', 'x', 40), ...cases('u', 'x', 40))).toEqual([['u', 'x']])
  const [pair] = pairings([...usual, ...cases('v', 'x', 6), ...cases('w', 'x', 4)], at, initial)
  expect(pair!.reason).toBe('6 of 10 cases of the exporter, 20 of 100 of all others')
  // A newcomer without cases elsewhere is taken to have a tenth: 3.85 of ten is three deviations above its one.
  for (const [many, flagged] of [
    [1, []],
    [3, []],
    [4, [['new', 'x']]],
  ] as const) {
    expect(pairs(...usual, ...cases('new', 'x', many), ...cases('w', 'x', 10 - many))).toEqual(flagged)
  }
  // Without cases of others there is nothing to compare with.
  expect(pairs(...cases('v', 'x', 50))).toEqual([])
  expect(pairs(...usual, ...cases('u', 'x', 10))).toEqual([['u', 'x']])
})
