/** What the reserve is made of below its classes (domain.md 2.15): currencies, liquidity tiers, custodians, pools. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown, scaledUp, sum } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraReserve,
  type PoolAsset,
  poolAssets,
  type ReserveCurrency,
  reserveCurrencies,
} from '../programmes/fictraReserve.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { type Quantity, quantity } from '../quantity.ts'
import { amount, decimal, fields, list, oneOf, text } from '../shapes.ts'
import { reserveErrors } from './reserveTargets.ts'

const check = inputChecks(reserveErrors.RESERVE_INPUT_INVALID)
const zero = exact(0n)

/** A holding of fiat; `code` is its ISO 4217 code, `group` the governed group it counts to. */
export interface CurrencyHolding {
  readonly code: string
  readonly group: ReserveCurrency
  readonly value: Exact
}

export type MixFinding =
  | { readonly kind: 'tooFewCurrencies'; readonly held: number }
  | { readonly kind: 'singleCurrency'; readonly code: string }
  | { readonly kind: 'currencyRange'; readonly group: ReserveCurrency }
  | { readonly kind: 'custodian'; readonly name: string }
  | { readonly kind: 'tier'; readonly tier: 'first' | 'second' }

const holdingsShape = list(fields<CurrencyHolding>({ code: text, group: oneOf(reserveCurrencies), value: decimal() }))

/** What of the fiat part is outside its bounds. The order of the holdings has no influence. @throws RESERVE_INPUT_INVALID */
export function fiatFindings(holdings: readonly CurrencyHolding[], parameters: ParameterSet): readonly MixFinding[] {
  check.all({ holdings }, { holdings: holdingsShape })
  const rule = parameters.get(fictraReserve.fiatMix)
  const byCode = totals(holdings.map(({ code, value }) => [code, value]))
  const total = sum([...byCode.values()])
  check.aboveZero(total, 'holdings')
  const findings: MixFinding[] = []
  const held = [...byCode].filter(([, value]) => !value.isZero()).map(([code]) => code)
  if (held.length < rule.currenciesLeast) findings.push({ kind: 'tooFewCurrencies', held: held.length })
  for (const code of held.toSorted()) {
    if (byCode.get(code)!.greaterThan(rule.singleMost.times(total))) findings.push({ kind: 'singleCurrency', code })
  }
  const byGroup = totals(holdings.map(({ group, value }) => [group, value]))
  for (const group of reserveCurrencies) {
    const value = byGroup.get(group) ?? zero
    const { least, most } = rule.ranges[group]
    const outside = value.lessThan(least.times(total)) || value.greaterThan(most.times(total))
    if (outside) findings.push({ kind: 'currencyRange', group })
  }
  return findings
}

const placementShape = {
  tiers: fields({ first: decimal(), second: decimal(), third: decimal() }),
  custodians: list(fields({ name: text, value: decimal() })),
}

/**
 * What of the whole reserve is too slow to use or too much in one place.
 * @param tiers value that can be used at once, in days, in weeks.
 * @throws RESERVE_INPUT_INVALID
 */
export function placementFindings(
  tiers: { readonly first: Exact; readonly second: Exact; readonly third: Exact },
  custodians: readonly { readonly name: string; readonly value: Exact }[],
  parameters: ParameterSet,
): readonly MixFinding[] {
  check.all({ tiers, custodians }, placementShape)
  const rule = parameters.get(fictraReserve.liquidityTiers)
  const total = sum([tiers.first, tiers.second, tiers.third])
  check.aboveZero(total, 'tiers')
  const findings: MixFinding[] = []
  // What is faster also counts for the slower tier.
  if (tiers.first.lessThan(rule.first.times(total))) findings.push({ kind: 'tier', tier: 'first' })
  const withinDays = tiers.first.plus(tiers.second)
  if (withinDays.lessThan(rule.first.plus(rule.second).times(total))) findings.push({ kind: 'tier', tier: 'second' })
  for (const [name, value] of [...totals(custodians.map((one) => [one.name, one.value]))].toSorted(byName)) {
    if (value.greaterThan(rule.custodianMost.times(total))) findings.push({ kind: 'custodian', name })
  }
  return findings
}

export interface PoolSizes {
  readonly stabilisationLeastPt: Quantity<'PT'>
  readonly stabilisationMostPt: Quantity<'PT'>
  readonly emergencyPt: Quantity<'PT'>
  /** The whole reserve, worth at least this. */
  readonly reserveLeastPt: Quantity<'PT'>
}

/** Sizes the pools must have, in the worth of PT; what must be there is rounded up, what may be there down. @throws RESERVE_INPUT_INVALID */
export function poolSizes(circulationPt: Quantity<'PT'>, parameters: ParameterSet): PoolSizes {
  check.amount(circulationPt, 'PT', 'circulationPt')
  const rule = parameters.get(fictraReserve.pools)
  const cap = exact(parameters.get(fictraSettlement.paymentTokenCap).value)
  return {
    stabilisationLeastPt: quantity(scaledUp(cap.times(rule.stabilisationLeast), 0), 'PT'),
    stabilisationMostPt: quantity(scaledDown(cap.times(rule.stabilisationMost), 0), 'PT'),
    emergencyPt: quantity(scaledUp(cap.times(rule.emergencyShare), 0), 'PT'),
    reserveLeastPt: quantity(scaledUp(exact(circulationPt.value).times(rule.reserveLeast), 0), 'PT'),
  }
}

const poolNames = ['stabilisation', 'sovereignBuffer', 'emergency'] as const

/** A pool of some worth in its parts, rounded down; PT takes what rounding leaves. @throws RESERVE_INPUT_INVALID */
export function poolPartsDown(
  pool: (typeof poolNames)[number],
  worthPt: Quantity<'PT'>,
  parameters: ParameterSet,
): Readonly<Record<PoolAsset, Quantity<'PT'>>> {
  check.all({ pool, worthPt }, { pool: oneOf(poolNames), worthPt: amount('PT') })
  const mix = parameters.get(fictraReserve.pools)[pool]
  const part = (asset: PoolAsset) => scaledDown(exact(worthPt.value).times(mix[asset]), 0)
  const others = poolAssets.filter((asset) => asset !== 'pt').reduce((total, asset) => total + part(asset), 0n)
  return {
    pt: quantity(worthPt.value - others, 'PT'),
    fiat: quantity(part('fiat'), 'PT'),
    commodity: quantity(part('commodity'), 'PT'),
  }
}

function totals(values: readonly (readonly [string, Exact])[]): ReadonlyMap<string, Exact> {
  const sums = new Map<string, Exact>()
  for (const [name, value] of values) {
    sums.set(name, (sums.get(name) ?? zero).plus(value))
  }
  return sums
}

function byName([a]: readonly [string, Exact], [b]: readonly [string, Exact]): number {
  return a < b ? -1 : 1
}
