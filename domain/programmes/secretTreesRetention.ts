/** Secret Trees: how long records are kept, and by when a request to delete is answered (domain.md 2.20), every number. */
import { flag, integer, record, tableOf } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

export const treesRecordKinds = ['account', 'transaction', 'verification', 'analytics', 'log'] as const
export type TreesRecordKind = (typeof treesRecordKinds)[number]

const kept = (years: number, days: number) => ({ permanent: false, years, days })

export const secretTreesRetention = defineParameters('secretTrees.retention', {
  kept: {
    title: 'Time a record is kept: an account from its closing, others from their making; what is permanent has none',
    codec: tableOf(
      treesRecordKinds,
      record(
        { permanent: flag, years: integer('years', 0, 100), days: integer('days', 0, 3_650) },
        ({ permanent, years, days }) =>
          permanent === (years + days === 0) ? null : 'a record is kept either for ever or for a time',
      ),
    ),
    initial: {
      account: kept(0, 90),
      transaction: { permanent: true, years: 0, days: 0 },
      verification: kept(7, 0),
      analytics: kept(2, 0),
      log: kept(0, 30),
    },
    authority: 'council',
    noticeDays: 30,
    source: '2.20 "Retention ST"',
  },
  deletionDays: {
    title: 'Days in which a request to delete personal data is answered',
    codec: integer('days', 1, 365),
    initial: 30,
    authority: 'council',
    noticeDays: 30,
    source: '2.20 "Retention ST"',
  },
})
