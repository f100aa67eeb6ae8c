import { mean, quantile, show, showShare, showSummary, summarise } from '../figures.ts'
import type { Section, Table } from '../report.ts'
import { type Marks, type Step, steps } from './marks.ts'
import type { Turn } from './measurePipeline.ts'

export interface PipelineResults {
  readonly turns: readonly Turn[]
  readonly marks: Marks
  readonly gasPerCase: number
  readonly durableWritesPerSecond: number
  readonly signaturesPerSecond: number
  readonly cores: number
}

/** What each stage is: it ends with its step. */
const stages: Readonly<Record<Step, string>> = {
  opened: 'opened on chain (terms computed, transaction sent)',
  reported: 'reported (indexed, seven nodes recompute and sign)',
  quorum: 'quorum on chain (reports tallied, transaction sent)',
  settled: 'settled (2 s challenge window, then final)',
  minted: 'minted on chain (release and allocation sent)',
  indexed: 'indexed (the API shows the tokens)',
  bundled: 'bundled (final, anchored, anchor final, proven)',
}

/** Gas of one second of Ethereum: 60,000,000 a block, a block every 12 s. */
const ethereumGasPerSecond = 60_000_000 / 12
const nodes = 7

export function reportPipeline(results: PipelineResults): Section {
  const { turns, marks, cores } = results
  const names = [...new Set(turns.map(({ name }) => name))]
  return {
    title: 'Cases from submitted to minted',
    tables: [
      throughput(names, results),
      whereTimeGoes(names, results),
      processors(names, results),
      limits(names, results),
    ],
    notes: [
      `Deliveries of wheat through the public API; seven oracle nodes, API, worker, indexer, PostgreSQL and chain are processes of their own, on ${cores} cores together with the clients. Turn by turn, after a warm-up.`,
      'cases/s counts from the first submission to the last one minted. Stages are timed by triggers in the database.',
      'The embedded chain makes a block per transaction and is final two blocks later; every 250 ms it is given an empty block for that.',
    ],
    figures: { ...results, marks: Object.fromEntries(marks) },
  }
}

function throughput(names: readonly string[], { turns, marks }: PipelineResults): Table {
  return {
    title: 'Throughput and latency',
    columns: ['Cases in flight', 'cases/s: median (min to max)', 'submitted to minted: p50 s', 'p95 s'],
    rows: names.map((name) => {
      const own = turns.filter((turn) => turn.name === name)
      const seconds = own
        .flatMap(({ cases }) => cases)
        .map(({ caseId, submittedAt }) => (marks.get(caseId)!.indexed! - submittedAt) / 1_000)
      return [
        name,
        showSummary(summarise(own.map(({ cases, seconds }) => cases.length / seconds))),
        show(quantile(seconds, 0.5)),
        show(quantile(seconds, 0.95)),
      ]
    }),
  }
}

function whereTimeGoes(names: readonly string[], { turns, marks }: PipelineResults): Table {
  const lasted = (name: string, place: number) =>
    turns
      .filter((turn) => turn.name === name)
      .flatMap(({ cases }) => cases)
      .map(({ caseId, submittedAt }) => {
        const at = marks.get(caseId)!
        return at[steps[place]!]! - (place === 0 ? submittedAt : at[steps[place - 1]!]!)
      })
  const total = (name: string) => steps.reduce((sum, _, place) => sum + mean(lasted(name, place)), 0)
  return {
    title: 'Where the time goes: each stage ends with the step it is named by',
    columns: ['Stage', ...names.flatMap((name) => [`${name}: p50 ms`, 'p95 ms', 'share'])],
    rows: steps.map((step, place) => [
      stages[step],
      ...names.flatMap((name) => {
        const ms = lasted(name, place)
        return [show(quantile(ms, 0.5)), show(quantile(ms, 0.95)), showShare(mean(ms) / total(name))]
      }),
    ]),
  }
}

/** Processor time of a case in milliseconds, by process, of the turns of one name. */
function processorOf(turns: readonly Turn[], name: string): [string, number][] {
  const own = turns
    .filter((turn) => turn.name === name)
    .flatMap(({ processorMs }) => (processorMs === null ? [] : [processorMs]))
  return Object.keys(own[0] ?? {}).map((process) => [
    process,
    quantile(
      own.map((of) => of[process]!),
      0.5,
    ),
  ])
}

function processors(names: readonly string[], { turns }: PipelineResults): Table {
  const busiest = processorOf(turns, names.at(-1)!).sort(([, a], [, b]) => b - a)
  const total = busiest.reduce((sum, [, ms]) => sum + ms, 0)
  return {
    title: `Time of a core for one case, ${names.at(-1)}`,
    columns: ['Process', 'ms', 'share'],
    rows: [...busiest, ['all', total] as const].map(([process, ms]) => [
      process,
      show(Math.round(ms)),
      showShare(ms / total),
    ]),
  }
}

function limits(names: readonly string[], results: PipelineResults): Table {
  const { turns, cores, gasPerCase, durableWritesPerSecond, signaturesPerSecond } = results
  const own = turns.filter(({ name }) => name === names.at(-1))
  const measured = quantile(
    own.map(({ cases, seconds }) => cases.length / seconds),
    0.5,
  )
  const writes = quantile(
    own.map(({ durableWrites }) => durableWrites),
    0.5,
  )
  const processorMs = processorOf(turns, names.at(-1)!).reduce((sum, [, ms]) => sum + ms, 0)
  const row = (limit: string, how: string, casesPerSecond: number) => [
    `${limit}: ${how}`,
    show(casesPerSecond),
    showShare(measured / casesPerSecond),
  ]
  return {
    title: `Physical limits, and how much of each ${show(measured)} cases/s are`,
    columns: ['Limit', 'cases/s', 'reached'],
    rows: [
      ...(processorMs === 0
        ? []
        : [
            row(
              'processors',
              `${cores} cores / ${show(Math.round(processorMs))} ms of a core per case`,
              (cores * 1_000) / processorMs,
            ),
          ]),
      row(
        'disk',
        `${show(Math.round(durableWritesPerSecond))} durable writes/s of one writer / ${show(Math.round(writes))} per case`,
        durableWritesPerSecond / writes,
      ),
      row(
        'signatures',
        `${cores} cores x ${show(Math.round(signaturesPerSecond))} signed and recovered per second / ${nodes} per case`,
        (cores * signaturesPerSecond) / nodes,
      ),
      row(
        'chain',
        `Ethereum's 60,000,000 gas per 12 s / ${show(Math.round(gasPerCase))} gas per case`,
        ethereumGasPerSecond / gasPerCase,
      ),
    ],
  }
}
