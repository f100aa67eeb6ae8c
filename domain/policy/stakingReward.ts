/** What a stake has earned and what of it is paid (domain.md 2.13): reward by days, early exit, caps and the pool's budget. */
import { inputChecks } from '../checks.ts'
import { type Exact, exact, scaledDown } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraMarket } from '../programmes/fictraMarket.ts'
import { fictraSettlement } from '../programmes/fictraSettlement.ts'
import { fictraStakingRewards } from '../programmes/fictraStakingRewards.ts'
import { mulDivDown, type Quantity, quantity } from '../quantity.ts'
import { amount, list } from '../shapes.ts'
import { stakingErrors } from './stakingRate.ts'

const check = inputChecks(stakingErrors.STAKING_INPUT_INVALID)
const one = exact(1n)

/** What a stake counts in PT: Foundation Token at the rate of conversion, as nothing of it is minted for staking [R]. @throws STAKING_INPUT_INVALID */
export function stakedValueDown(staked: Quantity<'PT' | 'FT'>, parameters: ParameterSet): Quantity<'PT'> {
  const unit = staked?.unit === 'PT' ? 'PT' : 'FT'
  check.amount(staked, unit, 'staked')
  if (unit === 'PT') return quantity(staked.value, 'PT')
  const rateE18 = scaledDown(parameters.get(fictraSettlement.conversionRate), 18)
  return quantity(mulDivDown(staked.value, rateE18, 10n ** 18n), 'PT', 'staked')
}

/** stake x rate x days / 365, floored once. @throws STAKING_INPUT_INVALID */
export function stakingRewardDown(
  stakedPt: Quantity<'PT'>,
  rate: Exact,
  days: number,
  parameters: ParameterSet,
): Quantity<'PT'> {
  check.amount(stakedPt, 'PT', 'stakedPt')
  check.share(rate, 'rate')
  check.whole(days, 'days')
  const perYear = parameters.get(fictraMarket.daysPerYear)
  const reward = exact(stakedPt.value).times(rate).times(days).div(perYear)
  return quantity(scaledDown(reward, 0), 'PT', 'reward')
}

export interface Exit {
  readonly paidPt: Quantity<'PT'>
  /** Back to the pool. */
  readonly lostPt: Quantity<'PT'>
  readonly lossShare: Exact
}

/**
 * What of a reward is paid when the stake is taken back: all of it at the end of its term, before that less a share that falls
 * with what was completed. @throws STAKING_INPUT_INVALID
 */
export function exitStakeDown(
  rewardPt: Quantity<'PT'>,
  daysStaked: number,
  termDays: number,
  parameters: ParameterSet,
): Exit {
  check.amount(rewardPt, 'PT', 'rewardPt')
  check.whole(termDays, 'termDays', 1)
  check.whole(daysStaked, 'daysStaked')
  const { lossMost, lossLeast } = parameters.get(fictraStakingRewards.exit)
  if (daysStaked >= termDays) return { paidPt: rewardPt, lostPt: quantity(0n, 'PT'), lossShare: exact(0n) }
  const lossShare = lossMost.minus(lossMost.minus(lossLeast).times(daysStaked).div(termDays))
  const paid = scaledDown(exact(rewardPt.value).times(one.minus(lossShare)), 0)
  return { paidPt: quantity(paid, 'PT'), lostPt: quantity(rewardPt.value - paid, 'PT'), lossShare }
}

/** Seconds since 1970 from which a stake is paid out. @throws STAKING_INPUT_INVALID */
export function withdrawableAtSeconds(requestedAtSeconds: number, parameters: ParameterSet): number {
  check.whole(requestedAtSeconds, 'requestedAtSeconds')
  return requestedAtSeconds + parameters.get(fictraStakingRewards.exit).withdrawalHours * 3_600
}

export interface PaidReward {
  readonly paidPt: Quantity<'PT'>
  /** What paid less than was earned. */
  readonly boundBy: readonly ('staker' | 'pool')[]
}

const payShape = { earnedPt: list(amount('PT')), poolPt: amount('PT'), periodEmissionPt: amount('PT') }

/**
 * Pays the rewards of a period out of a pool: nobody more than a tenth of all the period's emission, and all in proportion when
 * together they exceed the pool. What is left stays in the pool.
 * @throws STAKING_INPUT_INVALID
 */
export function payRewardsDown(
  earnedPt: readonly Quantity<'PT'>[],
  poolPt: Quantity<'PT'>,
  periodEmissionPt: Quantity<'PT'>,
  parameters: ParameterSet,
): readonly PaidReward[] {
  check.all({ earnedPt, poolPt, periodEmissionPt }, payShape)
  const { emissionShareMost } = parameters.get(fictraStakingRewards.limits)
  const most = mulDivDown(periodEmissionPt.value, scaledDown(emissionShareMost, 6), 10n ** 6n)
  const capped = earnedPt.map(({ value }) => (value > most ? quantity(most, 'PT') : quantity(value, 'PT')))
  const total = capped.reduce((sum, { value }) => sum + value, 0n)
  return capped.map(({ value }, index) => {
    const boundBy: PaidReward['boundBy'][number][] = earnedPt[index]!.value > most ? ['staker'] : []
    if (total <= poolPt.value) return { paidPt: quantity(value, 'PT'), boundBy }
    return { paidPt: quantity(mulDivDown(value, poolPt.value, total), 'PT'), boundBy: [...boundBy, 'pool'] }
  })
}
