/**
 * The rate a year a stake earns (domain.md 2.13): the pool's rate times its factors, plus its bonuses, as the market adjusts it,
 * within the limits of all rates.
 */
import { inputChecks } from '../checks.ts'
import { bounded, type Exact, exact } from '../decimal.ts'
import { defineErrors } from '../errors.ts'
import type { ParameterSet } from '../parameters.ts'
import { fictraStaking } from '../programmes/fictraStaking.ts'
import { fictraStakingRewards } from '../programmes/fictraStakingRewards.ts'
import type { Quantity } from '../quantity.ts'
import { amount, decimal, fields, flag, share, text, variants, whole } from '../shapes.ts'

export const stakingErrors = defineErrors({
  STAKING_INPUT_INVALID: {
    status: 422,
    title: 'Inputs of the staking are outside their range',
    remedy: 'Correct the value that `field` names; `reason` says why it cannot be used.',
  },
})
const check = inputChecks(stakingErrors.STAKING_INPUT_INVALID)
const zero = exact(0n)
const one = exact(1n)

export interface GeneralStake {
  readonly pool: 'general'
  readonly staked: Quantity<'PT'>
  readonly termDays: number
  /** Day since launch on which the stake began, from 0. */
  readonly beganOnDay: number
  readonly compounds: boolean
  /** The staker's share of the traded volume. */
  readonly volumeShare: Exact
}

export interface ValidatorStake {
  readonly pool: 'validator'
  readonly staked: Quantity<'PT'>
  readonly termDays: number
  readonly answered: number
  readonly assigned: number
  readonly uptime: Exact
  /** How well it performed, within the governed range. */
  readonly uptimeFactor: Exact
}

export interface LiquidityStake {
  readonly pool: 'liquidity'
  readonly staked: Quantity<'PT'>
  readonly termDays: number
  readonly bonus: Exact
  readonly factor: Exact
}

export interface SovereignStake {
  readonly pool: 'sovereign'
  readonly staked: Quantity<'FT'>
  readonly termDays: number
  /** Verified exports of this and the period before, in any one unit. */
  readonly exports: Exact
  readonly exportsBefore: Exact
  readonly strategic: boolean
}

export type Stake = GeneralStake | ValidatorStake | LiquidityStake | SovereignStake

export interface StakingRate {
  readonly rate: Exact
  /** The end of its growth factor (a sovereign's) and the limit of all rates that held it back. */
  readonly boundBy: readonly ('factorLeast' | 'factorMost' | 'rateLeast' | 'rateMost')[]
}

const stakeShape = variants<'pool', Stake>('pool', {
  general: fields({
    pool: text,
    staked: amount('PT'),
    termDays: whole(),
    beganOnDay: whole(),
    compounds: flag,
    volumeShare: share,
  }),
  validator: fields({
    pool: text,
    staked: amount('PT'),
    termDays: whole(),
    answered: whole(),
    assigned: whole(1),
    uptime: share,
    uptimeFactor: decimal(),
  }),
  liquidity: fields({ pool: text, staked: amount('PT'), termDays: whole(), bonus: decimal(), factor: decimal() }),
  sovereign: fields({
    pool: text,
    staked: amount('FT'),
    termDays: whole(),
    exports: decimal(),
    exportsBefore: decimal(),
    strategic: flag,
  }),
})

/**
 * The rate a year that a stake earns in its pool, as the market adjusts it, within the limits of all rates.
 * @param adjustment by the market, one when there is none (`stakingPools.ts`, corridor).
 * @throws STAKING_INPUT_INVALID
 */
export function stakingRate(stake: Stake, adjustment: Exact, parameters: ParameterSet): StakingRate {
  check.all({ stake, adjustment }, { stake: stakeShape, adjustment: decimal() })
  const ofPool = rateOfPool(stake, parameters)
  const { rateLeast, rateMost } = parameters.get(fictraStakingRewards.limits)
  const { value: rate, boundBy } = bounded(ofPool.rate.times(adjustment), rateLeast, rateMost)
  if (boundBy === null) return { rate, boundBy: ofPool.boundBy }
  return { rate, boundBy: [...ofPool.boundBy, boundBy === 'min' ? 'rateLeast' : 'rateMost'] }
}

function rateOfPool(stake: Stake, parameters: ParameterSet): StakingRate {
  switch (stake.pool) {
    case 'general':
      return { rate: generalRate(stake, parameters), boundBy: [] }
    case 'validator':
      return { rate: validatorRate(stake, parameters), boundBy: [] }
    case 'liquidity':
      return { rate: liquidityRate(stake, parameters), boundBy: [] }
    case 'sovereign':
      return sovereignRate(stake, parameters)
  }
}

function generalRate(stake: GeneralStake, parameters: ParameterSet): Exact {
  const rule = parameters.get(fictraStaking.general)
  const launch = parameters.get(fictraStaking.launch)
  atLeast(stake.staked, rule.leastPt)
  const offer = stake.beganOnDay < launch.days ? launch : rule
  const term = offer.terms.find(({ days }) => days === stake.termDays)
  if (term === undefined) throw stakingErrors.STAKING_INPUT_INVALID({ field: 'termDays', reason: 'no such term' })
  const early = stake.beganOnDay < launch.earlyDays ? launch.earlyBonus : zero
  const bonus = early.plus(stake.compounds ? rule.compoundBonus : zero)
  const byVolume = one.plus(stake.volumeShare.times(rule.volumeFactor))
  return offer.rate.times(term.factor).times(byVolume).plus(bonus)
}

function validatorRate(stake: ValidatorStake, parameters: ParameterSet): Exact {
  const rule = parameters.get(fictraStaking.validator)
  atLeast(stake.staked, rule.leastPt)
  check.whole(stake.termDays, 'termDays', rule.days, rule.days)
  check.whole(stake.answered, 'answered', 0, stake.assigned)
  check.decimal(stake.uptimeFactor, 'uptimeFactor', rule.factorLeast, rule.factorMost)
  const bonus = stake.uptime.lessThan(rule.uptimeLeast) ? zero : rule.uptimeBonus
  // Multiplied before it is divided: a quotient would be cut off.
  return rule.rate.times(stake.answered).times(stake.uptimeFactor).div(stake.assigned).plus(bonus)
}

function liquidityRate(stake: LiquidityStake, parameters: ParameterSet): Exact {
  const rule = parameters.get(fictraStaking.liquidity)
  atLeast(stake.staked, rule.leastPt)
  check.whole(stake.termDays, 'termDays', rule.days, rule.days)
  check.decimal(stake.bonus, 'bonus', zero, rule.bonusMost)
  check.decimal(stake.factor, 'factor', rule.factorLeast, rule.factorMost)
  return rule.rate.times(stake.factor).plus(stake.bonus)
}

/** Only growth counts: the source's formula would raise every sovereign that exports as much as before by 70 % [R]. */
function sovereignRate(stake: SovereignStake, parameters: ParameterSet): StakingRate {
  const rule = parameters.get(fictraStaking.sovereign)
  atLeast(stake.staked, rule.leastFt)
  check.that(rule.terms.includes(stake.termDays), 'termDays', 'no such term')
  // Without exports before there is nothing to grow from.
  const growth = stake.exportsBefore.isZero() ? zero : stake.exports.div(stake.exportsBefore).minus(one)
  const { value: factor, boundBy } = bounded(one.plus(growth.times(rule.growthFactor)), one, rule.factorMost)
  return {
    rate: rule.rate.times(factor).plus(stake.strategic ? rule.strategicBonus : zero),
    boundBy: boundBy === null ? [] : [boundBy === 'min' ? 'factorLeast' : 'factorMost'],
  }
}

function atLeast(staked: Quantity, least: Quantity): void {
  check.that(staked.value >= least.value, 'staked', 'it is below the least stake')
}
