/** How deep the market is (domain.md 2.15, 2.16): liquidity over demand, automated quotes, duties of market makers. */
import { inputChecks } from '../checks.ts'
import type { Exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraLiquidity, type MarketRegime, marketRegimes } from '../programmes/fictraLiquidity.ts'
import { type Quantity, toExact } from '../quantity.ts'
import { amount, decimal, fields, list, oneOf, orNull } from '../shapes.ts'
import { reserveErrors } from './reserveTargets.ts'

const check = inputChecks(reserveErrors.RESERVE_INPUT_INVALID)
/** Hours of a leap year. */
const hoursMost = 8_784

export interface DemandRatio {
  /** Null when nothing can be asked for: then any depth is enough. */
  readonly ratio: Exact | null
  readonly state: 'target' | 'watch' | 'act'
}

/**
 * Liquidity over demand: what is offered within 2 % of the price, over what could be converted in 30 days.
 * @throws RESERVE_INPUT_INVALID
 */
export function liquidityDemandRatio(
  depth: Quantity<'PT'>,
  potentialConversions: Quantity<'PT'>,
  parameters: ParameterSet,
): DemandRatio {
  check.amount(depth, 'PT', 'depth')
  check.amount(potentialConversions, 'PT', 'potentialConversions')
  if (potentialConversions.value === 0n) return { ratio: null, state: 'target' }
  const ratio = toExact(depth).div(toExact(potentialConversions))
  const { targetAbove, actBelow } = parameters.get(fictraLiquidity.demandRatio)
  if (ratio.greaterThan(targetAbove)) return { ratio, state: 'target' }
  return { ratio, state: ratio.lessThan(actBelow) ? 'act' : 'watch' }
}

export interface AutomatedQuote {
  readonly size: Quantity<'PT'>
  readonly spread: Exact
  /** Traded by automated quotes today, before this one. */
  readonly today: Quantity<'PT'>
}

export type QuoteFinding = 'tooSmall' | 'tooLarge' | 'tooNarrow' | 'tooWide' | 'dayLimit'

const quoteShape = fields<AutomatedQuote>({ size: amount('PT'), spread: decimal(), today: amount('PT') })

/** What is wrong with a quote in a regime. @throws RESERVE_INPUT_INVALID */
export function quoteFindings(
  quote: AutomatedQuote,
  regime: MarketRegime,
  parameters: ParameterSet,
): readonly QuoteFinding[] {
  check.all({ quote, regime }, { quote: quoteShape, regime: oneOf(marketRegimes) })
  const rule = parameters.get(fictraLiquidity.quotes)[regime]
  const findings: QuoteFinding[] = []
  if (quote.size.value < rule.sizeLeastPt.value) findings.push('tooSmall')
  if (quote.size.value > rule.sizeMostPt.value) findings.push('tooLarge')
  if (quote.spread.lessThan(rule.spreadLeast)) findings.push('tooNarrow')
  if (quote.spread.greaterThan(rule.spreadMost)) findings.push('tooWide')
  if (quote.today.value + quote.size.value > rule.dayMostPt.value) findings.push('dayLimit')
  return findings
}

export interface MakerDuty {
  readonly hoursKept: number
  readonly kept: boolean
}

/**
 * Whether a market maker kept its spread often enough.
 * @param hours the widest spread of each hour, null for an hour without quotes.
 * @throws RESERVE_INPUT_INVALID
 */
export function makerDuty(hours: readonly (Exact | null)[], parameters: ParameterSet): MakerDuty {
  check.all({ hours }, { hours: list(orNull(decimal()), 1, hoursMost) })
  const { spreadMost, hoursLeast } = parameters.get(fictraLiquidity.makerDuty)
  let hoursKept = 0
  for (const spread of hours) if (spread?.lessThanOrEqualTo(spreadMost) === true) hoursKept += 1
  return { hoursKept, kept: hoursLeast.times(hours.length).lessThanOrEqualTo(hoursKept) }
}
