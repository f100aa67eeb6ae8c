/** Fraud heuristics over trades, orders, shipments and verifications (domain.md 2.22). */
import { Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraFraud } from '../programmes/fictraFraud.ts'
import { fields, instant, list, mapOf, orNull, text, units, whole } from '../shapes.ts'
import { type Alert, alert, checkFraudInput as check } from './fraudAlerts.ts'

/** The longest list that is searched at once. */
const maxRecords = 10_000

export interface Trade {
  readonly tradeId: string
  readonly buyer: string
  readonly seller: string
  readonly goods: string
  readonly quantity: bigint
  readonly atSeconds: number
}

const tradesShape = list(
  fields<Trade>({ tradeId: text, buyer: text, seller: text, goods: text, quantity: units(1n), atSeconds: whole() }),
  0,
  maxRecords,
)

/**
 * Flags trades whose two sides have one owner, and pairs of trades that undo each other within the governed time: the same two
 * owners, the same goods, about the same quantity. @param owners beneficial owner of a party; unknown parties own themselves
 * @throws FRAUD_INPUT_INVALID
 */
export function washTrades(
  trades: readonly Trade[],
  owners: ReadonlyMap<string, string>,
  at: Date,
  parameters: ParameterSet,
): readonly Alert[] {
  check.all({ trades, owners, at }, { trades: tradesShape, owners: mapOf(text), at: instant })
  const { windowSeconds, tolerance } = parameters.get(fictraFraud.washTrading)
  const ownerOf = (party: string) => owners.get(party) ?? party
  const sides = trades.map((trade) => ({ ...trade, buys: ownerOf(trade.buyer), sells: ownerOf(trade.seller) }))
  const alerts = sides
    .filter(({ buys, sells }) => buys === sells)
    .map(({ tradeId }) => alert('washTrading', [tradeId], 'both sides have one owner', at, parameters))
  const ordered = sides.filter(({ buys, sells }) => buys !== sells).toSorted((a, b) => a.atSeconds - b.atSeconds)
  for (const [index, first] of ordered.entries()) {
    for (const second of ordered.slice(index + 1)) {
      if (second.atSeconds - first.atSeconds > windowSeconds) break
      const undoes = first.buys === second.sells && first.sells === second.buys && first.goods === second.goods
      if (!undoes || !alike(first.quantity, second.quantity, tolerance)) continue
      alerts.push(alert('washTrading', [first.tradeId, second.tradeId], 'the second undoes the first', at, parameters))
    }
  }
  return alerts
}

export interface Order {
  readonly account: string
  readonly size: bigint
  /** Seconds until it was cancelled; null when it was not. */
  readonly cancelledAfterSeconds: number | null
}

const ordersShape = list(
  fields<Order>({ account: text, size: units(1n), cancelledAfterSeconds: orNull(whole()) }),
  0,
  maxRecords,
)

/** Flags accounts most of whose large orders are cancelled within seconds. Large is a multiple of the median size. @throws FRAUD_INPUT_INVALID */
export function spoofing(orders: readonly Order[], at: Date, parameters: ParameterSet): readonly Alert[] {
  check.all({ orders, at }, { orders: ordersShape, at: instant })
  const { sizeMultiple, withinSeconds, cancelledShare, minOrders } = parameters.get(fictraFraud.spoofing)
  const sizes = orders.map(({ size }) => size).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const median = sizes[Math.floor((sizes.length - 1) / 2)] ?? 0n
  const large = orders.filter(({ size }) => !exact(size).lessThan(sizeMultiple.times(exact(median))))
  const accounts = [...new Set(large.map(({ account }) => account))].toSorted()
  return accounts.flatMap((account) => {
    const own = large.filter((order) => order.account === account)
    const quick = own.filter(({ cancelledAfterSeconds: after }) => after !== null && after <= withinSeconds).length
    const flagged = own.length >= minOrders && !cancelledShare.times(own.length).greaterThan(quick)
    const reason = `${quick} of ${own.length} large orders cancelled within ${withinSeconds} seconds`
    return flagged ? [alert('spoofing', [account], reason, at, parameters)] : []
  })
}

export interface Shipment {
  readonly shipmentId: string
  readonly vesselImo: string
  readonly loadPort: string
  readonly hsCode: string
  readonly quantity: bigint
  /** Days since 1970. */
  readonly shippedOnDay: number
}

const shipmentsShape = list(
  fields<Shipment>({
    shipmentId: text,
    vesselImo: text,
    loadPort: text,
    hsCode: text,
    quantity: units(1n),
    shippedOnDay: whole(),
  }),
  0,
  maxRecords,
)

/**
 * Flags shipments of the same goods from the same port on the same vessel, about the same quantity, a few days apart: possibly one
 * shipment claimed twice under different papers. (The same papers cannot succeed twice: that is the claim key.)
 * @throws FRAUD_INPUT_INVALID
 */
export function duplicateShipments(
  shipments: readonly Shipment[],
  at: Date,
  parameters: ParameterSet,
): readonly Alert[] {
  check.all({ shipments, at }, { shipments: shipmentsShape, at: instant })
  const { withinDays, tolerance } = parameters.get(fictraFraud.duplicateShipment)
  const groups = new Map<string, Shipment[]>()
  for (const shipment of shipments) {
    const { vesselImo, loadPort, hsCode } = shipment
    const key = JSON.stringify([vesselImo, loadPort, hsCode])
    groups.set(key, [...(groups.get(key) ?? []), shipment])
  }
  const alerts: Alert[] = []
  for (const group of groups.values()) {
    const ordered = group.toSorted((a, b) => a.shippedOnDay - b.shippedOnDay)
    for (const [index, first] of ordered.entries()) {
      for (const second of ordered.slice(index + 1)) {
        if (second.shippedOnDay - first.shippedOnDay > withinDays) break
        if (!alike(first.quantity, second.quantity, tolerance)) continue
        const subjects = [first.shipmentId, second.shipmentId]
        alerts.push(alert('duplicateShipment', subjects, 'same vessel, port, goods and quantity', at, parameters))
      }
    }
  }
  return alerts
}

const casesShape = list(fields({ verifier: text, exporter: text }), 0, maxRecords)

/**
 * Flags pairs of verifier and exporter that meet more often than the verifier's share of all cases explains: by more than the
 * governed number of standard deviations of a binomial distribution. @throws FRAUD_INPUT_INVALID
 */
export function pairings(
  cases: readonly { readonly verifier: string; readonly exporter: string }[],
  at: Date,
  parameters: ParameterSet,
): readonly Alert[] {
  check.all({ cases, at }, { cases: casesShape, at: instant })
  const { minCases, leastShare, deviationsSquared } = parameters.get(fictraFraud.pairing)
  const count = (matches: (one: (typeof cases)[number]) => boolean) => BigInt(cases.filter(matches).length)
  const pairs = new Map(cases.map((one) => [JSON.stringify([one.verifier, one.exporter]), one]))
  const all = BigInt(cases.length)
  return [...pairs.values()].flatMap(({ verifier, exporter }) => {
    const ofExporter = count((one) => one.exporter === exporter)
    const others = all - ofExporter
    if (ofExporter < BigInt(minCases) || others === 0n) return []
    const together = count((one) => one.exporter === exporter && one.verifier === verifier)
    // The verifier's share is taken from the cases of all other exporters, so that a pair does not explain itself.
    const elsewhere = count((one) => one.exporter !== exporter && one.verifier === verifier)
    // A newcomer has no cases elsewhere yet: without a least share its first case would be a wonder.
    const expected = Exact.max(exact(elsewhere), leastShare.times(exact(others)))
    const excess = exact(together * others).minus(expected.times(exact(ofExporter)))
    // (k - n p)^2 > d^2 n p (1 - p), with p = expected / others, both sides times others^2
    const variance = expected.times(exact(others).minus(expected)).times(exact(ofExporter))
    const flagged = excess.greaterThan(0) && excess.pow(2).greaterThan(deviationsSquared.times(variance))
    const reason = `${together} of ${ofExporter} cases of the exporter, ${elsewhere} of ${others} of all others`
    return flagged ? [alert('pairing', [verifier, exporter], reason, at, parameters)] : []
  })
}

/** True when the smaller is within the tolerance of the larger. */
function alike(a: bigint, b: bigint, tolerance: Exact): boolean {
  const [less, more] = a < b ? [a, b] : [b, a]
  return !exact(more - less).greaterThan(tolerance.times(exact(more)))
}
