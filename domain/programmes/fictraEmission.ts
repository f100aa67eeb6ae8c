/** FICTRA: emission of Payment Token under its cap (domain.md 2.9): classes, schedule, conditions, authority, vesting. */
import { amount, choice, decimal, flag, integer, record, rows, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'
import { formatQuantity, type Quantity } from '../quantity.ts'
import { fictraSettlement } from './fictraSettlement.ts'

export const emissionClasses = ['public', 'liquidity', 'treasury', 'partners', 'team', 'ecosystem'] as const
export type EmissionClass = (typeof emissionClasses)[number]

/** The releases of the schedule; a name says its class and which one it is. */
export const releaseNames = [
  'seed',
  'private',
  'public',
  'listings',
  'partners1',
  'team1',
  'grants1',
  'partners2',
  'treasury1',
  'operations1',
  'team2',
  'grants2',
  'treasury2',
  'partners3',
  'team3',
  'operations2',
  'treasury3',
  'grants3',
  'team4',
  'partners4',
  'operations3',
  'treasury4',
] as const
export type ReleaseName = (typeof releaseNames)[number]

/** What a release waits for besides its month. */
export const emissionConditions = ['none', 'activeTraders', 'tradedVolume', 'commodityClasses', 'calmMarket'] as const
export type EmissionCondition = (typeof emissionConditions)[number]

const share = decimal('0', '1', 6)
const pt = amount('PT', '0', '500000000')
const days = integer(0, 3_650)

const classCaps = defineParameters('fictra.emission', {
  classCaps: {
    title: 'Payment Token each class may ever receive; together the cap',
    codec: tableOf(emissionClasses, pt),
    initial: {
      public: '150000000',
      liquidity: '100000000',
      treasury: '75000000',
      partners: '75000000',
      team: '50000000',
      ecosystem: '50000000',
    },
    authority: 'councilAndSovereigns',
    noticeDays: 180,
    source: '2.9',
    step(next: Readonly<Record<EmissionClass, Quantity<'PT'>>>, _previous, inForce) {
      const total = Object.values(next).reduce((sum, { value }) => sum + value, 0n)
      const cap = inForce.get(fictraSettlement.paymentTokenCap)
      return total <= cap.value ? null : `the classes sum to more than the cap of ${formatQuantity(cap)}`
    },
  },
})

const emission = defineParameters('fictra.emission', {
  schedule: {
    title: 'Releases by month since launch: class, amount, condition, and whether holders vote on it',
    codec: rows(
      record({
        name: choice(releaseNames),
        month: integer(1, 1_200),
        class: choice(emissionClasses),
        amountPt: pt,
        needs: choice(emissionConditions),
        vote: flag,
      }),
      releaseNames.length,
      (list) => (new Set(list.map(({ name }) => name)).size === list.length ? null : 'a release is listed twice'),
    ),
    initial: [
      release('seed', 1, 'public', '25000000'),
      release('private', 3, 'public', '50000000'),
      release('public', 6, 'public', '75000000'),
      release('listings', 7, 'liquidity', '25000000'),
      release('partners1', 9, 'partners', '18750000'),
      release('team1', 13, 'team', '12500000'),
      release('grants1', 15, 'ecosystem', '15000000', 'activeTraders'),
      release('partners2', 18, 'partners', '18750000', 'tradedVolume'),
      release('treasury1', 24, 'treasury', '18750000'),
      release('operations1', 30, 'liquidity', '25000000', 'calmMarket'),
      release('team2', 36, 'team', '12500000'),
      release('grants2', 42, 'ecosystem', '15000000', 'commodityClasses'),
      release('treasury2', 48, 'treasury', '18750000'),
      release('partners3', 54, 'partners', '18750000', 'tradedVolume'),
      release('team3', 60, 'team', '12500000'),
      release('operations2', 66, 'liquidity', '25000000', 'calmMarket'),
      release('treasury3', 72, 'treasury', '18750000'),
      release('grants3', 78, 'ecosystem', '20000000', 'commodityClasses', true),
      release('team4', 84, 'team', '12500000', 'none', true),
      release('partners4', 90, 'partners', '18750000', 'tradedVolume', true),
      release('operations3', 96, 'liquidity', '25000000', 'calmMarket', true),
      release('treasury4', 108, 'treasury', '18750000', 'none', true),
    ],
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9 [R]: the eight releases of partners and treasury at 18.75M; conditions besides grants1 [P]',
  },
  conditions: {
    title: 'What each condition of a release asks for',
    codec: record({
      activeTradersLeast: integer(0, 1_000_000_000),
      volumeUsdLeast: decimal('0', '1000000000000', 2), // mean of 30 days
      commodityClassesLeast: integer(0, 100),
      calmDaysLeast: days, // days in a row with a low volatility index
    }),
    initial: { activeTradersLeast: 100, volumeUsdLeast: '50000000', commodityClassesLeast: 5, calmDaysLeast: 60 },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9',
  },
  vote: {
    title: 'Vote on a release of the last phase: deliberation, approval, quorum of circulation; the Council’s override',
    codec: record({
      deliberationDaysLeast: days,
      approvalLeast: share,
      quorumLeast: share,
      overrideApprovals: integer(1, 100),
      overrideOf: integer(1, 100),
      overrideNoticeDays: days,
    }),
    initial: {
      deliberationDaysLeast: 14,
      approvalLeast: '0.67',
      quorumLeast: '0.25',
      overrideApprovals: 9,
      overrideOf: 12,
      overrideNoticeDays: 30,
    },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9',
  },
  adaptive: {
    title: 'When a measure on the emission may be taken, and how far it goes',
    codec: record({
      volatilityAbove: decimal('0', '10', 6), // CVOL30
      delayDaysMost: days,
      priceFallLeast: share, // in 14 days
      buyBackMostPt: pt,
      volumeAbove: decimal('0', '100', 6), // of the usual volume
      accelerateDaysMost: days,
      contractsUsdAbove: decimal('0', '1000000000000000', 2), // a month
      bonusMostPt: pt,
      depthBelowPt: pt, // within 5 % of the price
      operationsMostPt: pt,
    }),
    initial: {
      volatilityAbove: '0.75',
      delayDaysMost: 60,
      priceFallLeast: '0.4',
      buyBackMostPt: '2500000',
      volumeAbove: '3',
      accelerateDaysMost: 30,
      contractsUsdAbove: '10000000000',
      bonusMostPt: '5000000',
      depthBelowPt: '1000000',
      operationsMostPt: '5000000',
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.9',
  },
  powers: {
    title: 'Who may change a release, with how many of how many, and how far',
    codec: record({
      councilApprovals: integer(1, 100),
      councilOf: integer(1, 100),
      delayDaysMost: days,
      operationsApprovals: integer(1, 100),
      operationsOf: integer(1, 100),
      accelerateDaysMost: days,
      suspensionHours: integer(1, 720),
      confirmHours: integer(1, 720),
      holdersShareMost: share, // of the amount, up or down
      holdersApproval: share,
      holdersQuorum: share,
      lawApprovals: integer(0, 100), // besides counsel and chair
    }),
    initial: {
      councilApprovals: 7,
      councilOf: 12,
      delayDaysMost: 90,
      operationsApprovals: 5,
      operationsOf: 7,
      accelerateDaysMost: 30,
      suspensionHours: 24,
      confirmHours: 72,
      holdersShareMost: '0.2',
      holdersApproval: '0.75',
      holdersQuorum: '0.3',
      lawApprovals: 2,
    },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9; acceleration at most as far as the adaptive rule [P]',
  },
  timetable: {
    title: 'Steps before and after a release, and of a modification of the schedule',
    codec: record({
      evaluateDays: days,
      reviewDays: days,
      prepareDays: days,
      announceHours: integer(0, 720),
      watchHours: integer(0, 720),
      modificationReviewDays: days,
      modificationDiscussionDays: days,
      modificationVoteDays: days,
      modificationDelayDaysLeast: days,
      emergencyDaysMost: days,
    }),
    initial: {
      evaluateDays: 7,
      reviewDays: 5,
      prepareDays: 3,
      announceHours: 48,
      watchHours: 72,
      modificationReviewDays: 7,
      modificationDiscussionDays: 14,
      modificationVoteDays: 7,
      modificationDelayDaysLeast: 30,
      emergencyDaysMost: 30,
    },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.9',
  },
})

export const fictraEmission = { ...classCaps, ...emission } as const

function release(
  name: ReleaseName,
  month: number,
  of: EmissionClass,
  amountPt: string,
  needs: EmissionCondition = 'none',
  vote = false,
) {
  return { name, month, class: of, amountPt, needs, vote }
}
