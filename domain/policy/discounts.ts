/** Discounts, staking tiers and memberships (domain.md 2.12). */

import { inputChecks } from '../checks.ts'
import { bandOf } from '../codecs.ts'
import { type Exact, exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import {
  fictraDiscounts,
  type Membership,
  memberships,
  type StakingRight,
  type StakingTier,
  stakingRights,
  stakingTiers,
} from '../programmes/fictraDiscounts.ts'
import { formatQuantity, type Quantity, toExact } from '../quantity.ts'
import { amount, decimal, fields, oneOf, orNull } from '../shapes.ts'
import { feeErrors } from './fees.ts'

const check = inputChecks(feeErrors.FEE_INPUT_INVALID)
const zero = exact(0n)

/** What may earn a discount. */
export interface DiscountClaims {
  /** Traded volume of 30 days, USD. */
  readonly volumeUsd: Exact
  readonly heldPt: Exact
  readonly stakingTier: StakingTier
}

export interface Discount {
  readonly share: Exact
  readonly by: 'none' | 'volume' | 'loyalty' | 'staking'
}

const claimsShape = fields<DiscountClaims>({
  volumeUsd: decimal(),
  heldPt: decimal(),
  stakingTier: oneOf(stakingTiers),
})

/** Discounts do not add up: the best one counts (2.12 [R]). @throws FEE_INPUT_INVALID */
export function bestDiscount(claims: DiscountClaims, parameters: ParameterSet): Discount {
  check.all({ claims }, { claims: claimsShape })
  const candidates: readonly Discount[] = [
    { share: zero, by: 'none' },
    { share: bandOf(parameters.get(fictraDiscounts.volumeDiscounts), claims.volumeUsd), by: 'volume' },
    { share: bandOf(parameters.get(fictraDiscounts.loyaltyDiscounts), claims.heldPt), by: 'loyalty' },
    { share: parameters.get(fictraDiscounts.stakingDiscounts)[claims.stakingTier], by: 'staking' },
  ]
  return candidates.reduce((best, next) => (next.share.greaterThan(best.share) ? next : best))
}

export interface StakingStanding {
  readonly tier: StakingTier
  readonly rights: readonly StakingRight[]
}

/** The tier of what somebody stakes, with the rights of it and of those below. @throws FEE_INPUT_INVALID */
export function stakingStanding(stakedPt: Quantity<'PT'>, parameters: ParameterSet): StakingStanding {
  check.amount(stakedPt, 'PT', 'stakedPt')
  const { tier, right } = bandOf(parameters.get(fictraDiscounts.stakingFloors), toExact(stakedPt))
  return { tier, rights: stakingRights.slice(1, stakingRights.indexOf(right) + 1) }
}

/**
 * The fee of a membership for a year.
 * @param agreedPt what was agreed for a custom one, null otherwise.
 * @throws FEE_INPUT_INVALID
 */
export function membershipFeePt(
  membership: Membership,
  agreedPt: Quantity<'PT'> | null,
  parameters: ParameterSet,
): Quantity<'PT'> {
  check.all({ membership, agreedPt }, { membership: oneOf(memberships), agreedPt: orNull(amount('PT')) })
  const fee = parameters.get(fictraDiscounts.memberships)[membership]
  if (membership !== 'custom') {
    check.that(agreedPt === null, 'agreedPt', 'only a custom membership is agreed')
    return fee
  }
  if (agreedPt === null)
    throw feeErrors.FEE_INPUT_INVALID({ field: 'agreedPt', reason: 'a custom membership is agreed' })
  check.that(agreedPt.value >= fee.value, 'agreedPt', `it is below ${formatQuantity(fee)}`)
  return agreedPt
}
