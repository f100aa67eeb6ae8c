/** FICTRA: discounts on fees, staking tiers and memberships (domain.md 2.12): every number. */
import { amount, bands, choice, decimal, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'
import { feeEscalation } from './fictraFees.ts'

export const stakingTiers = ['none', 'bronze', 'silver', 'gold', 'platinum'] as const
export type StakingTier = (typeof stakingTiers)[number]

/** Rights that come with a tier, each with those before it. */
export const stakingRights = ['none', 'vote', 'propose', 'committee'] as const
export type StakingRight = (typeof stakingRights)[number]

export const memberships = ['small', 'medium', 'large', 'custom'] as const
export type Membership = (typeof memberships)[number]

const share = decimal('ratio', '0', '1', 6)
const bandsOf = (unit: 'USD' | 'PT') => bands(unit, '0', '1000000000000', share)
const pt = amount('PT', '0', '1000000000')

export const fictraDiscounts = defineParameters('fictra.settlement', {
  volumeDiscounts: {
    title: 'Discount by traded volume of 30 days, USD',
    codec: bandsOf('USD'),
    initial: [
      { from: '0', value: '0' },
      { from: '1000000', value: '0.1' },
      { from: '10000000', value: '0.2' },
      { from: '50000000', value: '0.3' },
      { from: '100000000', value: '0.4' },
      { from: '500000000', value: '0.5' },
    ],
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  loyaltyDiscounts: {
    title: 'Discount by Payment Token held',
    codec: bandsOf('PT'),
    initial: [
      { from: '0', value: '0' },
      { from: '100000', value: '0.1' },
      { from: '1000000', value: '0.25' },
      { from: '10000000', value: '0.4' },
    ],
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  stakingDiscounts: {
    title: 'Discount by staking tier',
    codec: tableOf(stakingTiers, share),
    initial: { none: '0', bronze: '0.05', silver: '0.15', gold: '0.3', platinum: '0.5' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  stakingFloors: {
    title: 'Staking tier and its highest right, by Payment Token staked',
    codec: bands('PT', '0', '1000000000000', record({ tier: choice(stakingTiers), right: choice(stakingRights) })),
    initial: [
      { from: '0', value: { tier: 'none', right: 'none' } },
      { from: '1000', value: { tier: 'bronze', right: 'none' } },
      { from: '10000', value: { tier: 'silver', right: 'vote' } },
      { from: '50000', value: { tier: 'gold', right: 'propose' } },
      { from: '250000', value: { tier: 'platinum', right: 'committee' } },
    ],
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  memberships: {
    title: 'Fee of a membership a year, Payment Token; the custom one is agreed and costs at least this',
    codec: tableOf(memberships, pt, (fees) =>
      fees.small.value <= fees.medium.value &&
      fees.medium.value <= fees.large.value &&
      fees.large.value <= fees.custom.value
        ? null
        : 'the fees must not fall',
    ),
    initial: { small: '5000', medium: '15000', large: '50000', custom: '50000' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12; names and the least of the custom one are [P]',
    escalation: feeEscalation,
  },
})
