/** FICTRA: fees, fee burn and split (domain.md 2.12, 2.14), conversion (2.8), supply cap (2.9), escrow: every number. */
import { amount, bands, decimal, integer, record, tableOf } from '../codecs.ts'
import { type Exact, exact, formatExact, sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'

/** Fee types of domain.md 2.12 that have a published range. */
export const feeTypes = ['standard', 'highVolume', 'otc', 'conversion', 'fiat', 'swap'] as const
export type FeeType = (typeof feeTypes)[number]

export const verificationSpeeds = ['standard', 'express'] as const
export type VerificationSpeed = (typeof verificationSpeeds)[number]

export const stakingTiers = ['none', 'bronze', 'silver', 'gold', 'platinum'] as const
export type StakingTier = (typeof stakingTiers)[number]

const share = decimal('0', '1', 6)
const rate = decimal('0', '0.05', 6)
const bandsOfPt = bands('0', '1000000000000', share)

/** Base rate inside its published range, and how what is not burned is split. */
const feeRow = record(
  { base: rate, min: rate, max: rate, operations: share, development: share, reserve: share },
  (fee) => {
    if (fee.base.lessThan(fee.min) || fee.base.greaterThan(fee.max)) return 'the base rate is outside its range'
    return sum([fee.operations, fee.development, fee.reserve]).equals(exact(1n)) ? null : 'the split must sum to 1'
  },
)

const rateStep = defineParameters('fictra.settlement', {
  conversionRateStep: {
    title: 'Largest change of the conversion rate at once, share of the previous rate',
    codec: share,
    initial: '0.1',
    authority: 'council',
    noticeDays: 30,
    source: '2.8',
  },
})

const settlement = defineParameters('fictra.settlement', {
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
  },
  verificationFees: {
    title: 'Verification fee by speed, share of contract value',
    codec: tableOf(verificationSpeeds, rate),
    initial: { standard: '0.0005', express: '0.001' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
  },
  dynamicFee: {
    title: 'Sensitivity and range of each dynamic component',
    codec: tableOf(
      ['market', 'participant', 'economic'] as const,
      record({ weight: share, min: decimal('-1', '0', 4), max: decimal('0', '1', 4) }),
    ),
    initial: {
      market: { weight: '0.3', min: '-0.2', max: '0.2' },
      participant: { weight: '0.4', min: '-0.5', max: '0.1' },
      economic: { weight: '0.3', min: '-0.1', max: '0.2' },
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
  },
  corridorPositionLimit: {
    title: 'Corridor position is clamped to plus or minus this before it moves the fee',
    codec: share,
    initial: '0.5',
    authority: 'stabilityCommittee',
    noticeDays: 0,
    source: '2.12',
  },
  volatilityMultiplierMax: {
    title: 'Largest fee multiplier while volatility is extreme',
    codec: decimal('1', '10', 2),
    initial: '5',
    authority: 'stabilityCommittee',
    noticeDays: 0,
    source: '2.12',
  },
  volumeDiscounts: {
    title: 'Discount by traded volume of 30 days, USD',
    codec: bandsOfPt,
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
  },
  loyaltyDiscounts: {
    title: 'Discount by Payment Token held',
    codec: bandsOfPt,
    initial: [
      { from: '0', value: '0' },
      { from: '100000', value: '0.1' },
      { from: '1000000', value: '0.25' },
      { from: '10000000', value: '0.4' },
    ],
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
  },
  stakingDiscounts: {
    title: 'Discount by staking tier',
    codec: tableOf(stakingTiers, share),
    initial: { none: '0', bronze: '0.05', silver: '0.15', gold: '0.3', platinum: '0.5' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.12',
  },
  feeBurn: {
    title: 'Share of trade fees burned, by Payment Token volume of the month',
    codec: bandsOfPt,
    initial: [
      { from: '0', value: '0.1' },
      { from: '1000000', value: '0.15' },
      { from: '10000000', value: '0.2' },
      { from: '50000000', value: '0.25' },
    ],
    authority: 'council',
    noticeDays: 14,
    source: '2.14',
  },
  conversionRate: {
    title: 'Payment Token per Foundation Token',
    codec: decimal('0.01', '18', 18),
    initial: '1',
    authority: 'stabilityCommittee',
    noticeDays: 0,
    source: '2.8',
    step(next: Exact, previous: Exact, inForce) {
      const allowed = previous.times(inForce.get(rateStep.conversionRateStep))
      return next.minus(previous).abs().lessThanOrEqualTo(allowed)
        ? null
        : `the rate may move by at most ${formatExact(allowed)} at once`
    },
  },
  conversion: {
    title: 'Unpaid share, fee and daily limit of a conversion',
    codec: record({
      unpaidShare: decimal('0', '0.2', 4),
      fee: decimal('0.002', '0.005', 4),
      dailyLimitPt: amount('PT', '0', '1000000000000'),
    }),
    initial: { unpaidShare: '0.03', fee: '0.0035', dailyLimitPt: '10000000' },
    authority: 'council',
    noticeDays: 14,
    source: '2.8; daily limit [P]',
  },
  paymentTokenCap: {
    title: 'Payment Token that can ever exist; the contract enforces the same',
    codec: amount('PT', '500000000', '500000000'),
    initial: '500000000',
    authority: 'councilAndSovereigns',
    noticeDays: 180,
    source: '2.9',
  },
  finalityDelays: {
    title: 'Seconds that payment and allocation wait after the outcome is settled and final, by contract value in PT',
    codec: bands('0', '1000000000000', integer(0, 2_592_000)),
    initial: [
      { from: '0', value: 0 },
      { from: '10000000', value: 1_800 },
      { from: '100000000', value: 86_400 },
    ],
    authority: 'council',
    noticeDays: 14,
    source: '1.3 step 10 [P]',
  },
  escrowTimeoutSeconds: {
    title: 'Seconds from funding until the buyer may take the money back',
    codec: integer(3_600, 63_072_000),
    initial: 15_552_000,
    authority: 'council',
    noticeDays: 30,
    source: '2.7 [P]',
  },
})

export const fictraSettlement = { ...settlement, ...rateStep } as const

function fee(base: string, min: string, max: string, operations: string, development: string, reserve: string) {
  return { base, min, max, operations, development, reserve }
}
