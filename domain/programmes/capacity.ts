/** Load both programmes are planned for (domain.md 3, 2.24): assumptions, so that a plan can be repeated with other numbers. */
import { integer, record } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

const perDay = integer('1/day', 0, 1_000_000_000)

export const capacity = defineParameters('capacity', {
  peakTransactionsPerDay: {
    title: 'Transactions a day at the peak, by type',
    codec: record({
      payments: perDay,
      purchases: perDay,
      verifications: perDay,
      allocations: perDay,
      conversions: perDay,
    }),
    initial: {
      payments: 5_000_000,
      purchases: 1_500_000,
      verifications: 500_000,
      allocations: 100_000,
      conversions: 50_000,
    },
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '3 "Daily volumes"',
  },
  readingSeconds: {
    title: 'Seconds between two readings of a sensor',
    codec: integer('seconds', 1, 86_400),
    initial: 900,
    authority: 'technicalCommittee',
    noticeDays: 0,
    source: '2.24, 3',
  },
})
