/** FICTRA: fees of every kind and how they move (domain.md 2.12): every number. */
import { amount, decimal, integer, record, tableOf } from '../codecs.ts'
import { type Exact, exact, sum } from '../decimal.ts'
import { type Authority, defineParameters, type ParameterSet } from '../parameters.ts'
import { largestChange } from './largestChange.ts'

/** Fee types of domain.md 2.12 that have a published range. */
export const feeTypes = ['standard', 'highVolume', 'otc', 'conversion', 'fiat', 'swap'] as const
export type FeeType = (typeof feeTypes)[number]

export const verificationSpeeds = ['standard', 'express', 'premium'] as const
export type VerificationSpeed = (typeof verificationSpeeds)[number]

const share = decimal('ratio', '0', '1', 6)
const rate = decimal('ratio', '0', '0.05', 6)

/** Base rate inside its published range, and how what is not burned is split. */
const feeRow = record(
  { base: rate, min: rate, max: rate, operations: share, development: share, reserve: share },
  (fee) => {
    if (fee.base.lessThan(fee.min) || fee.base.greaterThan(fee.max)) return 'the base rate is outside its range'
    return sum([fee.operations, fee.development, fee.reserve]).equals(exact(1n)) ? null : 'the split must sum to 1'
  },
)

export type RatesByName = Readonly<Record<string, Readonly<Record<string, Exact>>>>

const changes = defineParameters('fictra.settlement', {
  feeChange: {
    title: 'Change of a fee that the Economics Committee decides alone (below), and with the advisory board (up to)',
    codec: record({ aloneBelow: share, advisedMost: share }, ({ aloneBelow, advisedMost }) =>
      aloneBelow.lessThanOrEqualTo(advisedMost) ? null : 'what needs advice begins above what is decided with it',
    ),
    initial: { aloneBelow: '0.05', advisedMost: '0.15' },
    authority: 'council',
    noticeDays: 30,
    source: '2.12',
  },
})

export type FeeChangeProcess = 'economicsCommittee' | 'economicsCommitteeAdvised' | 'full'

/** What a change of this size asks for (domain.md 2.12 "Adjustment authority"). */
export function feeProcessOf(change: Exact, inForce: ParameterSet): FeeChangeProcess {
  const { aloneBelow, advisedMost } = inForce.get(changes.feeChange)
  if (change.lessThan(aloneBelow)) return 'economicsCommittee'
  return change.lessThanOrEqualTo(advisedMost) ? 'economicsCommitteeAdvised' : 'full'
}

/** Of every parameter that is about fees: the full process is the Council's. */
export function feeEscalation(next: unknown, previous: unknown, inForce: ParameterSet): Authority | null {
  return feeProcessOf(largestChange(next, previous), inForce) === 'full' ? 'council' : null
}

const fees = defineParameters('fictra.settlement', {
  fees: {
    title: 'Base rate, published range and split of each fee type',
    codec: tableOf(feeTypes, feeRow),
    initial: {
      standard: fee('0.002', '0.0015', '0.003', '0.6', '0.3', '0.1'),
      highVolume: fee('0.001', '0.0008', '0.0015', '0.55', '0.35', '0.1'),
      otc: fee('0.0015', '0.001', '0.0025', '0.5', '0.4', '0.1'),
      conversion: fee('0.0035', '0.002', '0.005', '0.6', '0.3', '0.1'),
      fiat: fee('0.005', '0.0025', '0.0075', '0.6', '0.3', '0.1'),
      swap: fee('0.002', '0.001', '0.003', '0.6', '0.3', '0.1'),
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12; base rates besides standard and conversion [P]',
    escalation: feeEscalation,
  },
  verificationFees: {
    title: 'Verification fee by speed, share of contract value',
    codec: record({ standard: rate, express: rate }),
    initial: { standard: '0.0005', express: '0.001' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  dynamicFee: {
    title: 'Sensitivity and range of each dynamic component',
    codec: tableOf(
      ['market', 'participant', 'economic'] as const,
      record({ weight: share, min: decimal('ratio', '-1', '0', 4), max: decimal('ratio', '0', '1', 4) }),
    ),
    initial: {
      market: { weight: '0.3', min: '-0.2', max: '0.2' },
      participant: { weight: '0.4', min: '-0.5', max: '0.1' },
      economic: { weight: '0.3', min: '-0.1', max: '0.2' },
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  corridorPositionLimit: {
    title: 'Corridor position is clamped to plus or minus this before it moves the fee',
    codec: share,
    initial: '0.5',
    authority: 'stabilityCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  volatilityMultiplierMax: {
    title: 'Largest fee multiplier while volatility is extreme',
    codec: decimal('ratio', '1', '10', 2),
    initial: '5',
    authority: 'stabilityCommittee',
    noticeDays: 14,
    source: '2.12',
    escalation: feeEscalation,
  },
  verificationHours: {
    title: 'Hours a verification takes, by speed',
    codec: tableOf(
      verificationSpeeds,
      record({ least: integer('hours', 0, 720), most: integer('hours', 1, 720) }, ({ least, most }) =>
        least <= most ? null : 'the least is more than the most',
      ),
    ),
    initial: { standard: { least: 24, most: 48 }, express: { least: 4, most: 8 }, premium: { least: 1, most: 2 } },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
  },
  premiumVerificationPt: {
    title: 'Fixed fee of a premium verification',
    codec: amount('PT', '0', '1000000'),
    initial: '10000',
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12; the amount is [P]',
    escalation: feeEscalation,
  },
})

export const fictraFees = { ...changes, ...fees } as const

function fee(base: string, min: string, max: string, operations: string, development: string, reserve: string) {
  return { base, min, max, operations, development, reserve }
}
