/** Fraud heuristics over transfers between accounts (domain.md 2.4, 2.22): velocity, growth, circular flows, clusters. */
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraFraud } from '../programmes/fictraFraud.ts'
import type { Quantity } from '../quantity.ts'
import { amount, fields, instant, list, positive, text, whole } from '../shapes.ts'
import { type Alert, alert, checkFraudInput } from './fraudAlerts.ts'

export interface Transfer {
  readonly from: string
  readonly to: string
  readonly amountPt: Quantity<'PT'>
  /** Seconds since 1970. */
  readonly atSeconds: number
}

/** The longest list of transfers that is searched at once. */
const maxTransfers = 100_000
/** Steps of the search for circles; a window of transfers that needs more is to be cut. */
const maxSteps = 50_000
const day = 86_400

const transferShape = fields<Transfer>({ from: text, to: text, amountPt: positive('PT'), atSeconds: whole() })
const transfersShape = list(transferShape, 0, maxTransfers)
const weeksShape = fields({ beforePt: amount('PT'), nowPt: amount('PT') })
const tiesShape = list(fields({ account: text, shares: text }), 0, maxTransfers)

/**
 * Flags a transfer above a multiple of the sender's average, and a day (UTC) above a multiple of its average day; averages are of
 * what came before. @param past transfers of the sender, in any order. @throws FRAUD_INPUT_INVALID
 */
export function velocityAlerts(
  transfer: Transfer,
  past: readonly Transfer[],
  at: Date,
  parameters: ParameterSet,
): readonly Alert[] {
  checkFraudInput.all({ transfer, past, at }, { transfer: transferShape, past: transfersShape, at: instant })
  const limits = parameters.get(fictraFraud.velocity)
  const own = past.filter(({ from, atSeconds }) => from === transfer.from && atSeconds <= transfer.atSeconds)
  if (own.length < limits.minTransfers) return []
  const total = (of: readonly Transfer[]) => of.reduce((sum, { amountPt }) => sum + amountPt.value, 0n)
  const exceeds = (value: bigint, sum: bigint, count: number, multiple: Exact) =>
    exact(value)
      .times(count)
      .greaterThan(multiple.times(exact(sum)))
  const alerts: Alert[] = []
  if (exceeds(transfer.amountPt.value, total(own), own.length, limits.transfer)) {
    const reason = `above ${limits.transfer.toFixed()} times the average of ${own.length} transfers`
    alerts.push(alert('largeTransfer', [transfer.from], reason, at, parameters))
  }
  const dayOf = ({ atSeconds }: Transfer) => Math.floor(atSeconds / day)
  const today = own.filter((one) => dayOf(one) === dayOf(transfer))
  const before = own.filter((one) => dayOf(one) < dayOf(transfer))
  const days = new Set(before.map(dayOf)).size
  const volume = total(today) + transfer.amountPt.value
  if (days > 0 && exceeds(volume, total(before), days, limits.day)) {
    const reason = `the day is above ${limits.day.toFixed()} times the average of ${days} days`
    alerts.push(alert('dailyVolume', [transfer.from], reason, at, parameters))
  }
  return alerts
}

/** Flags growth of a week over the one before that is above the governed share. A market below its least volume is not judged. @throws FRAUD_INPUT_INVALID */
export function growthAlert(
  market: string,
  weeks: { readonly beforePt: Quantity<'PT'>; readonly nowPt: Quantity<'PT'> },
  at: Date,
  parameters: ParameterSet,
): Alert | null {
  checkFraudInput.all({ market, weeks, at }, { market: text, weeks: weeksShape, at: instant })
  const { perWeek, minimumDailyPt } = parameters.get(fictraFraud.growth)
  if (weeks.beforePt.value < minimumDailyPt.value * 7n) return null
  const allowed = exact(weeks.beforePt.value).times(perWeek.plus(1))
  if (!exact(weeks.nowPt.value).greaterThan(allowed)) return null
  return alert('growth', [market], `grew by more than ${perWeek.times(100).toFixed()} % in a week`, at, parameters)
}

/**
 * Flags circles: value that leaves an account and comes back to it over others, each step later than the one before, within the
 * governed time, none of them passing on less than the governed share of what came in.
 * @throws FRAUD_INPUT_INVALID
 */
export function circularFlows(transfers: readonly Transfer[], at: Date, parameters: ParameterSet): readonly Alert[] {
  checkFraudInput.all({ transfers, at }, { transfers: transfersShape, at: instant })
  const { maxLength, windowSeconds, returnedShare } = parameters.get(fictraFraud.circularFlow)
  const ordered = transfers.toSorted((a, b) => a.atSeconds - b.atSeconds)
  const leaving = new Map<string, Transfer[]>()
  for (const one of ordered) {
    const known = leaving.get(one.from)
    if (known === undefined) leaving.set(one.from, [one])
    else known.push(one)
  }
  const found = new Map<string, Alert>()
  let steps = 0
  const follow = (path: readonly Transfer[]): void => {
    const [first, last] = [path[0]!, path.at(-1)!]
    if (last.to === first.from && path.length > 1) {
      const accounts = path.map(({ from }) => from)
      const reason = `${path.length} transfers return to where they started`
      const circle = alert('circularFlow', accounts, reason, at, parameters)
      found.set(circle.subjects.join('\n'), circle)
      return
    }
    if (path.length === maxLength) return
    for (const next of leaving.get(last.to) ?? []) {
      checkFraudInput.that(++steps <= maxSteps, 'transfers', 'too densely connected to be searched at once')
      const later = next.atSeconds >= last.atSeconds && next.atSeconds - first.atSeconds <= windowSeconds
      const passedOn = !exact(next.amountPt.value).lessThan(returnedShare.times(exact(last.amountPt.value)))
      const visited = path.some(({ from }) => from === next.to && next.to !== first.from)
      if (later && passedOn && !visited && !path.includes(next)) follow([...path, next])
    }
  }
  for (const first of ordered) if (first.from !== first.to) follow([first])
  return [...found.values()]
}

/**
 * Flags clusters: accounts tied together by a common funder or owner, directly or over others.
 * @param ties each an account and what it shares with others, for instance the account that first funded it
 * @throws FRAUD_INPUT_INVALID
 */
export function addressClusters(
  ties: readonly { readonly account: string; readonly shares: string }[],
  at: Date,
  parameters: ParameterSet,
): readonly Alert[] {
  checkFraudInput.all({ ties, at }, { ties: tiesShape, at: instant })
  const parent = new Map<string, string>()
  const root = (node: string): string => {
    let top = node
    for (let next = parent.get(top); next !== undefined && next !== top; next = parent.get(top)) top = next
    parent.set(node, top)
    return top
  }
  // Accounts and what they share are different things even when they have the same name.
  for (const { account, shares } of ties) parent.set(root(`account ${account}`), root(`shared ${shares}`))
  const clusters = new Map<string, Set<string>>()
  for (const { account } of ties) {
    const top = root(`account ${account}`)
    clusters.set(top, (clusters.get(top) ?? new Set()).add(account))
  }
  const least = parameters.get(fictraFraud.addressCluster)
  return [...clusters.values()]
    .filter(({ size }) => size >= least)
    .map((accounts) =>
      alert('addressCluster', [...accounts], `${accounts.size} accounts belong together`, at, parameters),
    )
}
