/** FICTRA: trust score and its bands (domain.md 2.4), every number. */
import { bands, choice, decimal, tableOf } from '../codecs.ts'
import { exact, sum } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'

export const trustBands = ['none', 'bronze', 'silver', 'gold', 'platinum'] as const
export type TrustBand = (typeof trustBands)[number]

export const trustComponents = ['completeness', 'issuer', 'sourceDiversity', 'history', 'consistency'] as const
export type TrustComponent = (typeof trustComponents)[number]

const share = decimal('ratio', '0', '1', 4)
const score = decimal('points', '0', '100', 4)

export const fictraTrust = defineParameters('fictra.trust', {
  weights: {
    title: 'Weight of each trust component; they sum to one',
    codec: tableOf(trustComponents, share, (weights) =>
      sum(Object.values(weights)).equals(exact(1n)) ? null : 'the weights must sum to 1',
    ),
    initial: { completeness: '0.25', issuer: '0.2', sourceDiversity: '0.2', history: '0.15', consistency: '0.2' },
    authority: 'council',
    noticeDays: 21,
    source: '2.4',
  },
  bands: {
    title: 'Trust bands, lower bound inclusive',
    codec: bands('points', '0', '100', choice(trustBands)),
    initial: [
      { from: '0', value: 'none' },
      { from: '50', value: 'bronze' },
      { from: '70', value: 'silver' },
      { from: '85', value: 'gold' },
      { from: '95', value: 'platinum' },
    ],
    authority: 'council',
    noticeDays: 21,
    source: '2.4',
  },
  historyOfNewSeller: {
    title: 'History component of a seller without any delivery',
    codec: score,
    initial: '50',
    authority: 'council',
    noticeDays: 21,
    source: '2.4 [P]',
  },
})
