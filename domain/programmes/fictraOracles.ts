/** FICTRA: the oracle network (domain.md 2.5): reputation, assignment, stake, selection, feeds; every number. */
import { amount, bands, choice, decimal, integer, record, tableOf } from '../codecs.ts'
import { exact, sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'
import { leastReliability } from './fictraVerification.ts'

export const reputationParts = ['accuracy', 'participation', 'speed', 'peerReview'] as const
export type ReputationPart = (typeof reputationParts)[number]

export const standingParts = ['accuracy', 'specialty', 'independence', 'longevity'] as const
export type StandingPart = (typeof standingParts)[number]

export const oracleTypes = ['government', 'commercial', 'industry', 'technological', 'auditor'] as const
export type OracleType = (typeof oracleTypes)[number]

export const offences = ['dishonesty', 'unavailability', 'error'] as const
export type Offence = (typeof offences)[number]

export const caseClasses = ['standard', 'highValue', 'strategic', 'disputed'] as const
export type CaseClass = (typeof caseClasses)[number]

export const selectionParts = ['technical', 'credentials', 'security', 'capability', 'operations'] as const
export type SelectionPart = (typeof selectionParts)[number]

export const feedKinds = ['price', 'volume', 'volatility', 'depth', 'critical'] as const
export type FeedKind = (typeof feedKinds)[number]

const share = decimal('ratio', '0', '1', 6)
const reliability = decimal('ratio', leastReliability, '1', 4)
const score = decimal('points', '0', '100', 4)
const parts = <const N extends readonly string[]>(names: N) =>
  tableOf(names, share, (weights) =>
    sum(Object.values(weights)).equals(exact(1n)) ? null : 'the weights must sum to 1',
  )

export const fictraOracles = defineParameters('fictra.oracles', {
  reputationWeights: {
    title: 'Weight of each part of a node’s reputation; they sum to one',
    codec: parts(reputationParts),
    initial: { accuracy: '0.6', participation: '0.2', speed: '0.1', peerReview: '0.1' },
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.5',
  },
  standingWeights: {
    title: 'Weight of each part of a node’s trust weight; they sum to one',
    codec: parts(standingParts),
    initial: { accuracy: '0.6', specialty: '0.2', independence: '0.1', longevity: '0.1' },
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.5',
  },
  reliability: {
    title: 'Reliability of a node at a trust weight of 0 and of 100',
    codec: record({ least: reliability, most: reliability }, ({ least, most }) =>
      least.lessThan(most) ? null : 'the least must be below the most',
    ),
    initial: { least: leastReliability, most: '1' },
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.3; linear in between [P]',
  },
  diversity: {
    title: 'Largest share of a committee or of the network, and what a committee must unite',
    codec: record({
      entityShare: share,
      countryShare: share,
      minTypes: integer('count', 1, 5),
      minJurisdictions: integer('count', 1, 50),
      minSources: integer('count', 1, 50),
      operatorsPerRegion: integer('count', 1, 50),
    }),
    initial: {
      entityShare: '0.1',
      countryShare: '0.25',
      minTypes: 3,
      minJurisdictions: 2,
      minSources: 5,
      operatorsPerRegion: 5,
    },
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.5',
  },
  redundancy: {
    title: 'Operators that verify each kind of goods, at least',
    codec: integer('count', 1, 50),
    initial: 3,
    authority: 'technicalCommittee',
    noticeDays: 21,
    source: '2.5 ">=3x redundancy per verification type"',
  },
  governmentWeight: {
    title: 'Weight of a government node over that of another',
    codec: decimal('ratio', '1', '3', 4),
    initial: '1.5',
    authority: 'council',
    noticeDays: 21,
    source: '2.5',
  },
  quorum: {
    title: 'Consensus and least committee by class of case; a disputed case goes to the governance layer',
    codec: tableOf(
      caseClasses,
      record({ consensus: share, minNodes: integer('count', 1, 99), specialists: integer('count', 0, 99) }),
    ),
    initial: {
      standard: { consensus: '0.8', minNodes: 7, specialists: 0 },
      highValue: { consensus: '0.9', minNodes: 15, specialists: 0 },
      strategic: { consensus: '0.95', minNodes: 15, specialists: 3 },
      disputed: { consensus: '0.666666', minNodes: 7, specialists: 0 },
    },
    authority: 'council',
    noticeDays: 21,
    source: '2.5; committees of standard and disputed cases, number of specialists [P]',
  },
  stake: {
    title: 'Stake a node needs by the value of the cases it may be assigned, and days until it can be withdrawn',
    codec: record({
      byValue: bands('PT', '0', '1000000000000', amount('PT', '1', '100000000')),
      withdrawalDays: integer('days', 1, 365),
    }),
    initial: {
      byValue: [
        { from: '0', value: '50000' },
        { from: '10000000', value: '100000' },
      ],
      withdrawalDays: 30,
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.5, 2.25 no. 8; "high value" from 10M [P]',
  },
  slashing: {
    title: 'Share of the stake lost for each offence, from the least to the most severe',
    codec: tableOf(
      offences,
      record({ least: share, most: share }, ({ least, most }) =>
        least.greaterThan(most) ? 'the least is above the most' : null,
      ),
    ),
    initial: {
      dishonesty: { least: '1', most: '1' },
      unavailability: { least: '0.1', most: '0.3' },
      error: { least: '0.01', most: '0.05' },
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.5',
  },
  verificationFee: {
    title: 'What a node earns of the value of a case, and the bonus for accuracy as a share of it',
    codec: record({ least: share, most: share, accuracyBonus: share, bonusFrom: score }),
    initial: { least: '0.00005', most: '0.0002', accuracyBonus: '0.1', bonusFrom: '99.5' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.5; the bonus [P]',
  },
  selection: {
    title: 'Weight and minimum of each part of an operator’s selection score; all minima must hold',
    codec: tableOf(selectionParts, record({ weight: share, minimum: score }), (of) =>
      sum(Object.values(of).map(({ weight }) => weight)).equals(exact(1n)) ? null : 'the weights must sum to 1',
    ),
    initial: {
      technical: { weight: '0.3', minimum: '80' },
      credentials: { weight: '0.25', minimum: '75' },
      security: { weight: '0.2', minimum: '85' },
      capability: { weight: '0.15', minimum: '70' },
      operations: { weight: '0.1', minimum: '75' },
    },
    authority: 'technicalCommittee',
    noticeDays: 30,
    source: '2.5',
  },
  conditions: {
    title: 'Conditions an operator must meet besides its score',
    codec: record({
      ageYears: integer('years', 0, 100),
      liabilityCoverUsd: decimal('USD', '0', '1000000000', 2),
      commodityRevenue: share, // below
      clientRevenue: share, // below
      testVerifications: integer('count', 1, 1_000_000),
      testAccuracy: score,
      testLoad: decimal('ratio', '1', '100', 4), // of the load it is meant to bear
      answerMinutes: integer('minutes', 1, 10_080), // until a person answers an incident
      recoveryMinutes: integer('minutes', 1, 10_080),
      lossMinutes: integer('minutes', 0, 10_080), // of data
      exitNoticeDays: integer('days', 1, 365),
      removalAccuracy: score, // two quarters running below it
      onboardingWeeks: integer('weeks', 1, 104),
    }),
    initial: {
      ageYears: 5,
      liabilityCoverUsd: '10000000',
      commodityRevenue: '0.1',
      clientRevenue: '0.3',
      testVerifications: 1_000,
      testAccuracy: '99.9',
      testLoad: '2',
      answerMinutes: 15,
      recoveryMinutes: 30,
      lossMinutes: 5,
      exitNoticeDays: 90,
      removalAccuracy: '99.5',
      onboardingWeeks: 13,
    },
    authority: 'technicalCommittee',
    noticeDays: 30,
    source: '2.5',
  },
  feeds: {
    title: 'Sources, agreement and age of each kind of feed; extremes dropped on either side',
    codec: tableOf(
      feedKinds,
      record({
        minSources: integer('count', 1, 99),
        dropEachSide: integer('count', 0, 10),
        agreement: share,
        tolerance: share,
        maxAgeSeconds: integer('seconds', 1, 31_536_000),
      }),
    ),
    initial: {
      price: { minSources: 7, dropEachSide: 1, agreement: '0', tolerance: '0', maxAgeSeconds: 300 },
      volume: { minSources: 7, dropEachSide: 1, agreement: '0', tolerance: '0', maxAgeSeconds: 900 },
      volatility: { minSources: 7, dropEachSide: 1, agreement: '0', tolerance: '0', maxAgeSeconds: 3_600 },
      depth: { minSources: 7, dropEachSide: 1, agreement: '0', tolerance: '0', maxAgeSeconds: 600 },
      critical: { minSources: 7, dropEachSide: 0, agreement: '0.666666', tolerance: '0.02', maxAgeSeconds: 86_400 },
    },
    authority: 'technicalCommittee',
    noticeDays: 0,
    intervalDays: 91,
    source: '2.1, 2.5; tolerance of critical data and its age [P]',
  },
  availability: {
    title: 'Failed answers in a row, and uptime, from which a node is persistently unavailable',
    codec: record({ missedInARow: integer('count', 1, 1_000), uptime: score }),
    initial: { missedInARow: 5, uptime: '99.9' },
    authority: 'technicalCommittee',
    noticeDays: 14,
    source: '2.5; failed answers [P]',
  },
  quality: {
    title: 'What the network answers for: speed and accuracy it aims at, and bounds beyond which there is an incident',
    codec: record(
      {
        withinHours: integer('hours', 1, 8_760), // in less than
        withinShare: share,
        accuracyGoal: share,
        accuracyAbove: share,
        wrongApprovalsBelow: share,
        wrongRefusalsBelow: share,
        disputesBelow: share,
      },
      ({ accuracyGoal, accuracyAbove }) =>
        accuracyGoal.greaterThanOrEqualTo(accuracyAbove) ? null : 'the goal is below what makes an incident',
    ),
    initial: {
      withinHours: 24,
      withinShare: '0.9',
      accuracyGoal: '0.9999',
      accuracyAbove: '0.9995',
      wrongApprovalsBelow: '0.0001',
      wrongRefusalsBelow: '0.00005',
      disputesBelow: '0.001',
    },
    authority: 'technicalCommittee',
    noticeDays: 30,
    source: '2.5',
  },
  certification: {
    title: 'Certification an operator shows',
    codec: choice(['SOC2TypeII', 'ISO27001'] as const),
    initial: 'SOC2TypeII',
    authority: 'technicalCommittee',
    noticeDays: 30,
    source: '2.5',
  },
})
