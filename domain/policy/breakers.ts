/**
 * Circuit breakers (domain.md 2.11 [R]): each level looks for the largest move within its own window. Level 1 slows trading (its
 * fees rise with `extremeVolatility.ts`), level 2 pauses it, level 3 leaves liquidation only until chair and two others release it.
 */
import { inputChecks } from '../checks.ts'
import { type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraBreakers } from '../programmes/fictraBreakers.ts'
import { type MarketPhase, marketPhases } from '../programmes/fictraMarket.ts'
import { fields, flag, oneOf, orNull, whole } from '../shapes.ts'
import { checkPrices, type PriceAt } from './averages.ts'

export const breakerErrors = defineErrors({
  BREAKER_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the circuit breaker are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})
const check = inputChecks(breakerErrors.BREAKER_INPUT_INVALID)
const zero = exact(0n)

export const breakerLevels = [1, 2, 3] as const
export type BreakerLevel = (typeof breakerLevels)[number]

export interface BreakerState {
  /** 0 when nothing is in force. */
  readonly level: 0 | BreakerLevel
  /** Seconds since 1970; null while it has no end. Meaningless at level 0. */
  readonly untilSeconds: number | null
  /** When each level looked last: a move before its own halt does not trip it again, one before a lower one's does. */
  readonly lookFromSeconds: Readonly<Record<BreakerLevel, number>>
}

const stateShape = fields<BreakerState>({
  level: whole(0, 3),
  untilSeconds: orNull(whole()),
  lookFromSeconds: fields({ 1: whole(), 2: whole(), 3: whole() }),
})
const officersShape = fields({ chiefTechnologyOfficer: flag, chiefExecutive: flag })
const approvalsShape = fields({ chair: flag, others: whole() })

export const calm: BreakerState = { level: 0, untilSeconds: null, lookFromSeconds: { 1: 0, 2: 0, 3: 0 } }

/**
 * The state after the last price. A level that ended is over; a level in force is only replaced by a higher one, and begins
 * again when it is tripped again.
 * @param prices ascending in time; the last is the price of this moment.
 * @throws BREAKER_INPUT_INVALID PRICES_INVALID
 */
export function nextBreaker(
  state: BreakerState,
  prices: readonly PriceAt[],
  phase: MarketPhase,
  parameters: ParameterSet,
): BreakerState {
  checkPrices(prices)
  check.all({ state, phase }, { state: stateShape, phase: oneOf(marketPhases) })
  const now = prices.at(-1)!.atSeconds
  const bounds = parameters.get(fictraBreakers.moves)[phase]
  const windows = parameters.get(fictraBreakers.windows)
  const current = inForceAt(state, now)
  const tripped = breakerLevels.findLast((level) => {
    const from = Math.max(now - windows[`level${level}`], state.lookFromSeconds[level])
    return largestMove(prices, from).greaterThanOrEqualTo(bounds[`level${level}`])
  })
  if (tripped === undefined || tripped < current.level) return current
  return trip(current, tripped, now, parameters)
}

/** A level set by hand, as the bylaws allow chief technology officer and chief executive together. @throws BREAKER_INPUT_INVALID */
export function tripByHand(
  state: BreakerState,
  level: BreakerLevel,
  nowSeconds: number,
  by: { readonly chiefTechnologyOfficer: boolean; readonly chiefExecutive: boolean },
  parameters: ParameterSet,
): BreakerState {
  const shape = { state: stateShape, level: whole(1, 3), nowSeconds: whole(), by: officersShape }
  check.all({ state, level, nowSeconds, by }, shape)
  check.that(by.chiefTechnologyOfficer && by.chiefExecutive, 'by', 'both officers must trip it together')
  const current = inForceAt(state, nowSeconds)
  check.that(level >= current.level, 'level', `level ${current.level} is in force`)
  return trip(current, level, nowSeconds, parameters)
}

/** Ends level 3. @throws BREAKER_INPUT_INVALID */
export function releaseBreaker(
  state: BreakerState,
  approvals: { readonly chair: boolean; readonly others: number },
  parameters: ParameterSet,
): BreakerState {
  check.all({ state, approvals }, { state: stateShape, approvals: approvalsShape })
  check.that(state.level === 3, 'level', 'only level 3 is released, the others end by themselves')
  check.that(approvals.chair, 'chair', 'the chair must agree')
  check.whole(approvals.others, 'others', parameters.get(fictraBreakers.halts).releaseOthers)
  return { ...state, level: 0, untilSeconds: null }
}

/** The largest change from any price in force since `fromSeconds` to the last price, share of the earlier one. */
export function largestMove(prices: readonly PriceAt[], fromSeconds: number): Exact {
  const last = prices.at(-1)!.price
  // The price in force when the window begins counts, although it is older.
  const first = Math.max(
    prices.findLastIndex(({ atSeconds }) => atSeconds <= fromSeconds),
    0,
  )
  return prices.slice(first).reduce((largest, { price }) => {
    const move = last.minus(price).abs().div(price)
    return move.greaterThan(largest) ? move : largest
  }, zero)
}

export interface BreakerEffects {
  readonly trading: 'open' | 'slowed' | 'paused' | 'liquidationOnly'
  readonly conversionsPaused: boolean
  /** Orders may be withdrawn although nothing is matched. */
  readonly cancelWindow: boolean
  /** Everybody is told. */
  readonly notice: boolean
}

/** What a level does to the market. @throws BREAKER_INPUT_INVALID */
export function breakerEffects(level: 0 | BreakerLevel): BreakerEffects {
  check.whole(level, 'level', 0, 3)
  const trading = (['open', 'slowed', 'paused', 'liquidationOnly'] as const)[level]
  return { trading, conversionsPaused: level >= 2, cancelWindow: level === 2, notice: level >= 2 }
}

/** The state with a level that has ended taken back. @throws BREAKER_INPUT_INVALID */
export function inForceAt(state: BreakerState, nowSeconds: number): BreakerState {
  check.all({ state, nowSeconds }, { state: stateShape, nowSeconds: whole() })
  const over = state.untilSeconds !== null && state.untilSeconds <= nowSeconds
  return over ? { ...state, level: 0, untilSeconds: null } : state
}

function trip(state: BreakerState, level: BreakerLevel, now: number, parameters: ParameterSet): BreakerState {
  const halts = parameters.get(fictraBreakers.halts)
  const lookFromSeconds = { ...state.lookFromSeconds }
  for (const of of breakerLevels) if (of <= level) lookFromSeconds[of] = now
  if (level === 3) return { level, untilSeconds: null, lookFromSeconds }
  return { level, untilSeconds: now + halts[`level${level}`], lookFromSeconds }
}
