/** Properties of the heuristics of fraud: they see the same whatever the order, the names and the unit, up to 10^30. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { missedTargets } from '../../policy/fraudAlerts.ts'
import { duplicateShipments, pairings, spoofing, washTrades } from '../../policy/fraudTrades.ts'
import { initial } from '../parameters.ts'

const at = new Date('2026-03-02T00:00:00Z')
const party = fc.constantFrom('A', 'B', 'C', 'D')
const amount = fc.bigInt(1n, 40n)
const trades = fc
  .array(
    fc.record({
      buyer: party,
      seller: party,
      goods: fc.constantFrom('1001', '2709'),
      quantity: amount,
      atSeconds: fc.nat(200_000),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((of, index) => ({ ...of, tradeId: `T${index}` })))
const shipments = fc
  .array(fc.record({ vesselImo: party, loadPort: party, quantity: amount, shippedOnDay: fc.nat(30) }), {
    maxLength: 12,
  })
  .map((list) => list.map((of, index) => ({ ...of, hsCode: '1001', shipmentId: `S${index}` })))
const orders = fc.array(fc.record({ account: party, size: amount, cancelledAfterSeconds: fc.option(fc.nat(60)) }), {
  maxLength: 40,
})
const cases = fc.array(fc.record({ verifier: party, exporter: fc.constantFrom('X', 'Y', 'Z') }), { maxLength: 60 })
const seen = (alerts: readonly { readonly subjects: readonly string[]; readonly reason: string }[]) =>
  alerts.map(({ subjects, reason }) => `${subjects.join()} ${reason}`).toSorted()
/** So large that the sums are beyond 10^30. */
const unit = 10n ** 30n

test('wash trades: order and unit have no influence; an owner of all sides makes every trade one, strangers to each other none', () => {
  const nobody = new Map<string, string>()
  fc.assert(
    fc.property(trades, (list) => {
      const found = seen(washTrades(list, nobody, at, initial))
      expect(seen(washTrades(list.toReversed(), nobody, at, initial))).toEqual(found)
      const large = list.map((of) => ({ ...of, quantity: of.quantity * unit }))
      expect(seen(washTrades(large, nobody, at, initial))).toEqual(found)
      const one = new Map(['A', 'B', 'C', 'D'].map((name) => [name, 'one owner']))
      expect(washTrades(list, one, at, initial).map(({ subjects }) => subjects)).toEqual(
        list.map(({ tradeId }) => [tradeId]),
      )
      const oneWay = list.map((of) => ({ ...of, buyer: `buyer ${of.buyer}`, seller: `seller ${of.seller}` }))
      expect(washTrades(oneWay, nobody, at, initial)).toEqual([])
    }),
  )
})

test('duplicate shipments: order, unit and the day from which days count have no influence; another vessel is no duplicate', () => {
  fc.assert(
    fc.property(shipments, fc.nat(10_000), (list, days) => {
      const found = seen(duplicateShipments(list, at, initial))
      expect(seen(duplicateShipments(list.toReversed(), at, initial))).toEqual(found)
      const moved = list.map((of) => ({ ...of, quantity: of.quantity * unit, shippedOnDay: of.shippedOnDay + days }))
      expect(seen(duplicateShipments(moved, at, initial))).toEqual(found)
      const apart = list.map((of, index) => ({ ...of, vesselImo: `vessel ${index}` }))
      expect(duplicateShipments(apart, at, initial)).toEqual([])
    }),
  )
})

test('spoofing: order and unit have no influence; orders that stay accuse nobody', () => {
  fc.assert(
    fc.property(orders, (list) => {
      const found = seen(spoofing(list, at, initial))
      expect(seen(spoofing(list.toReversed(), at, initial))).toEqual(found)
      const large = list.map((of) => ({ ...of, size: of.size * unit }))
      expect(seen(spoofing(large, at, initial))).toEqual(found)
      const kept = list.map((of) => ({ ...of, cancelledAfterSeconds: null }))
      expect(spoofing(kept, at, initial)).toEqual([])
    }),
  )
})

test('pairings: order has no influence, and names have none', () => {
  fc.assert(
    fc.property(cases, (list) => {
      const found = seen(pairings(list, at, initial))
      expect(seen(pairings(list.toReversed(), at, initial))).toEqual(found)
      const renamed = list.map(({ verifier, exporter }) => ({ verifier: `v${verifier}`, exporter: `x${exporter}` }))
      expect(pairings(renamed, at, initial)).toHaveLength(found.length)
      const single = list.map(({ exporter }) => ({ verifier: 'V', exporter }))
      expect(pairings(single, at, initial)).toEqual([])
    }),
  )
})

test('a model that errs less never misses a target it met', () => {
  const count = fc.nat(2 ** 40)
  fc.assert(
    fc.property(
      count,
      count,
      count,
      count,
      fc.nat(2 ** 40),
      (truePositive, falsePositive, trueNegative, falseNegative, better) => {
        const before = missedTargets({ truePositive, falsePositive, trueNegative, falseNegative }, initial)
        const after = missedTargets(
          {
            truePositive: truePositive + better,
            falsePositive,
            trueNegative: trueNegative + better,
            falseNegative,
          },
          initial,
        )
        expect(before).toEqual(expect.arrayContaining([...after]))
      },
    ),
  )
})
