/** One million allocations and one million consensus tallies, each beside its arithmetic alone, turn by turn in one run. */
import { medianInterval, quantile, show, showInterval, showSummary, summarise } from '../figures.ts'
import type { Options, Say, Section } from '../report.ts'
import { allocations } from './allocations.ts'
import { type Batch, commonDigest, type Rule } from './batch.ts'
import { tallies } from './tallies.ts'

const casesPerRound = 10_000
const rules = [allocations, tallies] as const

interface Turn {
  /** Per second of a core. */
  readonly rule: number
  readonly bound: number
}

interface Measured {
  readonly name: string
  readonly turns: readonly Turn[]
  readonly digest: string
}

export async function measureRules({ quick }: Options, say: Say): Promise<Section> {
  const rounds = quick ? 10 : 100
  const measured = rules.map((rule) => {
    say(`${rounds} rounds of ${show(casesPerRound)}: ${rule.name}`)
    return measureRule(rule, rounds)
  })
  return reportRules(measured, rounds)
}

/** Round 0 warms up and is not counted. */
function measureRule(rule: Rule, rounds: number): Measured {
  const turns: Turn[] = []
  const digests: string[] = []
  for (let round = 0; round <= rounds; round++) {
    const batch = rule.prepare(round, casesPerRound)
    // A B, B A, A B ...: whatever grows with time meets both alike.
    const [first, second] = round % 2 === 0 ? (['rule', 'bound'] as const) : (['bound', 'rule'] as const)
    const done = { [first]: time(batch, first), [second]: time(batch, second) } as Record<keyof Turn, Timed>
    const digest = commonDigest(rule.name, done.rule.results, done.bound.results)
    if (round === 0) continue
    digests.push(digest)
    turns.push({ rule: done.rule.perSecond, bound: done.bound.perSecond })
  }
  return { name: rule.name, turns, digest: commonDigest(rule.name, digests, digests) }
}

interface Timed {
  readonly results: ReturnType<Batch['rule']>
  readonly perSecond: number
}

/** Processor time, garbage collection included: what others do on the machine meanwhile is not in it. */
function time(batch: Batch, way: keyof Batch): Timed {
  const before = process.cpuUsage()
  const results = batch[way]()
  const { user, system } = process.cpuUsage(before)
  return { results, perSecond: (casesPerRound * 1_000_000) / (user + system) }
}

function reportRules(measured: readonly Measured[], rounds: number): Section {
  const rate = (turns: readonly Turn[], way: keyof Turn) =>
    showSummary(summarise(turns.map((turn) => Math.round(turn[way]))))
  return {
    title: 'Rules',
    tables: [
      {
        title: `${show(rounds * casesPerRound)} of each`,
        columns: ['Rule', 'per second of a core: median (min to max)', 'lower bound', 'share of it (95 %)', 'digest'],
        rows: measured.map(({ name, turns, digest }) => {
          const shares = turns.map(({ rule, bound }) => rule / bound)
          return [
            name,
            rate(turns, 'rule'),
            rate(turns, 'bound'),
            showInterval(quantile(shares, 0.5), medianInterval(shares)),
            digest.slice(0, 16),
          ]
        }),
      },
    ],
    notes: [
      `${rounds} rounds of ${show(casesPerRound)} seeded cases, in turn (A B, B A), after a warm-up; a share is the median of the rounds' own shares, with its bootstrap interval.`,
      'The lower bound is the arithmetic alone, on plain bigints that lie ready: no checks, no units, no objects, reports sorted and weighed already. Both gave the same results, or the run would have ended; the digest is over them all.',
      'A tally counts in doubles, which are exact at its sizes; its lower bound counts in bigints.',
    ],
    figures: measured,
  }
}
