/** FICTRA: score weights, threshold, tiers, consensus and times of a case (domain.md 2.2, 2.3), every number. */
import { commodityCategories, tierClasses } from '../assetClasses.ts'
import { amount, bands, choice, decimal, flag, integer, record, rows, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'
import { trustBands } from './fictraTrust.ts'

/** QVP, DVP, CCP and RCP of domain.md 2.2. */
export const scoreFamilies = ['quantity', 'documents', 'custody', 'regulatory'] as const
export type ScoreFamily = (typeof scoreFamilies)[number]

/** Bounds that the contracts enforce too: the reliability a node is registered with (Verification.sol), nodes of a case and days in which an outcome can be contested (Tiers.sol). */
export const leastReliability = '0.5'
export const leastReports = 3
export const mostNodes = 32
export const longestWindowSeconds = 2_592_000

/** How far each part may move the threshold (2.2), share of its base: the value, the category and the market raise it, trust lowers it. */
export const mostThresholdMoves = { value: '0.1', category: '0.15', volatility: '0.05', trust: '0.1' } as const

const share = decimal('ratio', '0', '1', 4)
const score = decimal('points', '0', '100', 4)
const moves = (part: keyof typeof mostThresholdMoves) => decimal('ratio', '0', mostThresholdMoves[part], 4)
const adjustment = decimal('ratio', '-10', '10', 4)

export const fictraVerification = defineParameters('fictra.verification', {
  weights: {
    title: 'Base weight of each score family',
    codec: record({
      quantity: decimal('ratio', '0.35', '0.45', 4),
      documents: decimal('ratio', '0.25', '0.3', 4),
      custody: decimal('ratio', '0.2', '0.25', 4),
      regulatory: decimal('ratio', '0.1', '0.15', 4),
    }),
    initial: { quantity: '0.35', documents: '0.3', custody: '0.225', regulatory: '0.125' },
    authority: 'council',
    noticeDays: 21,
    source: '2.2',
  },
  weightAdjustments: {
    title: 'Adjustment category x region x value added to each weight; one zero disables it',
    codec: tableOf(scoreFamilies, record({ category: adjustment, region: adjustment, value: adjustment })),
    initial: {
      quantity: { category: '0', region: '0', value: '0' },
      documents: { category: '0', region: '0', value: '0' },
      custody: { category: '0', region: '0', value: '0' },
      regulatory: { category: '0', region: '0', value: '0' },
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.2',
  },
  threshold: {
    title: 'Base of the threshold T and the most it can become',
    codec: record({ base: score, max: score }),
    initial: { base: '85', max: '99' },
    authority: 'council',
    noticeDays: 21,
    source: '2.2, maximum [R]',
  },
  valueAdjustment: {
    title: 'Threshold adjustment by contract value in PT',
    codec: bands('PT', '0', '1000000000000', moves('value')),
    initial: [
      { from: '0', value: '0' },
      { from: '1000000', value: '0.02' },
      { from: '5000000', value: '0.05' },
      { from: '10000000', value: '0.1' },
    ],
    authority: 'council',
    noticeDays: 21,
    source: '2.2 range, bands [P]',
  },
  categoryAdjustment: {
    title: 'Threshold adjustment by commodity category',
    codec: tableOf(commodityCategories, record({ standard: moves('category'), highRisk: moves('category') })),
    initial: {
      energy: { standard: '0.04', highRisk: '0.12' },
      preciousMetals: { standard: '0.08', highRisk: '0.15' },
      industrialMetals: { standard: '0.04', highRisk: '0.12' },
      agriculture: { standard: '0.05', highRisk: '0.1' },
      forestry: { standard: '0.05', highRisk: '0.1' },
      fisheries: { standard: '0.06', highRisk: '0.12' },
      minerals: { standard: '0.04', highRisk: '0.1' },
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.2 range, values [P]',
  },
  volatilityAdjustment: {
    title: 'Threshold adjustment by 90-day volatility over its reference',
    codec: bands('ratio', '0', '1000', moves('volatility')),
    initial: [
      { from: '0', value: '0' },
      { from: '0.5', value: '0.01' },
      { from: '1', value: '0.02' },
      { from: '1.5', value: '0.03' },
      { from: '2', value: '0.05' },
    ],
    authority: 'council',
    noticeDays: 21,
    source: '2.2 range, bands [P]',
  },
  trustAdjustment: {
    title: 'Threshold relief by trust band',
    codec: tableOf(trustBands, moves('trust')),
    initial: { none: '0', bronze: '0', silver: '0.01', gold: '0.03', platinum: '0.05' },
    authority: 'council',
    noticeDays: 21,
    source: '2.2 range, values [P]',
  },
  tiers: {
    title: 'Tier matrix: what a case needs by class, risk and value',
    codec: rows(
      record({
        tierClass: choice(tierClasses),
        highRisk: flag,
        fromPt: amount('PT', '0', '1000000000000'), // inclusive
        minSources: integer('count', leastReports, mostNodes),
        consensus: decimal('ratio', '0.5001', '1', 4),
        sovereignConfirmation: choice(['mandatory', 'optional']),
        dueDiligence: choice(['always', 'random', 'riskScore']),
        dueDiligenceShare: share,
      }),
      32,
    ),
    initial: [
      tier('energy', true, '0', 9, '0.9', 'mandatory', 'always', '1'),
      tier('energy', false, '10000000', 7, '0.85', 'mandatory', 'random', '0.25'),
      tier('energy', false, '1000000', 5, '0.8', 'mandatory', 'random', '0.1'),
      tier('energy', false, '0', 3, '0.75', 'optional', 'riskScore', '0'),
      tier('metals', true, '0', 9, '0.9', 'mandatory', 'always', '1'),
      tier('metals', false, '10000000', 7, '0.85', 'mandatory', 'random', '0.2'),
      tier('metals', false, '1000000', 5, '0.8', 'mandatory', 'random', '0.1'),
      tier('metals', false, '0', 3, '0.75', 'optional', 'riskScore', '0'),
      tier('agriculture', true, '0', 7, '0.85', 'mandatory', 'always', '1'),
      tier('agriculture', false, '5000000', 5, '0.8', 'mandatory', 'random', '0.15'),
      tier('agriculture', false, '0', 3, '0.75', 'optional', 'riskScore', '0'),
    ],
    authority: 'councilAndSovereigns',
    noticeDays: 30,
    source: '2.3',
  },
  committeeSize: {
    title: 'Nodes assigned to a case at least; a tier that needs more sources gets more',
    codec: integer('count', leastReports, mostNodes),
    initial: 7,
    authority: 'council',
    noticeDays: 30,
    source: '1.3 step 8',
  },
  participation: {
    title: 'Share of the nodes of the committee that must report, whatever they weigh',
    codec: record({ numerator: integer('ratio', 2, 2), denominator: integer('ratio', 3, 3) }), // the contract enforces the same
    initial: { numerator: 2, denominator: 3 },
    authority: 'council',
    noticeDays: 30,
    source: '2.3',
  },
  outcomeScores: {
    title: 'Committee score from which a case is approved, and below which it is rejected',
    codec: record({ approveFrom: score, rejectBelow: score }, (scores) =>
      scores.rejectBelow.lessThan(scores.approveFrom) ? null : 'rejectBelow must be below approveFrom',
    ),
    initial: { approveFrom: '85', rejectBelow: '70' },
    authority: 'council',
    noticeDays: 30,
    source: '2.3',
  },
  outlierPoints: {
    title: 'Reports further than this from the weighted median do not count in the committee score',
    codec: score,
    initial: '10',
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '2.3 (d), value [P]',
  },
  challengeWindow: {
    title: 'Seconds in which an outcome can be challenged, by contract value in PT, and for high risk',
    codec: record({
      byValue: bands('PT', '0', '1000000000000', integer('seconds', 1, longestWindowSeconds)),
      highRisk: integer('seconds', 1, longestWindowSeconds),
    }),
    initial: {
      byValue: [
        { from: '0', value: 172_800 },
        { from: '1000000', value: 259_200 },
        { from: '10000000', value: 432_000 },
      ],
      highRisk: 432_000,
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.6 [P]',
  },
  reportDeadlineSeconds: {
    title: 'Seconds from opening until a case expires without a result',
    codec: integer('seconds', 60, 31_536_000),
    initial: 259_200,
    authority: 'council',
    noticeDays: 7,
    source: '2.4',
  },
  answerSeconds: {
    title: 'Seconds a node has to answer a round; afterwards a quorum is tallied without the missing reports',
    codec: integer('seconds', 1, 31_536_000),
    initial: 900,
    authority: 'technicalCommittee',
    noticeDays: 7,
    source: '2.5',
  },
  settlementRetrySeconds: {
    title: 'Seconds between two looks at the chain for the end of a challenge window',
    codec: integer('seconds', 1, 3_600),
    initial: 2,
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '1.3 step 10 [P]',
  },
})

function tier(
  tierClass: string,
  highRisk: boolean,
  fromPt: string,
  minSources: number,
  consensus: string,
  sovereignConfirmation: string,
  dueDiligence: string,
  dueDiligenceShare: string,
) {
  return { tierClass, highRisk, fromPt, minSources, consensus, sovereignConfirmation, dueDiligence, dueDiligenceShare }
}
