/** Burns of Foundation Token: by its uses, as inflation moves them (domain.md 2.8, 2.14), and by decision (2.14). */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact, scaledDown, scaledUp } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraBurning } from '../programmes/fictraBurning.ts'
import { type FtUse, fictraConversion, ftUses } from '../programmes/fictraConversion.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { formatQuantity, mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount as amountOf, decimal, fields, flag, oneOf, positive, share, whole } from '../shapes.ts'
import { burnErrors } from './burning.ts'

export const ftBurnErrors = defineErrors({
  FT_BURN_REFUSED: {
    status: 409,
    title: 'Foundation Token may not be burned by this decision',
    remedy: 'Meet every reason that `reasons` lists.',
  },
})
const check = inputChecks(burnErrors.BURN_INPUT_INVALID)
const zero = exact(0n)

export interface FtUseBurn {
  readonly share: Exact
  /** True when the inflation would have made it negative. */
  readonly boundBy: 'zero' | null
}

const useShape = { use: oneOf([...ftUses, 'conversion']), growth: decimal(exact(-1n), exact(100n)), humanitarian: flag }

/**
 * Share of an amount of FT that its use burns; of a conversion, the share that is not paid for.
 * @param growth of FT supply, a year.
 * @throws BURN_INPUT_INVALID
 */
export function ftUseBurn(
  use: FtUse | 'conversion',
  growth: Exact,
  humanitarian: boolean,
  parameters: ParameterSet,
): FtUseBurn {
  check.all({ use, growth, humanitarian }, useShape)
  if (humanitarian && parameters.get(fictraConversion.humanitarianExempt)) return { share: zero, boundBy: null }
  const base =
    use === 'conversion'
      ? parameters.get(fictraSettlement.conversion).unpaidShare
      : parameters.get(fictraConversion.useBurns)[use]
  const share = base.plus(bandOf(parameters.get(fictraBurning.inflation), growth))
  return share.isNegative() ? { share: zero, boundBy: 'zero' } : { share, boundBy: null }
}

/** The part of an amount that is burned, rounded up. @throws BURN_INPUT_INVALID */
export function ftUseBurnUp(amount: Quantity<'FT'>, share: Exact): Quantity<'FT'> {
  check.amount(amount, 'FT', 'amount')
  check.share(share, 'share')
  return quantity(scaledUp(exact(amount.value).times(share), 0), 'FT')
}

export interface FtBurnDecision {
  readonly amount: Quantity<'FT'>
  /** When the quarter began. */
  readonly supply: Quantity<'FT'>
  readonly burnedInQuarter: Quantity<'FT'>
  /** Weight for it over weight cast. */
  readonly approval: Exact
  readonly discussionDays: number
  readonly voteDays: number
}

const decisionShape = fields<FtBurnDecision>({
  amount: positive('FT'),
  supply: amountOf('FT'),
  burnedInQuarter: amountOf('FT'),
  approval: share,
  discussionDays: whole(),
  voteDays: whole(),
})

/**
 * Refuses a decision to burn Foundation Token that lacks approval, time, or room within the quarter.
 * @throws BURN_INPUT_INVALID, FT_BURN_REFUSED with every reason
 */
export function checkFtBurn(decision: FtBurnDecision, parameters: ParameterSet): void {
  check.all({ decision }, { decision: decisionShape })
  const { amount, supply, burnedInQuarter, approval, discussionDays, voteDays } = decision
  const rule = parameters.get(fictraBurning.governance)
  const most = mulDivDown(supply.value, scaledDown(rule.quarterMost, 6), 10n ** 6n)
  const reasons = [
    approval.lessThan(rule.approvalLeast) ? 'approval' : null,
    discussionDays < rule.discussionDays ? 'discussion' : null,
    voteDays < rule.voteDays ? 'vote' : null,
    burnedInQuarter.value + amount.value > most ? 'quarter' : null,
  ].filter((reason) => reason !== null)
  if (reasons.length === 0) return
  const left = most > burnedInQuarter.value ? most - burnedInQuarter.value : 0n
  throw ftBurnErrors.FT_BURN_REFUSED({ reasons, leftFt: formatQuantity(quantity(left, 'FT')) })
}
