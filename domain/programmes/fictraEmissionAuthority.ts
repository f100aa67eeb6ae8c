/** FICTRA: who moves the emission and when (domain.md 2.9): votes, measures of the market, powers, timetable. */
import { amount, decimal, integer, record } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

const share = decimal('ratio', '0', '1', 6)
const pt = amount('PT', '0', '500000000')
const days = integer('days', 0, 3_650)

export const fictraEmissionAuthority = defineParameters('fictra.emission', {
  vote: {
    title: 'Vote on a release of the last phase: deliberation, approval, quorum of circulation; the Council’s override',
    codec: record({
      deliberationDaysLeast: days,
      approvalLeast: share,
      quorumLeast: share,
      overrideApprovals: integer('count', 1, 100),
      overrideOf: integer('count', 1, 100),
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
      volatilityAbove: decimal('ratio', '0', '10', 6), // CVOL30
      delayDaysMost: days,
      priceFallLeast: share, // in 14 days
      buyBackMostPt: pt,
      volumeAbove: decimal('ratio', '0', '100', 6), // of the usual volume
      accelerateDaysMost: days,
      contractsUsdAbove: decimal('USD/month', '0', '1000000000000000', 2), // a month
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
      councilApprovals: integer('count', 1, 100),
      councilOf: integer('count', 1, 100),
      delayDaysMost: days,
      operationsApprovals: integer('count', 1, 100),
      operationsOf: integer('count', 1, 100),
      accelerateDaysMost: days,
      suspensionHours: integer('hours', 1, 720),
      confirmHours: integer('hours', 1, 720),
      holdersShareMost: share, // of the amount, up or down
      holdersApproval: share,
      holdersQuorum: share,
      lawApprovals: integer('count', 0, 100), // besides counsel and chair
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
      announceHours: integer('hours', 0, 720),
      watchHours: integer('hours', 0, 720),
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
