/** What the treasury does in the market (domain.md 2.15): triggers, burning or issuing outside the range, credit. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraLiquidity } from '../programmes/fictraLiquidity.ts'
import { type Quantity, quantity, toExact } from '../quantity.ts'
import { amount, decimal, fields, oneOf, positive, whole } from '../shapes.ts'
import { capHeadroomPt } from './emission.ts'
import { reserveErrors } from './reserveTargets.ts'

const check = inputChecks(reserveErrors.RESERVE_INPUT_INVALID)

export interface MarketSigns {
  /** Best offer over best bid, less one. */
  readonly spread: Exact
  /** Within 1 % of the price. */
  readonly depth: Quantity<'PT'>
  /** Largest move of the last hour. */
  readonly move: Exact
  /** Between venues. */
  readonly divergence: Exact
}

export type ReserveTrigger = 'spread' | 'depth' | 'move' | 'divergence'

const signsShape = fields<MarketSigns>({
  spread: decimal(),
  depth: amount('PT'),
  move: decimal(),
  divergence: decimal(),
})

/** Signs that are beyond (not at) their bound. @throws RESERVE_INPUT_INVALID */
export function reserveTriggers(signs: MarketSigns, parameters: ParameterSet): readonly ReserveTrigger[] {
  check.all({ signs }, { signs: signsShape })
  const rule = parameters.get(fictraLiquidity.triggers)
  const triggers: ReserveTrigger[] = []
  if (signs.spread.greaterThan(rule.spreadAbove)) triggers.push('spread')
  if (signs.depth.value < rule.depthBelowPt.value) triggers.push('depth')
  if (signs.move.greaterThan(rule.moveAbove)) triggers.push('move')
  if (signs.divergence.greaterThan(rule.divergenceAbove)) triggers.push('divergence')
  return triggers
}

export interface RangeState {
  /** Which side of the range the price has been on, and for how long. */
  readonly side: 'below' | 'above'
  readonly outsideSeconds: number
  readonly circulation: Quantity<'PT'>
  /** All PT in existence. */
  readonly supply: Quantity<'PT'>
  /** Burned or issued by this rule. */
  readonly doneToday: Quantity<'PT'>
  readonly issuedThisYear: Quantity<'PT'>
}

export interface RangeOperation {
  readonly kind: 'none' | 'buyAndBurn' | 'issue'
  readonly most: Quantity<'PT'>
  readonly boundBy: 'day' | 'year' | 'cap' | null
}

const rangeShape = fields<RangeState>({
  side: oneOf(['below', 'above']),
  outsideSeconds: whole(),
  circulation: amount('PT'),
  supply: amount('PT'),
  doneToday: amount('PT'),
  issuedThisYear: amount('PT'),
})

/** What may still be bought and burned, or issued, today: issuing stays inside the cap [R]. @throws RESERVE_INPUT_INVALID */
export function rangeOperation(state: RangeState, parameters: ParameterSet): RangeOperation {
  check.all({ state }, { state: rangeShape })
  const rule = parameters.get(fictraLiquidity.rangeOperations)
  if (state.outsideSeconds < rule.hours * 3_600) return { kind: 'none', most: quantity(0n, 'PT'), boundBy: null }
  const left = (share: Exact, done: Quantity<'PT'>) => {
    const room = scaledDown(exact(state.circulation.value).times(share), 0) - done.value
    return room > 0n ? room : 0n
  }
  if (state.side === 'below') {
    return { kind: 'buyAndBurn', most: quantity(left(rule.burnMost, state.doneToday), 'PT'), boundBy: 'day' }
  }
  const bounds = [
    { boundBy: 'day', room: left(rule.issueMost, state.doneToday) },
    { boundBy: 'year', room: left(rule.issueYearMost, state.issuedThisYear) },
    { boundBy: 'cap', room: capHeadroomPt(state.supply, parameters).value },
  ] as const
  const { boundBy, room } = bounds.reduce<(typeof bounds)[number]>(
    (least, next) => (next.room < least.room ? next : least),
    bounds[0],
  )
  return { kind: 'issue', most: quantity(room, 'PT'), boundBy }
}

export type CreditFinding = 'collateral' | 'tooShort' | 'tooLong'

const loanShape = fields({ amount: positive('PT'), collateral: amount('PT'), days: whole() })

/** What is wrong with a loan of the credit facility; nothing when it may be given. @throws RESERVE_INPUT_INVALID */
export function creditFindings(
  loan: { readonly amount: Quantity<'PT'>; readonly collateral: Quantity<'PT'>; readonly days: number },
  parameters: ParameterSet,
): readonly CreditFinding[] {
  check.all({ loan }, { loan: loanShape })
  const { collateralLeast, daysLeast, daysMost } = parameters.get(fictraLiquidity.credit)
  const findings: CreditFinding[] = []
  if (toExact(loan.collateral).lessThan(toExact(loan.amount).times(collateralLeast))) findings.push('collateral')
  if (loan.days < daysLeast) findings.push('tooShort')
  if (loan.days > daysMost) findings.push('tooLong')
  return findings
}
