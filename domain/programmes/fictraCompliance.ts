/** FICTRA: know-your-customer tiers, limits, risk, reports and retention (domain.md 2.18), every number. */
import { amount, bands, choice, decimal, flag, integer, record, rows, tableOf } from '../codecs.ts'
import { exact, sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'
import type { Quantity } from '../quantity.ts'

export const kycTiers = ['basic', 'standard', 'enhanced', 'institutional', 'sovereign'] as const
export type KycTier = (typeof kycTiers)[number]

/** `stated`: the tiers of the KYC paper; `cautious`: those of the fraud paper. */
export const limitProfiles = ['stated', 'cautious'] as const

export const partyKinds = ['person', 'company', 'sovereign'] as const
export type PartyKind = (typeof partyKinds)[number]

export const kycEvidence = [
  'email',
  'phone',
  'networkAddress',
  'identityDocument',
  'address',
  'registration',
  'credentials', // of a sovereign's officials
  'video',
  'sourceOfFunds',
  'beneficialOwners',
  'departments', // several departments of the sovereign confirm
  'centralBank',
] as const
export type KycEvidence = (typeof kycEvidence)[number]

export const riskDimensions = ['entity', 'jurisdiction', 'pattern', 'network', 'history'] as const
export type RiskDimension = (typeof riskDimensions)[number]

export const riskBands = ['low', 'medium', 'high', 'critical'] as const
export type RiskBand = (typeof riskBands)[number]

export const jurisdictions = ['CH', 'EU', 'US'] as const
export type Jurisdiction = (typeof jurisdictions)[number]

export const recordKinds = ['kyc', 'transaction', 'investigation', 'attempt', 'communication', 'audit'] as const
export type RecordKind = (typeof recordKinds)[number]

export const transactionKinds = ['purchase', 'commodity', 'sovereignConversion', 'redemption'] as const
export type TransactionKind = (typeof transactionKinds)[number]

const pt = amount('PT', '0', '500000000')
const evidenceOf = tableOf(kycEvidence, flag)
const asked = (...of: readonly KycEvidence[]) =>
  Object.fromEntries(kycEvidence.map((kind) => [kind, of.includes(kind)]))
const limits = (perTransactionPt: string, perDayPt: string, perMonthPt: string) => ({
  agreed: false,
  ...{ perTransactionPt, perDayPt, perMonthPt },
})
/** Nothing is allowed until limits of its own are agreed with the party. */
const agreed = { agreed: true, perTransactionPt: '0', perDayPt: '0', perMonthPt: '0' }

const first = ['email', 'phone', 'networkAddress'] as const

export const fictraCompliance = defineParameters('fictra.compliance', {
  limitProfile: {
    title: 'Which table of limits is in force',
    codec: choice(limitProfiles),
    initial: 'stated',
    authority: 'council',
    noticeDays: 30,
    source: '2.18 [R]',
  },
  limits: {
    title: 'Limits of each tier by profile; `agreed` limits are set with each party',
    codec: tableOf(
      limitProfiles,
      tableOf(kycTiers, record({ agreed: flag, perTransactionPt: pt, perDayPt: pt, perMonthPt: pt }), limitsFault),
    ),
    initial: {
      stated: {
        basic: limits('10000', '50000', '250000'),
        standard: limits('50000', '50000', '250000'),
        enhanced: agreed,
        institutional: agreed,
        sovereign: agreed,
      },
      cautious: {
        basic: limits('1000', '1000', '5000'),
        standard: limits('50000', '50000', '250000'),
        enhanced: limits('500000', '500000', '2500000'),
        institutional: agreed,
        sovereign: agreed,
      },
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.18; the month of `basic` and `standard` of the first table are taken from `standard` of the second [P]',
  },
  evidence: {
    title: 'Evidence each tier asks of each kind of party, besides that of the tiers below it',
    codec: tableOf(['basic', 'standard', 'enhanced'] as const, tableOf(partyKinds, evidenceOf)),
    initial: {
      basic: { person: asked(...first), company: asked(...first), sovereign: asked(...first) },
      standard: {
        person: asked('identityDocument', 'address'),
        company: asked('identityDocument', 'address', 'registration'),
        sovereign: asked('credentials'),
      },
      enhanced: {
        person: asked('video', 'sourceOfFunds'),
        company: asked('video', 'sourceOfFunds', 'beneficialOwners'),
        sovereign: asked('departments', 'centralBank'),
      },
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.18',
  },
  riskWeights: {
    title: 'Weight of each dimension of the risk score; they sum to one',
    codec: tableOf(riskDimensions, decimal('ratio', '0', '1', 4), (weights) =>
      sum(Object.values(weights)).equals(exact(1n)) ? null : 'the weights must sum to 1',
    ),
    initial: { entity: '0.2', jurisdiction: '0.2', pattern: '0.2', network: '0.2', history: '0.2' },
    authority: 'council',
    noticeDays: 14,
    source: '2.18; equal weights [P]',
  },
  riskBands: {
    title: 'Risk bands by whole points, who decides, and days until the next review',
    codec: bands(
      'points',
      '0',
      '100',
      record({
        band: choice(riskBands),
        decidedBy: choice(['automatic', 'officer', 'committee', 'board'] as const),
        reviewDays: integer('days', 1, 3_650),
      }),
    ),
    initial: [
      { from: '0', value: { band: 'low', decidedBy: 'automatic', reviewDays: 365 } },
      { from: '26', value: { band: 'medium', decidedBy: 'officer', reviewDays: 182 } },
      { from: '51', value: { band: 'high', decidedBy: 'committee', reviewDays: 91 } },
      { from: '76', value: { band: 'critical', decidedBy: 'board', reviewDays: 30 } },
    ],
    authority: 'council',
    noticeDays: 14,
    source: '2.18',
  },
  reports: {
    title: 'Reports to authorities: from which value, in how many hours, over which channel',
    codec: rows(
      record({
        jurisdiction: choice(jurisdictions),
        report: choice(['suspicion', 'largeTransaction'] as const),
        fromUsd: decimal('USD', '0', '1000000000', 2),
        hours: integer('hours', 0, 8_760),
        authority: choice(['MROS', 'nationalUnit', 'FinCEN'] as const),
      }),
      32,
    ),
    initial: [
      { jurisdiction: 'CH', report: 'suspicion', fromUsd: '0', hours: 0, authority: 'MROS' },
      { jurisdiction: 'EU', report: 'suspicion', fromUsd: '0', hours: 24, authority: 'nationalUnit' },
      { jurisdiction: 'US', report: 'suspicion', fromUsd: '0', hours: 720, authority: 'FinCEN' },
      { jurisdiction: 'US', report: 'largeTransaction', fromUsd: '10000', hours: 360, authority: 'FinCEN' },
    ],
    authority: 'council',
    // What an authority orders holds from the day it orders it.
    noticeDays: 0,
    source: '2.18; of "24-72 h" the shorter',
  },
  retentionYears: {
    title: 'Years a record is kept: KYC from the end of the relation, others from their making',
    codec: tableOf(recordKinds, integer('years', 1, 100)),
    initial: { kyc: 5, transaction: 10, investigation: 7, attempt: 2, communication: 5, audit: 7 },
    authority: 'council',
    noticeDays: 30,
    source: '2.18',
  },
  processing: {
    title: 'Minutes in less than which an application for each tier is decided, and how many a day are',
    codec: tableOf(
      kycTiers,
      record({ minutes: integer('minutes', 1, 525_600), perDay: integer('1/day', 1, 100_000_000) }),
    ),
    initial: {
      basic: { minutes: 5, perDay: 50_000 },
      standard: { minutes: 60, perDay: 10_000 },
      enhanced: { minutes: 1_440, perDay: 1_000 },
      institutional: { minutes: 4_320, perDay: 500 },
      sovereign: { minutes: 7_200, perDay: 100 },
    },
    authority: 'council',
    noticeDays: 14,
    source: '2.18 "Capacity"; all between basic and sovereign [P]',
  },
  transactionControls: {
    title: 'Risk and controls of each kind of transaction',
    codec: tableOf(
      transactionKinds,
      record({
        risk: choice(['medium', 'high', 'veryHigh'] as const),
        multisig: flag,
        oracle: flag,
        delivery: flag,
        coolDownHours: integer('hours', 0, 8_760),
      }),
    ),
    initial: {
      purchase: { risk: 'medium', multisig: false, oracle: false, delivery: false, coolDownHours: 0 },
      commodity: { risk: 'high', multisig: true, oracle: true, delivery: true, coolDownHours: 0 },
      sovereignConversion: { risk: 'veryHigh', multisig: true, oracle: true, delivery: false, coolDownHours: 0 },
      redemption: { risk: 'medium', multisig: false, oracle: false, delivery: false, coolDownHours: 24 },
    },
    authority: 'council',
    noticeDays: 14,
    source: '2.18; the length of the cool-down [P]',
  },
})

interface LimitRow {
  readonly agreed: boolean
  readonly perTransactionPt: Quantity<'PT'>
  readonly perDayPt: Quantity<'PT'>
  readonly perMonthPt: Quantity<'PT'>
}

/** More evidence never moves less, and a longer period never holds less than a shorter one. */
function limitsFault(rows: Readonly<Record<KycTier, LimitRow>>): string | null {
  const own = kycTiers.filter((tier) => !rows[tier].agreed)
  for (const [index, tier] of own.entries()) {
    const { perTransactionPt, perDayPt, perMonthPt } = rows[tier]
    if (perTransactionPt.value > perDayPt.value || perDayPt.value > perMonthPt.value) {
      return `${tier} may move more at once than in a day, or in a day than in a month`
    }
    const below = index === 0 ? null : rows[own[index - 1]!]
    const falls = (['perTransactionPt', 'perDayPt', 'perMonthPt'] as const).some(
      (limit) => below !== null && rows[tier][limit].value < below[limit].value,
    )
    if (falls) return `${tier} may move less than the tier below it`
  }
  return null
}
