/** How widely Payment Token is held and sold (domain.md 2.9): Gini coefficient, largest holders, share of one purchaser. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraVesting } from '../programmes/fictraVesting.ts'
import { formatQuantity, mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, fields, list, positive } from '../shapes.ts'

export const concentrationErrors = defineErrors({
  CONCENTRATION_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the concentration are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
  SALE_SHARE_TOO_LARGE: {
    status: 409,
    title: 'One purchaser may not buy that much of the public sale',
    remedy: 'Buy at most `leftPt`.',
  },
})
const check = inputChecks(concentrationErrors.CONCENTRATION_INPUT_INVALID)
const holdersMost = 10_000_000

export interface Concentration {
  /** 0 when all hold the same, towards 1 when one holds everything. */
  readonly gini: Exact
  readonly topShare: Exact
  readonly holders: number
  /** Goals that are missed. */
  readonly missed: readonly ('gini' | 'topShare' | 'holders')[]
}

/**
 * Gini coefficient, share of the largest holders and number of holders, and which goals they miss.
 * @param balances of everybody who holds anything; order has no influence.
 * @throws CONCENTRATION_INPUT_INVALID
 */
export function concentrationOf(balances: readonly Quantity<'PT'>[], parameters: ParameterSet): Concentration {
  check.all({ balances }, { balances: list(positive('PT'), 1, holdersMost) })
  const ascending = balances.map(({ value }) => value).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const count = BigInt(ascending.length)
  const total = ascending.reduce((sum, value) => sum + value, 0n)
  // G = SUM((2i - n - 1) x_i) / (n SUM x_i), x ascending, i from 1.
  const weighted = ascending.reduce((sum, value, index) => sum + (2n * BigInt(index + 1) - count - 1n) * value, 0n)
  const goals = parameters.get(fictraVesting.concentration)
  const top = ascending.slice(-goals.topHolders).reduce((sum, value) => sum + value, 0n)
  const gini = exact(weighted).div(exact(count * total))
  const topShare = exact(top).div(exact(total))
  const missed: Concentration['missed'][number][] = []
  if (!gini.lessThan(goals.giniBelow)) missed.push('gini')
  if (!topShare.lessThan(goals.topShareBelow)) missed.push('topShare')
  if (balances.length <= goals.holdersAbove) missed.push('holders')
  return { gini, topShare, holders: balances.length, missed }
}

const purchaseShape = fields({ amountPt: positive('PT'), boughtPt: amount('PT'), salePt: amount('PT') })

/**
 * Refuses a purchase in the public sale that would give one purchaser more than the governed share of it.
 * @throws CONCENTRATION_INPUT_INVALID SALE_SHARE_TOO_LARGE
 */
export function checkSalePurchase(
  purchase: { readonly amountPt: Quantity<'PT'>; readonly boughtPt: Quantity<'PT'>; readonly salePt: Quantity<'PT'> },
  parameters: ParameterSet,
): void {
  check.all({ purchase }, { purchase: purchaseShape })
  const { amountPt, boughtPt, salePt } = purchase
  const most = mulDivDown(salePt.value, scaledDown(parameters.get(fictraVesting.saleShareMost), 6), 10n ** 6n)
  if (boughtPt.value + amountPt.value <= most) return
  const left = most > boughtPt.value ? most - boughtPt.value : 0n
  throw concentrationErrors.SALE_SHARE_TOO_LARGE({ leftPt: formatQuantity(quantity(left, 'PT')) })
}
