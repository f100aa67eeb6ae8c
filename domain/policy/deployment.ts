/** Who may use the reserve (domain.md 2.15): deployment by the share of a day, and the emergency facility. */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { type DeploymentAuthority, fictraReserve } from '../programmes/fictraReserve.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { formatQuantity, min, type Quantity, quantity, toExact } from '../quantity.ts'
import { fields, list, positive, amount as quantityOf, whole } from '../shapes.ts'
import { secondsPerDay } from './programmeTime.ts'
import { reserveErrors } from './reserveTargets.ts'

export const deploymentErrors = defineErrors({
  EMERGENCY_DRAW_REFUSED: {
    status: 409,
    title: 'The emergency facility may not be drawn like this',
    remedy: 'Meet every reason that `reasons` lists.',
  },
})
const check = inputChecks(reserveErrors.RESERVE_INPUT_INVALID)
const one = exact(1n)
const deployShape = { amount: positive('PT'), deployedToday: quantityOf('PT'), reserve: positive('PT') }

/**
 * Who must agree to deploy an amount. What was deployed earlier that day counts too, so that a large deployment cannot be made
 * of small ones. @param reserve at the beginning of the day, in the worth of PT. @throws RESERVE_INPUT_INVALID
 */
export function deploymentAuthority(
  amount: Quantity<'PT'>,
  deployedToday: Quantity<'PT'>,
  reserve: Quantity<'PT'>,
  parameters: ParameterSet,
): DeploymentAuthority {
  check.all({ amount, deployedToday, reserve }, deployShape)
  const share = toExact(amount).plus(toExact(deployedToday)).div(toExact(reserve))
  check.decimal(share, 'amount', exact(0n), one)
  return bandOf(parameters.get(fictraReserve.deployment), share)
}

export interface EmergencyDraw {
  readonly amount: Quantity<'PT'>
  readonly nowSeconds: number
  /** Draws since the facility was last rebuilt. */
  readonly earlier: readonly { readonly atSeconds: number; readonly amount: Quantity<'PT'> }[]
  readonly approvals: number
  readonly members: number
}

const drawShape = fields<EmergencyDraw>({
  amount: positive('PT'),
  nowSeconds: whole(),
  earlier: list(fields({ atSeconds: whole(), amount: quantityOf('PT') })),
  approvals: whole(),
  members: whole(1, 1_000),
})

/**
 * Refuses a draw on the emergency facility that lacks votes, exceeds the facility, or comes too fast.
 * @throws RESERVE_INPUT_INVALID, EMERGENCY_DRAW_REFUSED with every reason
 */
export function checkEmergencyDraw(draw: EmergencyDraw, parameters: ParameterSet): void {
  checkDraw(draw)
  const rule = parameters.get(fictraReserve.emergency)
  const cap = exact(parameters.get(fictraSettlement.paymentTokenCap).value)
  const facility = scaledDown(cap.times(rule.ofCapMost), 0)
  const pace = scaledDown(exact(facility).times(rule.paceShare), 0)
  const drawn = draw.earlier.reduce((sum, { amount }) => sum + amount.value, 0n)
  const since = draw.nowSeconds - rule.paceHours * 3_600
  const recent = draw.earlier
    .filter(({ atSeconds }) => atSeconds > since)
    .reduce((sum, { amount }) => sum + amount.value, 0n)
  const reasons = [
    draw.approvals * rule.of < rule.approvals * draw.members ? 'votes' : null,
    drawn + draw.amount.value > facility ? 'facility' : null,
    recent + draw.amount.value > pace ? 'pace' : null,
  ].filter((reason) => reason !== null)
  if (reasons.length === 0) return
  const room = (of: bigint) => quantity(of > 0n ? of : 0n, 'PT')
  const left = min(room(facility - drawn), room(pace - recent))
  throw deploymentErrors.EMERGENCY_DRAW_REFUSED({ reasons, leftPt: formatQuantity(left) })
}

/** Until when the facility must be whole again. @throws RESERVE_INPUT_INVALID */
export function rebuildBySeconds(drawnAtSeconds: number, parameters: ParameterSet): number {
  check.whole(drawnAtSeconds, 'drawnAtSeconds')
  return drawnAtSeconds + parameters.get(fictraReserve.emergency).rebuildDays * secondsPerDay
}

function checkDraw(draw: EmergencyDraw): void {
  check.all({ draw }, { draw: drawShape })
  const { nowSeconds, earlier, approvals, members } = draw
  check.whole(approvals, 'approvals', 0, members)
  for (const [index, { atSeconds }] of earlier.entries()) {
    check.whole(atSeconds, `earlier/${index}/atSeconds`, 0, nowSeconds)
  }
}
