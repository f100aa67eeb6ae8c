/** FICTRA: circuit breakers by phase and interventions (domain.md 2.11, the Stability document [R]). */
import { decimal, integer, record, tableOf } from '../codecs.ts'
import type { Exact } from '../decimal.ts'
import { defineParameters } from '../parameters.ts'
import { marketPhases } from './fictraMarket.ts'

const share = decimal('ratio', '0.0001', '1', 6)
const seconds = integer('seconds', 1, 2_592_000)

interface Levels {
  readonly level1: Exact
  readonly level2: Exact
  readonly level3: Exact
}
const rising = ({ level1, level2, level3 }: Levels) =>
  level2.greaterThan(level1) && level3.greaterThan(level2) ? null : 'the levels must rise'

export const fictraBreakers = defineParameters('fictra.breakers', {
  moves: {
    title: 'Move of the price, share of it, that trips each level, by phase',
    codec: tableOf(marketPhases, record({ level1: share, level2: share, level3: share }, rising)),
    initial: {
      launch: { level1: '0.05', level2: '0.1', level3: '0.15' },
      first: { level1: '0.05', level2: '0.1', level3: '0.15' },
      second: { level1: '0.03', level2: '0.07', level3: '0.1' },
      third: { level1: '0.02', level2: '0.05', level3: '0.07' },
    },
    authority: 'council',
    noticeDays: 30,
    intervalDays: 91,
    source: '2.11 [R]; notice and interval 2.1',
  },
  windows: {
    title: 'Seconds within which the move of each level happens',
    codec: record({ level1: seconds, level2: seconds, level3: seconds }),
    initial: { level1: 3_600, level2: 7_200, level3: 86_400 },
    authority: 'council',
    noticeDays: 30,
    intervalDays: 91,
    source: '2.11 [R]; notice and interval 2.1',
  },
  halts: {
    title: 'Seconds the first two levels last; the third lasts until it is released, by the chair and so many others',
    codec: record({ level1: seconds, level2: seconds, releaseOthers: integer('count', 1, 100) }),
    initial: { level1: 1_800, level2: 3_600, releaseOthers: 2 },
    authority: 'council',
    noticeDays: 30,
    intervalDays: 91,
    source: '2.11 [R]; notice and interval 2.1',
  },
  extreme: {
    title:
      'Move within so many seconds above which volatility is extreme; move that brings the fee multiplier to its most',
    codec: record({ above: share, windowSeconds: seconds, fullAt: share }, (row) =>
      row.fullAt.greaterThan(row.above) ? null : 'the full move must be larger',
    ),
    initial: { above: '0.05', windowSeconds: 3_600, fullAt: '0.25' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.11; the full move is [P]',
  },
  interventions: {
    title:
      'Distance from the 24-hour average that calls for each step of intervention, its most of daily volume, its spacing',
    codec: record(
      { level1: share, level2: share, level3: share, volumeShareMost: share, spacingSeconds: seconds },
      rising,
    ),
    initial: { level1: '0.02', level2: '0.035', level3: '0.07', volumeShareMost: '0.01', spacingSeconds: 900 },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.11',
  },
})
