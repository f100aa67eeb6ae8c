/** FICTRA: settlement: fee burn (domain.md 2.14), conversion (2.8), supply cap (2.9), escrow: every number. */
import { amount, bands, decimal, integer, record } from '../codecs.ts'
import { type Exact, formatExact } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'

const share = decimal('ratio', '0', '1', 6)

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
  feeBurn: {
    title: 'Share of trade fees burned, by Payment Token volume of the month',
    codec: bands('PT', '0', '1000000000000', share),
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
    codec: decimal('PT/FT', '0.01', '18', 18),
    initial: '1',
    authority: 'stabilityCommittee',
    // It follows a market average in bounded steps; a rate announced ahead would be traded against until it came.
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
      unpaidShare: decimal('ratio', '0', '0.2', 4),
      fee: decimal('ratio', '0.002', '0.005', 4),
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
    codec: bands('PT', '0', '1000000000000', integer('seconds', 0, 2_592_000)),
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
    codec: integer('seconds', 3_600, 63_072_000),
    initial: 15_552_000,
    authority: 'council',
    noticeDays: 30,
    source: '2.7 [P]',
  },
})

export const fictraSettlement = { ...settlement, ...rateStep } as const
