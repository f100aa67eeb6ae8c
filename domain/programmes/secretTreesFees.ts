/** Secret Trees: fees and what a project is worth (domain.md 2.24), every number. */
import { decimal, record } from '../codecs.ts'
import { defineParameters } from '../parameters.ts'

const share = decimal('ratio', '0', '1', 4)
const euros = decimal('EUR', '0', '1000000', 2)
const eurosAMonth = decimal('EUR/month', '0', '1000000', 2)

export const secretTreesFees = defineParameters('secretTrees.fees', {
  issuance: {
    title: 'Fee on issuance, share of the value of what is issued',
    codec: decimal('ratio', '0.03', '0.07', 4),
    initial: '0.05',
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.24; within "3-7 %" [P]',
  },
  verification: {
    title: 'Verification fee in euros: base, and for each hectare begun',
    codec: record({ base: euros, perHectare: decimal('EUR/ha', '5', '30', 2) }),
    initial: { base: '2900', perHectare: '15' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.24; where "5-15" and "15-30" meet [P]',
  },
  premium: {
    title: 'Factor on the market price for verified co-benefits',
    codec: decimal('ratio', '1', '5', 4),
    initial: '1.3',
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.24',
  },
  subscription: {
    title: 'Monthly subscription, least and most, in euros',
    codec: record({ least: eurosAMonth, most: eurosAMonth, loyalty: share }),
    initial: { least: '500', most: '5000', loyalty: '0' },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.24; the second of two tables',
  },
})
