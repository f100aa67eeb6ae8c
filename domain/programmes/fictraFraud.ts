/** FICTRA: fraud heuristics and the ladder of answers (domain.md 2.4, 2.22), every number. */
import { amount, choice, decimal, integer, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const fraudRules = [
  'largeTransfer',
  'dailyVolume',
  'washTrading',
  'spoofing',
  'circularFlow',
  'addressCluster',
  'duplicateShipment',
  'pairing',
  'growth',
] as const
export type FraudRule = (typeof fraudRules)[number]

export const alertSeverities = ['notice', 'warning', 'serious', 'critical'] as const
export type AlertSeverity = (typeof alertSeverities)[number]

/** The ladder: more evidence first, people next, stopping last. */
export const fraudAnswers = ['extraSources', 'manualVerification', 'freeze'] as const
export type FraudAnswer = (typeof fraudAnswers)[number]

export const escalations = ['analyst', 'complianceOfficer', 'fraudCommittee', 'foundationCouncil'] as const

const share = decimal('ratio', '0', '1', 6)
const multiple = decimal('ratio', '1', '1000', 4)

export const fictraFraud = defineParameters('fictra.fraud', {
  answers: {
    title: 'Severity of each rule’s alert, hours to answer, whom it goes to, first answer',
    codec: tableOf(
      fraudRules,
      record({
        severity: choice(alertSeverities),
        answerHours: integer('hours', 1, 720),
        escalation: choice(escalations),
        answer: choice(fraudAnswers),
      }),
    ),
    initial: {
      largeTransfer: answer('notice', 72, 'analyst', 'extraSources'),
      dailyVolume: answer('notice', 72, 'analyst', 'extraSources'),
      washTrading: answer('serious', 24, 'complianceOfficer', 'manualVerification'),
      spoofing: answer('warning', 48, 'complianceOfficer', 'manualVerification'),
      circularFlow: answer('serious', 24, 'complianceOfficer', 'manualVerification'),
      addressCluster: answer('warning', 48, 'complianceOfficer', 'manualVerification'),
      duplicateShipment: answer('critical', 4, 'fraudCommittee', 'freeze'),
      pairing: answer('warning', 72, 'complianceOfficer', 'manualVerification'),
      growth: answer('notice', 72, 'analyst', 'extraSources'),
    },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.4 "response ladder", 2.22; assignment of rules [P]',
  },
  velocity: {
    title: 'Multiples of the account’s averages from which a transfer and a day’s volume are flagged',
    codec: record({ transfer: multiple, day: multiple, minTransfers: integer('count', 1, 10_000) }),
    // Fewer transfers make no average.
    initial: { transfer: '5', day: '3', minTransfers: 5 },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.4; transfers until there is an average [P]',
  },
  washTrading: {
    title: 'Seconds in which a trade between the same owners, or its reversal, is a wash; tolerance of quantity',
    codec: record({ windowSeconds: integer('seconds', 1, 31_536_000), tolerance: share }),
    initial: { windowSeconds: 86_400, tolerance: '0.02' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22 [P]',
  },
  spoofing: {
    title: 'Large orders cancelled quickly: multiple of the median size, seconds, share of large orders, number',
    codec: record({
      sizeMultiple: multiple,
      withinSeconds: integer('seconds', 1, 86_400),
      cancelledShare: share,
      minOrders: integer('count', 1, 10_000),
    }),
    initial: { sizeMultiple: '5', withinSeconds: 30, cancelledShare: '0.8', minOrders: 5 },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22 [P]',
  },
  circularFlow: {
    title: 'Value that returns to where it started: longest circle, seconds, share that returns',
    codec: record({
      maxLength: integer('count', 2, 8),
      windowSeconds: integer('seconds', 1, 31_536_000),
      returnedShare: share,
    }),
    initial: { maxLength: 5, windowSeconds: 604_800, returnedShare: '0.8' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22 [P]',
  },
  addressCluster: {
    title: 'Accounts with the same funder or owner from which a cluster is flagged',
    codec: integer('count', 2, 1_000),
    initial: 3,
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22 [P]',
  },
  duplicateShipment: {
    title: 'Days and share of quantity within which two shipments of the same goods on the same vessel are one',
    codec: record({ withinDays: integer('days', 0, 365), tolerance: share }),
    initial: { withinDays: 3, tolerance: '0.02' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22 [P]',
  },
  pairing: {
    title:
      'Cases of an exporter, and squared standard deviations by which one verifier has more of them than its share, which is taken to be the least one at least',
    codec: record({
      minCases: integer('count', 1, 10_000),
      leastShare: decimal('ratio', '0.001', '1', 6),
      deviationsSquared: decimal('ratio', '1', '1000', 4),
    }),
    // Three standard deviations. Of ten cases of an exporter, a verifier without others may have three.
    initial: { minCases: 10, leastShare: '0.1', deviationsSquared: '9' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22 [P]',
  },
  growth: {
    title: 'Weekly growth from which volume is flagged, and the daily volume of a market that lives',
    codec: record({ perWeek: share, minimumDailyPt: amount('PT', '0', '1000000000') }),
    initial: { perWeek: '0.3', minimumDailyPt: '1000' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22',
  },
  modelTargets: {
    title: 'What a fraud model must reach before its flags are shown: false positives and negatives, precision, F1',
    codec: record({ falsePositive: share, falseNegative: share, precision: share, f1: share }),
    initial: { falsePositive: '0.005', falseNegative: '0.001', precision: '0.95', f1: '0.92' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.22',
  },
})

function answer(severity: AlertSeverity, answerHours: number, escalation: string, first: FraudAnswer) {
  return { severity, answerHours, escalation, answer: first }
}
