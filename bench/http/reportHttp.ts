import { quantile, show, showRatio, showShare, showSummary, summarise } from '../figures.ts'
import type { Section } from '../report.ts'
import { type Burst, connections, type Target } from './load.ts'

export interface Contender {
  readonly name: string
  readonly target: Target
  readonly processes: Readonly<Record<string, readonly number[]>>
}

export interface Measured extends Burst {
  /** Processor time of one request in microseconds, by process; null where it cannot be known. */
  readonly processorUs: Readonly<Record<string, number>> | null
}

export interface HttpResults {
  /** By contender; the first is what the others are compared with. */
  readonly measured: ReadonlyMap<string, readonly Measured[]>
  readonly rounds: number
  readonly burstSeconds: number
  readonly durableWritesPerSecond: number
}

export function reportHttp(results: HttpResults): Section {
  const { measured, rounds, burstSeconds, durableWritesPerSecond } = results
  const base = [...measured.values()][0]!
  const rows = [...measured].map(([name, turns]) => {
    const median = (of: (turn: Measured) => number) => quantile(turns.map(of), 0.5)
    const processor = (process: string) =>
      turns[0]?.processorUs?.[process] === undefined
        ? '-'
        : show(Math.round(median(({ processorUs }) => processorUs![process]!)))
    return [
      name,
      showSummary(summarise(turns.map(({ perSecond }) => Math.round(perSecond)))),
      showShare(
        quantile(
          turns.map(({ perSecond }, round) => perSecond / base[round]!.perSecond),
          0.5,
        ),
      ),
      show(median(({ p50Ms }) => p50Ms)),
      show(median(({ p99Ms }) => p99Ms)),
      processor('server'),
      processor('PostgreSQL'),
    ]
  })
  const writes = quantile(
    measured.get('authenticated write')!.map(({ perSecond }) => perSecond),
    0.5,
  )
  return {
    title: 'Requests',
    tables: [
      {
        title: `Requests over ${connections} connections`,
        columns: [
          'Contender',
          'requests/s: median (min to max)',
          'share of hello',
          'p50 ms',
          'p99 ms',
          'server: µs of a core',
          'PostgreSQL: µs of a core',
        ],
        rows,
      },
    ],
    notes: [
      `${rounds} rounds of ${burstSeconds} s, in turn, after a warm-up. A share is the median of the rounds' own shares. Every answer was a success.`,
      'Read: a trade, by its seller (token, client, owner, row). Write: a trade registered (the same, then durable, with idempotency record, event and audit entry).',
      `Limit of writes: the disk makes ${show(Math.round(durableWritesPerSecond))} appends of 8 KiB durable per second for one writer. Writes reach ${showRatio(writes, durableWritesPerSecond)} of it; commits that come together share one.`,
      'The load generator shares the cores, so requests/s of hello are bounded by it too; the time of a core per request is not.',
    ],
    figures: { measured: Object.fromEntries(measured), durableWritesPerSecond },
  }
}
