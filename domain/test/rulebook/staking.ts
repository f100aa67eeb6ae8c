/** Staking, domain.md 2.13. */
import {
  splitStakingBudgetDown,
  stakingAdjustment,
  stakingBudgetDown,
  stakingVotesDown,
} from '../../policy/stakingPools.ts'
import { stakingRate } from '../../policy/stakingRate.ts'
import {
  exitStakeDown,
  payRewardsDown,
  stakedValueDown,
  stakingRewardDown,
  withdrawableAtSeconds,
} from '../../policy/stakingReward.ts'
import { initial } from '../parameters.ts'
import { d, ft, pt, rule, type Section } from './rule.ts'

export const staking: Section = {
  source: '2.13',
  title: 'Staking',
  rules: [
    rule('stakingRate', stakingRate, [
      { pool: 'general', staked: pt(10_000), termDays: 365, beganOnDay: 60, compounds: false, volumeShare: d('0.05') },
      d('1'),
      initial,
    ]),
    rule('stakingRate', stakingRate, [
      {
        pool: 'validator',
        staked: pt(50_000),
        termDays: 365,
        answered: 980,
        assigned: 1_000,
        uptime: d('0.99'),
        uptimeFactor: d('1.1'),
      },
      d('1'),
      initial,
    ]),
    rule('stakingRate', stakingRate, [
      { pool: 'liquidity', staked: pt(25_000), termDays: 90, bonus: d('0.01'), factor: d('1') },
      d('1'),
      initial,
    ]),
    rule('stakingRate', stakingRate, [
      {
        pool: 'sovereign',
        staked: ft(10_000),
        termDays: 180,
        exports: d('110'),
        exportsBefore: d('100'),
        strategic: true,
      },
      d('1'),
      initial,
    ]),
    rule('stakingReward', stakedValueDown, [ft(10_000), initial]),
    rule('stakingReward', stakingRewardDown, [pt(10_000), d('0.05'), 30, initial]),
    rule('stakingReward', exitStakeDown, [pt(100), 30, 90, initial]),
    rule('stakingReward', withdrawableAtSeconds, [1_000_000, initial]),
    rule('stakingReward', payRewardsDown, [[pt(100), pt(300)], pt(300), pt(10_000), initial]),
    rule('stakingPools', stakingBudgetDown, [2, pt(100_000_000), initial]),
    rule('stakingPools', splitStakingBudgetDown, [pt(1_000_000), initial]),
    rule('stakingPools', stakingAdjustment, [d('0.1'), d('-0.3'), initial], {
      '1': ['negative', 'the volume may fall, by all of it at most'],
    }),
    rule('stakingPools', stakingVotesDown, [pt(10_000), d('1.5'), d('0.8')]),
  ],
}
