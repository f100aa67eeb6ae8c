/** FICTRA: the staking pools with their terms and rates (domain.md 2.13). */
import { amount, decimal, integer, record, rows } from '../codecs.ts'
import type { Exact } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'

export const stakingPools = ['general', 'validator', 'liquidity', 'sovereign'] as const
export type StakingPool = (typeof stakingPools)[number]

const share = decimal('ratio', '0', '1', 6)
const rate = decimal('ratio/year', '0', '0.3', 6)
const factor = decimal('ratio', '0', '5', 6)
const days = integer('days', 1, 3_650)
const pt = amount('PT', '0', '500000000')
const terms = rows(record({ days, factor }), 8, (list) =>
  list.some(({ days: term }, index) => index > 0 && term <= list[index - 1]!.days) ? 'the terms must rise' : null,
)

interface Rated {
  readonly rate: Exact
  readonly rateLeast: Exact
  readonly rateMost: Exact
}
const inRange = ({ rate: set, rateLeast, rateMost }: Rated) =>
  set.lessThan(rateLeast) || set.greaterThan(rateMost) ? 'the rate is outside its range' : null

export const fictraStaking = defineParameters('fictra.staking', {
  general: {
    title:
      'General pool: least stake, terms, rate a year in its range, bonus for compounding, factor of the volume share',
    codec: record(
      { leastPt: pt, terms, rate, rateLeast: rate, rateMost: rate, compoundBonus: rate, volumeFactor: factor },
      inRange,
    ),
    initial: {
      leastPt: '100',
      terms: [
        { days: 30, factor: '1' },
        { days: 90, factor: '1.25' },
        { days: 180, factor: '1.5' },
        { days: 365, factor: '2' },
      ],
      rate: '0.05',
      rateLeast: '0.03',
      rateMost: '0.07',
      compoundBonus: '0.005',
      volumeFactor: '0.5',
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.13; the rate inside its range is [P]',
  },
  launch: {
    title: 'General pool for stakes of the first days: terms, rate a year in its range, bonus for the earliest',
    codec: record({ days, terms, rate, rateLeast: rate, rateMost: rate, earlyDays: days, earlyBonus: rate }, inRange),
    initial: {
      days: 60,
      terms: [
        { days: 30, factor: '1' },
        { days: 90, factor: '1.3' },
        { days: 180, factor: '1.7' },
        { days: 365, factor: '2.2' },
      ],
      rate: '0.075',
      rateLeast: '0.05',
      rateMost: '0.1',
      earlyDays: 30,
      earlyBonus: '0.02',
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.13; the rate inside its range is [P]',
  },
  validator: {
    title: 'Validator pool: least stake, term, rate a year in its range, range of the uptime factor, bonus for uptime',
    codec: record(
      {
        leastPt: pt,
        days,
        rate,
        rateLeast: rate,
        rateMost: rate,
        factorLeast: factor,
        factorMost: factor,
        uptimeLeast: share,
        uptimeBonus: rate,
      },
      inRange,
    ),
    initial: {
      leastPt: '50000',
      days: 365,
      rate: '0.1',
      rateLeast: '0.08',
      rateMost: '0.12',
      factorLeast: '0.8',
      factorMost: '1.2',
      uptimeLeast: '0.999',
      uptimeBonus: '0.01',
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.13; the rate inside its range is [P]',
  },
  liquidity: {
    title: 'Liquidity pool: least stake, term, rate a year in its range, most of its bonus, range of its factor',
    codec: record(
      {
        leastPt: pt,
        days,
        rate,
        rateLeast: rate,
        rateMost: rate,
        bonusMost: rate,
        factorLeast: factor,
        factorMost: factor,
      },
      inRange,
    ),
    initial: {
      leastPt: '25000',
      days: 90,
      rate: '0.08',
      rateLeast: '0.06',
      rateMost: '0.1',
      bonusMost: '0.05',
      factorLeast: '0.9',
      factorMost: '1.3',
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.13; the rate inside its range is [P]',
  },
  sovereign: {
    title:
      'Sovereign pool: least Foundation Token, terms, rate a year in its range, factor of export growth, strategic bonus',
    codec: record(
      {
        leastFt: amount('FT', '0', '1000000000'),
        terms: rows(days, 8),
        rate,
        rateLeast: rate,
        rateMost: rate,
        growthFactor: factor,
        factorMost: factor,
        strategicBonus: rate,
      },
      inRange,
    ),
    initial: {
      leastFt: '10000',
      terms: [180, 365, 730],
      rate: '0.06',
      rateLeast: '0.04',
      rateMost: '0.08',
      growthFactor: '0.7',
      factorMost: '1.5',
      strategicBonus: '0.02',
    },
    authority: 'economicsCommittee',
    noticeDays: 14,
    source: '2.13 [R]; the rate inside its range is [P]',
  },
})
