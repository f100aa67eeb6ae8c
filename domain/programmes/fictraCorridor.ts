/** FICTRA: the price corridor (domain.md 2.10): width by phase, trend, triggers, actions at its boundaries, launch profile. */
import { amount, bands, decimal, integer, record, rows, tableOf } from '../codecs.ts'
import type { Exact } from '../decimal.ts'
import { type Authority, defineParameters, type ParameterSet } from '../parameters.ts'
import { marketPhases } from './fictraMarket.ts'
import { largestChange } from './largestChange.ts'

const share = decimal('ratio', '0', '1', 6)
const width = decimal('ratio', '0.001', '0.5', 6)
const factor = decimal('ratio', '0', '3', 6)
const pt = amount('PT', '0', '1000000000000')

const phase = record(
  {
    width,
    monitoring: width,
    soft: width,
    hard: width,
    emergency: width,
    trajectory: decimal('ratio/year', '0', '0.12', 6), // a year; zero until decided
    trajectoryLeast: decimal('ratio/year', '0', '0.12', 6),
    trajectoryMost: decimal('ratio/year', '0', '0.12', 6),
  },
  (row) => {
    const rising = [row.monitoring, row.soft, row.hard, row.emergency]
    if (rising.some((bound, index) => index > 0 && !bound.greaterThan(rising[index - 1]!))) return 'the bands must rise'
    const decided = row.trajectory.isZero() || within(row.trajectory, row.trajectoryLeast, row.trajectoryMost)
    return decided ? null : 'the trajectory must be zero or within its range'
  },
)

const soleChange = defineParameters('fictra.corridor', {
  soleChange: {
    title: 'Change of a number of the corridor that the Stability Committee decides alone, share of it',
    codec: share,
    initial: '0.1',
    authority: 'council',
    noticeDays: 30,
    source: '2.10',
  },
})

/** Of what the Stability Committee decides: a larger change is the Council's too. */
function corridorEscalation(next: unknown, previous: unknown, inForce: ParameterSet): Authority | null {
  return largestChange(next, previous).greaterThan(inForce.get(soleChange.soleChange)) ? 'council' : null
}

const corridors = defineParameters('fictra.corridor', {
  phases: {
    title: 'Width, bands of deviation from the middle, trend of the middle a year, by phase',
    codec: tableOf(marketPhases, phase),
    initial: {
      launch: corridor('0.05', ['0.02', '0.03', '0.04', '0.05'], '0', '0'),
      first: corridor('0.15', ['0.05', '0.1', '0.12', '0.15'], '0.08', '0.12'),
      second: corridor('0.1', ['0.03', '0.07', '0.09', '0.1'], '0.06', '0.1'),
      third: corridor('0.07', ['0.02', '0.05', '0.06', '0.07'], '0.04', '0.08'),
    },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.10; trajectory zero until decided [R]',
    escalation: corridorEscalation,
  },
  anchor: {
    title: 'Weight of the launch price in the middle, that price, and its trend a year',
    codec: record({
      launchWeight: share,
      launchMid: decimal('USD', '0.01', '100', 6),
      trajectory: decimal('ratio/year', '0', '0.12', 6),
    }),
    initial: { launchWeight: '0', launchMid: '1', trajectory: '0' },
    authority: 'council',
    noticeDays: 30,
    source: '2.10 [R]',
  },
  triggers: {
    title: 'Position in the corridor from which the actions of a boundary are on',
    codec: record({ upper: share, lower: share }),
    initial: { upper: '0.617', lower: '0.717' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.10 [R]',
    escalation: corridorEscalation,
  },
  boundaryActions: {
    title:
      'Factors while the price is near a boundary, and the share of fees that goes to the reserve near the upper one',
    codec: record({
      upperEmission: decimal('ratio', '0.5', '1', 6),
      upperFeesToReserve: share,
      upperApy: factor,
      lowerFee: factor,
      lowerApy: factor,
    }),
    initial: { upperEmission: '0.7', upperFeesToReserve: '0.8', upperApy: '0.85', lowerFee: '0.8', lowerApy: '1.3' },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.10',
    escalation: corridorEscalation,
  },
  manualAction: {
    title: 'Most hours to assess, approve and execute an action by hand',
    codec: record({
      assessHours: integer('hours', 6, 24),
      approveHours: integer('hours', 2, 12),
      executeHours: integer('hours', 12, 72),
    }),
    initial: { assessHours: 24, approveHours: 12, executeHours: 72 },
    authority: 'stabilityCommittee',
    noticeDays: 7,
    source: '2.10',
    escalation: corridorEscalation,
  },
  launchReserve: {
    title: 'Share of the reserve for liquidity on the first day, a share each day after it, for so many days',
    codec: record({ firstDay: share, perDay: share, days: integer('days', 0, 365) }, (row) =>
      row.firstDay.plus(row.perDay.times(row.days)).lessThanOrEqualTo(1) ? null : 'it comes to more than the reserve',
    ),
    initial: { firstDay: '0.2', perDay: '0.01', days: 30 },
    authority: 'council',
    noticeDays: 7,
    source: '2.10; the rest is strategic',
  },
  launchQuotes: {
    title: 'Depth market makers owe within a distance of the launch price, the pool, and the price range by day',
    codec: record({
      depths: rows(record({ within: share, leastPt: pt }), 8),
      poolLeastPt: pt,
      range: bands('days', '0', '365', share), // by day since launch
    }),
    initial: {
      depths: [
        { within: '0.001', leastPt: '1000000' },
        { within: '0.002', leastPt: '2000000' },
        { within: '0.005', leastPt: '5000000' },
      ],
      poolLeastPt: '50000000',
      range: [
        { from: '0', value: '0.005' },
        { from: '30', value: '0.01' },
        { from: '60', value: '0.02' },
      ],
    },
    authority: 'council',
    noticeDays: 7,
    source: '2.10 [R] corridor profile of the launch',
  },
})

export const fictraCorridor = { ...soleChange, ...corridors } as const

function corridor(of: string, levels: readonly [string, string, string, string], least: string, most: string) {
  const [monitoring, soft, hard, emergency] = levels
  return { width: of, monitoring, soft, hard, emergency, trajectory: '0', trajectoryLeast: least, trajectoryMost: most }
}

function within(value: Exact, least: Exact, most: Exact): boolean {
  return value.greaterThanOrEqualTo(least) && value.lessThanOrEqualTo(most)
}
