/** FICTRA: limits of staking rewards, early exit, and where rewards come from (domain.md 2.13). */
import { decimal, integer, record, tableOf } from '../codecs.ts'
import { sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'
import { stakingPools } from './fictraStaking.ts'

const share = decimal('ratio', '0', '1', 6)
const rate = decimal('ratio/year', '0', '0.3', 6)

export const fictraStakingRewards = defineParameters('fictra.staking', {
  limits: {
    title: 'Least and most rate a year whatever the factors, most of a period’s emission that one staker receives',
    codec: record({ rateLeast: rate, rateMost: rate, emissionShareMost: share }),
    initial: { rateLeast: '0.02', rateMost: '0.3', emissionShareMost: '0.1' },
    authority: 'council',
    noticeDays: 30,
    source: '2.13',
  },
  exit: {
    title:
      'Share of the reward lost by an early exit, from its beginning to its end, and hours until a stake is paid out',
    codec: record(
      { lossMost: share, lossLeast: share, withdrawalHours: integer('hours', 24, 720) },
      ({ lossMost, lossLeast }) => (lossLeast.lessThanOrEqualTo(lossMost) ? null : 'the least loss is above the most'),
    ),
    initial: { lossMost: '0.5', lossLeast: '0.2', withdrawalHours: 24 },
    authority: 'council',
    noticeDays: 30,
    source: '2.13; linear in between [P]',
  },
  emission: {
    title: 'Rewards of the first year, share of the cap; what remains of it each year after; how many years',
    codec: record({ firstYear: share, yearlyFactor: share, years: integer('years', 1, 100) }),
    initial: { firstYear: '0.05', yearlyFactor: '0.8', years: 5 },
    authority: 'council',
    noticeDays: 30,
    source: '2.13 [R]: of 500M, from what ecosystem and treasury hold',
  },
  poolSplit: {
    title: 'Share of the rewards for each pool',
    codec: tableOf(stakingPools, share, (split) =>
      sum(Object.values(split)).equals(1) ? null : 'the shares must sum to 1',
    ),
    initial: { general: '0.4', validator: '0.25', liquidity: '0.3', sovereign: '0.05' },
    authority: 'council',
    noticeDays: 30,
    source: '2.13',
  },
  adjustment: {
    title: 'How rates follow the staked share of circulation and the change of volume from quarter to quarter',
    codec: record({
      stakedLow: share,
      raiseMost: share, // when nothing is staked
      stakedHigh: share,
      lowerMost: share, // when everything is staked
      volumeFrom: decimal('ratio', '0.01', '1', 6),
      volumeLeast: share, // at that change
      volumeMost: share, // at twice that change
    }),
    initial: {
      stakedLow: '0.3',
      raiseMost: '0.2',
      stakedHigh: '0.6',
      lowerMost: '0.15',
      volumeFrom: '0.2',
      volumeLeast: '0.05',
      volumeMost: '0.1',
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.13; linear in between [P]',
  },
})
