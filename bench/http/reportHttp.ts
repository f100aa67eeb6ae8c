import { medianInterval, quantile, show, showInterval, showShare, showSummary, summarise } from '../figures.ts'
import type { Section, Table } from '../report.ts'
import type { Limits } from './limits.ts'
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

/** A contender at a rate it keeps up with. */
export interface Paced extends Burst {
  readonly name: string
  readonly rate: number
}

export interface HttpResults {
  /** By contender; the first is what the others are compared with. */
  readonly measured: ReadonlyMap<string, readonly Measured[]>
  readonly paced: readonly Paced[]
  readonly rounds: number
  readonly burstSeconds: number
  readonly limits: Limits
  /** Server and load generator had a core each. */
  readonly pinned: boolean
}

export function reportHttp(results: HttpResults): Section {
  const { measured, rounds, burstSeconds, pinned } = results
  return {
    title: 'Requests',
    tables: [throughput(measured), limitsOf(results), latency(results.paced)],
    notes: [
      `${rounds} rounds of ${burstSeconds} s, in turn (A B C, C B A), after a warm-up. A share is the median of the rounds' own shares, with its bootstrap interval. Every answer was a success, and every write that was answered is a row.`,
      'Read: a trade, by its seller (token, client, owner, row). Write: a trade registered (the same, then durable, with idempotency record, event and audit entry).',
      pinned
        ? 'The server had core 0, the load generator core 1, PostgreSQL whatever was free of both; PostgreSQL flushes each commit (fsync and synchronous_commit on).'
        : 'The load generator shares the cores with server and database; PostgreSQL flushes each commit (fsync and synchronous_commit on).',
      'The load generator bounds requests/s of hello; the time of a core per request does not depend on it.',
    ],
    figures: { ...results, measured: Object.fromEntries(measured) },
  }
}

function throughput(measured: HttpResults['measured']): Table {
  const base = [...measured.values()][0]!
  return {
    title: `Requests over ${connections} connections`,
    columns: [
      'Contender',
      'requests/s: median (min to max)',
      'share of hello (95 %)',
      'server: µs of a core',
      'PostgreSQL: µs of a core',
    ],
    rows: [...measured].map(([name, turns]) => {
      const shares = turns.map(({ perSecond }, round) => perSecond / base[round]!.perSecond)
      const processor = (process: string) => {
        const each = turns.flatMap(({ processorUs }) => processorUs?.[process] ?? [])
        return each.length === 0 ? '-' : show(Math.round(quantile(each, 0.5)))
      }
      return [
        name,
        showSummary(summarise(turns.map(({ perSecond }) => Math.round(perSecond)))),
        name === 'bare Fastify hello' ? '-' : showInterval(quantile(shares, 0.5), medianInterval(shares)),
        processor('server'),
        processor('PostgreSQL'),
      ]
    }),
  }
}

function limitsOf({ measured, limits }: HttpResults): Table {
  const rateOf = (name: string) =>
    quantile(
      measured.get(name)!.map(({ perSecond }) => perSecond),
      0.5,
    )
  const row = (limit: string, perSecond: number, name: string) => [
    limit,
    show(Math.round(perSecond)),
    name,
    showShare(rateOf(name) / perSecond),
  ]
  return {
    title: 'Physical limits in this run, and how much of each is reached',
    columns: ['Limit', 'per second', 'contender', 'reached'],
    rows: [
      row('a trade by its id, bare PostgreSQL client', limits.indexedReads, 'authenticated read'),
      row('a small row in a durable transaction, bare PostgreSQL client', limits.durableInserts, 'authenticated write'),
      row(
        '8 KiB appended and made durable by one writer; commits that come together share one',
        limits.durableWrites,
        'authenticated write',
      ),
    ],
  }
}

function latency(paced: readonly Paced[]): Table {
  return {
    title: 'Latency at half of that rate',
    columns: ['Contender', 'requests/s', 'p50 ms', 'p99 ms'],
    rows: paced.map(({ name, rate, p50Ms, p99Ms }) => [name, show(rate), show(p50Ms), show(p99Ms)]),
  }
}
