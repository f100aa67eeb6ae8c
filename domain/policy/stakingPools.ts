/** Where staking rewards come from and how rates follow the market (domain.md 2.13): budget, pools, adjustments, votes. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { type StakingPool, stakingPools } from '../programmes/fictraStaking.ts'
import { fictraStakingRewards } from '../programmes/fictraStakingRewards.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { stakingErrors } from './stakingRate.ts'

const check = inputChecks(stakingErrors.STAKING_INPUT_INVALID)
const zero = exact(0n)
const one = exact(1n)

export interface StakingBudget {
  readonly budgetPt: Quantity<'PT'>
  /** Where ecosystem and treasury hold less than the year's share. */
  readonly boundBy: 'heldPt' | null
}

/**
 * Rewards of a year since launch, from 1: a falling share of the cap, taken from what ecosystem and treasury hold; nothing is
 * minted for them. After the last year only fees pay. @throws STAKING_INPUT_INVALID
 */
export function stakingBudgetDown(year: number, heldPt: Quantity<'PT'>, parameters: ParameterSet): StakingBudget {
  check.whole(year, 'year', 1, 1_000)
  check.amount(heldPt, 'PT', 'heldPt')
  const { firstYear, yearlyFactor, years } = parameters.get(fictraStakingRewards.emission)
  if (year > years) return { budgetPt: quantity(0n, 'PT'), boundBy: null }
  const cap = parameters.get(fictraSettlement.paymentTokenCap)
  const share = firstYear.times(yearlyFactor.pow(year - 1))
  const budget = scaledDown(exact(cap.value).times(share), 0)
  const bound = budget > heldPt.value
  return { budgetPt: bound ? heldPt : quantity(budget, 'PT'), boundBy: bound ? 'heldPt' : null }
}

/** Each pool's part, rounded down; the general pool takes what rounding leaves. @throws STAKING_INPUT_INVALID */
export function splitStakingBudgetDown(
  budgetPt: Quantity<'PT'>,
  parameters: ParameterSet,
): Readonly<Record<StakingPool, Quantity<'PT'>>> {
  check.amount(budgetPt, 'PT', 'budgetPt')
  const split = parameters.get(fictraStakingRewards.poolSplit)
  const part = (pool: StakingPool) => mulDivDown(budgetPt.value, scaledDown(split[pool], 6), 10n ** 6n)
  const others = stakingPools.filter((pool) => pool !== 'general').reduce((sum, pool) => sum + part(pool), 0n)
  return {
    general: quantity(budgetPt.value - others, 'PT'),
    validator: quantity(part('validator'), 'PT'),
    liquidity: quantity(part('liquidity'), 'PT'),
    sovereign: quantity(part('sovereign'), 'PT'),
  }
}

export interface StakingAdjustment {
  readonly factor: Exact
  /** Where the volume changed by more than counts. */
  readonly boundBy: 'volumeChange' | null
}

/**
 * Factor of all rates: up while little is staked, down while much is; against a volume that grows, with one that falls.
 * @param volumeChange of the quarter over the one before, less one.
 * @throws STAKING_INPUT_INVALID
 */
export function stakingAdjustment(
  stakedShare: Exact,
  volumeChange: Exact,
  parameters: ParameterSet,
): StakingAdjustment {
  check.share(stakedShare, 'stakedShare')
  check.decimal(volumeChange, 'volumeChange', one.negated())
  const rule = parameters.get(fictraStakingRewards.adjustment)
  let byStaked = one
  if (stakedShare.lessThan(rule.stakedLow)) {
    byStaked = one.plus(rule.raiseMost.times(one.minus(stakedShare.div(rule.stakedLow))))
  } else if (stakedShare.greaterThan(rule.stakedHigh)) {
    const way = stakedShare.minus(rule.stakedHigh).div(one.minus(rule.stakedHigh))
    byStaked = one.minus(rule.lowerMost.times(way))
  }
  const size = volumeChange.abs()
  if (size.lessThan(rule.volumeFrom)) return { factor: byStaked, boundBy: null }
  // From the least at the bound to the most at twice the bound.
  const way = size.div(rule.volumeFrom).minus(one)
  const beyond = way.greaterThan(one)
  const step = beyond ? rule.volumeMost : rule.volumeLeast.plus(rule.volumeMost.minus(rule.volumeLeast).times(way))
  const factor = byStaked.times(volumeChange.isNegative() ? one.plus(step) : one.minus(step))
  return { factor, boundBy: beyond ? 'volumeChange' : null }
}

/** stake x years of the term x activity, floored: base units of PT. @throws STAKING_INPUT_INVALID */
export function stakingVotesDown(stakedPt: Quantity<'PT'>, termYears: Exact, activity: Exact): Quantity<'PT'> {
  check.amount(stakedPt, 'PT', 'stakedPt')
  check.decimal(termYears, 'termYears', zero, exact(10n))
  check.share(activity, 'activity')
  return quantity(scaledDown(exact(stakedPt.value).times(termYears).times(activity), 0), 'PT', 'votes')
}
