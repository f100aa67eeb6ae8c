/** FICTRA: vesting of what a class was allocated, the public sale, and how concentrated holdings may be (domain.md 2.9). */
import { decimal, integer, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

/** Classes whose tokens vest; the liquidity reserve is used, not granted. */
export const vestingClasses = ['public', 'partners', 'team', 'ecosystem', 'treasury'] as const
export type VestingClass = (typeof vestingClasses)[number]

const share = decimal('ratio', '0', '1', 6)
const months = integer('months', 0, 600)

export const fictraVesting = defineParameters('fictra.vesting', {
  schedules: {
    title: 'Share vested at once, months of lock, months of the period after it, months of one step',
    codec: tableOf(
      vestingClasses,
      record(
        {
          initialShare: share,
          lockMonths: months,
          periodMonths: integer('months', 1, 600),
          stepMonths: integer('months', 1, 120),
        },
        (row) => (row.periodMonths % row.stepMonths === 0 ? null : 'the period must be a whole number of steps'),
      ),
    ),
    initial: {
      public: { initialShare: '0.3', lockMonths: 0, periodMonths: 6, stepMonths: 1 },
      partners: { initialShare: '0.2', lockMonths: 0, periodMonths: 18, stepMonths: 1 },
      team: { initialShare: '0', lockMonths: 12, periodMonths: 36, stepMonths: 3 },
      ecosystem: { initialShare: '0.15', lockMonths: 0, periodMonths: 24, stepMonths: 1 },
      treasury: { initialShare: '0.25', lockMonths: 0, periodMonths: 48, stepMonths: 1 },
    },
    authority: 'councilAndSovereigns',
    noticeDays: 180,
    source: '2.9 [R]',
  },
  saleShareMost: {
    title: 'Largest share of the public sale one purchaser may buy',
    codec: share,
    initial: '0.05',
    authority: 'council',
    noticeDays: 30,
    source: '2.9',
  },
  concentration: {
    title: 'Goals of how widely Payment Token is held',
    codec: record({
      giniBelow: share,
      topHolders: integer('count', 1, 1_000),
      topShareBelow: share,
      holdersAbove: integer('count', 0, 1_000_000_000),
    }),
    initial: { giniBelow: '0.65', topHolders: 10, topShareBelow: '0.25', holdersAbove: 10_000 },
    authority: 'council',
    noticeDays: 30,
    source: '2.9',
  },
})
