/** FICTRA: when the treasury acts on the market and how deep the market must be (domain.md 2.15, 2.16): every number. */
import { amount, decimal, integer, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const marketRegimes = ['normal', 'stress', 'crisis'] as const
export type MarketRegime = (typeof marketRegimes)[number]

const share = decimal('ratio', '0', '1', 6)
const pt = amount('PT', '0', '500000000')
const ratio = decimal('ratio', '0', '100', 4)

export const fictraLiquidity = defineParameters('fictra.liquidity', {
  triggers: {
    title: 'When the treasury looks at the market: spread, depth within 1 %, move of an hour, divergence of venues',
    codec: record({ spreadAbove: share, depthBelowPt: pt, moveAbove: share, divergenceAbove: share }),
    initial: { spreadAbove: '0.005', depthBelowPt: '5000000', moveAbove: '0.03', divergenceAbove: '0.007' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.15',
  },
  rangeOperations: {
    title:
      'Hours outside the range after which Payment Token is burned or issued, most a day and, issued, a year, of circulation',
    codec: record({ hours: integer('hours', 1, 8_760), burnMost: share, issueMost: share, issueYearMost: share }),
    initial: { hours: 72, burnMost: '0.005', issueMost: '0.003', issueYearMost: '0.05' },
    authority: 'council',
    noticeDays: 30,
    source: '2.15 [R]: issued inside the cap only',
  },
  credit: {
    title: 'Credit facility: collateral over loan, least and most days',
    codec: record({
      collateralLeast: decimal('ratio', '1', '10', 4),
      daysLeast: integer('days', 1, 365),
      daysMost: integer('days', 1, 365),
    }),
    initial: { collateralLeast: '1.5', daysLeast: 7, daysMost: 90 },
    authority: 'council',
    noticeDays: 30,
    source: '2.15',
  },
  quotes: {
    title: 'Sizes, spreads and daily limit of automated quotes, by regime of the market',
    codec: tableOf(
      marketRegimes,
      record({ sizeLeastPt: pt, sizeMostPt: pt, spreadLeast: share, spreadMost: share, dayMostPt: pt }, (row) =>
        row.sizeLeastPt.value <= row.sizeMostPt.value && row.spreadLeast.lessThanOrEqualTo(row.spreadMost)
          ? null
          : 'a least is above its most',
      ),
    ),
    initial: {
      normal: quote('10000', '500000', '0.001', '0.001', '50000000'),
      stress: quote('5000', '250000', '0.002', '0.003', '25000000'),
      crisis: quote('1000', '100000', '0.005', '0.01', '10000000'),
    },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.15',
  },
  demandRatio: {
    title: 'Liquidity over demand: what is aimed at, and below what the treasury acts',
    codec: record({ targetAbove: ratio, actBelow: ratio }, ({ targetAbove, actBelow }) =>
      actBelow.lessThanOrEqualTo(targetAbove) ? null : 'the treasury would act above the target',
    ),
    initial: { targetAbove: '2', actBelow: '1.5' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.15',
  },
  makerDuty: {
    title: 'Spread a market maker keeps, and in which share of the hours',
    codec: record({ spreadMost: share, hoursLeast: share }),
    initial: { spreadMost: '0.005', hoursLeast: '0.9' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.16',
  },
})

function quote(sizeLeastPt: string, sizeMostPt: string, spreadLeast: string, spreadMost: string, dayMostPt: string) {
  return { sizeLeastPt, sizeMostPt, spreadLeast, spreadMost, dayMostPt }
}
