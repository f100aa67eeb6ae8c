/** FICTRA: burning of Payment and Foundation Token besides the monthly fee burn (domain.md 2.14): every number. */
import { amount, bands, decimal, integer, record, rows, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const marketMoods = ['bull', 'neutral', 'bear'] as const
export type MarketMood = (typeof marketMoods)[number]

/** Milestones of the programme, in the order the source lists their burns. */
export const burnMilestones = ['first', 'second', 'third', 'fourth'] as const
export type BurnMilestone = (typeof burnMilestones)[number]

const share = decimal('ratio', '0', '1', 6)
const factor = decimal('ratio', '0', '10', 6)
const pt = amount('PT', '0', '100000000')
const days = integer('days', 0, 365)

export const fictraBurning = defineParameters('fictra.burning', {
  quarterly: {
    title: 'Payment Token burned after a quarter, by the volume it was above',
    codec: rows(record({ abovePt: amount('PT', '0', '1000000000000'), burnPt: pt }), 16, (list) =>
      list.some(({ abovePt }, index) => index > 0 && abovePt.value <= list[index - 1]!.abovePt.value)
        ? 'the volumes must rise'
        : null,
    ),
    initial: [
      { abovePt: '100000000', burnPt: '50000' },
      { abovePt: '500000000', burnPt: '150000' },
      { abovePt: '1000000000', burnPt: '300000' },
      { abovePt: '5000000000', burnPt: '750000' },
    ],
    authority: 'council',
    noticeDays: 30,
    source: '2.14',
  },
  algorithmic: {
    title: 'Algorithmic burn: base, ranges of its two factors, days between two',
    codec: record({
      basePt: pt,
      volatilityLeast: factor,
      volatilityMost: factor,
      supplyLeast: factor,
      supplyMost: factor,
      spacingDays: days,
    }),
    initial: {
      basePt: '25000',
      volatilityLeast: '1',
      volatilityMost: '3',
      supplyLeast: '0.5',
      supplyMost: '2',
      spacingDays: 14,
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.14; range of the supply factor [P]',
  },
  buyBack: {
    title: 'Share of a quarter’s revenue that buys back Payment Token, by mood of the market',
    codec: tableOf(marketMoods, share),
    initial: { bull: '0.07', neutral: '0.1', bear: '0.12' },
    authority: 'council',
    noticeDays: 30,
    source: '2.14',
  },
  milestones: {
    title: 'Payment Token burned once when a milestone is reached',
    codec: tableOf(burnMilestones, pt),
    initial: { first: '100000', second: '50000', third: '250000', fourth: '75000' },
    authority: 'council',
    noticeDays: 30,
    source: '2.14; what the milestones are, nobody says',
  },
  launch: {
    title: 'Share of fees burned in the first days, by price over the launch price',
    codec: record({ days, byPrice: bands('ratio', '0', '100', share) }),
    initial: {
      days: 60,
      byPrice: [
        { from: '0', value: '0.05' },
        { from: '0.98', value: '0.1' },
        { from: '1', value: '0.15' },
        { from: '1.02', value: '0.2' },
      ],
    },
    authority: 'council',
    noticeDays: 7,
    source: '2.14; the price bands are [P] from .98-1.02 of 2.10',
  },
  boundary: {
    title: 'Change of burns near a boundary of the corridor: at its trigger and at the boundary itself',
    codec: record({ least: share, most: share }, ({ least, most }) =>
      least.lessThanOrEqualTo(most) ? null : 'the least is above the most',
    ),
    initial: { least: '0.25', most: '0.5' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.14; linear in between [P]',
  },
  governance: {
    title:
      'Burn of Foundation Token by decision: approval, most of supply in a quarter, days of discussion and of the vote',
    codec: record({ approvalLeast: share, quarterMost: share, discussionDays: days, voteDays: days }),
    initial: { approvalLeast: '0.67', quarterMost: '0.015', discussionDays: 14, voteDays: 5 },
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.14',
  },
  inflation: {
    title: 'Points added to the share of Foundation Token that its uses burn, by growth of its supply a year',
    codec: bands('ratio/year', '-1', '100', decimal('ratio', '-0.05', '0.05', 6)),
    initial: [
      { from: '-1', value: '-0.005' },
      { from: '0.01', value: '0' },
      { from: '0.03', value: '0.005' },
      { from: '0.07', value: '0.01' },
    ],
    authority: 'council',
    noticeDays: 30,
    source: '2.14',
  },
})
