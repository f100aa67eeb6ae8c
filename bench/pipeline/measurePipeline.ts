/** Cases from submitted to minted, through the public API of the whole program: how many a second, and where the time goes. */
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchInstance, startInstance } from '../instance.ts'
import { durableWritesPerSecond } from '../machine.ts'
import { processorSeconds } from '../processes.ts'
import type { Options, Say, Section } from '../report.ts'
import { type MarkedDatabase, type Marks, markDatabase, steps } from './marks.ts'
import { type PreparedTrade, prepareTrades } from './prepareTrades.ts'
import { reportPipeline } from './reportPipeline.ts'
import { type FinishedCase, runCases } from './runCases.ts'
import { signaturesPerSecond } from './signatures.ts'

interface Plan {
  readonly rounds: number
  /** The two ways of asking, turn by turn: alone, a case shows its latency; together, cases show what the machine can do. */
  readonly turns: readonly { readonly atOnce: number; readonly cases: number }[]
}

const full: Plan = {
  rounds: 3,
  turns: [
    { atOnce: 1, cases: 3 },
    { atOnce: 16, cases: 32 },
  ],
}
const short: Plan = {
  rounds: 1,
  turns: [
    { atOnce: 1, cases: 1 },
    { atOnce: 8, cases: 8 },
  ],
}
const warmUpCases = 4
const bundledWithinMs = 60_000

export interface Turn {
  readonly name: string
  readonly cases: readonly FinishedCase[]
  readonly seconds: number
  /** Processor time of one case in milliseconds, by process; null where it cannot be known. */
  readonly processorMs: Readonly<Record<string, number>> | null
  /** Times the write-ahead log was made durable for one case. */
  readonly durableWrites: number
}

export async function measurePipeline({ quick }: Options, say: Say): Promise<Section> {
  const { rounds, turns } = quick ? short : full
  const instance = await startInstance({ bare: false }, say)
  let database: MarkedDatabase | undefined
  try {
    database = await markDatabase(instance.databaseUrl)
    const count = warmUpCases + rounds * turns.reduce((sum, { cases }) => sum + cases, 0)
    const prepared = await prepareTrades(instance, count, say)
    await runCases(prepared.splice(0, warmUpCases), warmUpCases)
    const measured: Turn[] = []
    for (let round = 1; round <= rounds; round++) {
      for (const { atOnce, cases } of turns) {
        const name = `${atOnce} at a time`
        const turn = await measure(instance, database, prepared.splice(0, cases), { name, atOnce })
        measured.push(turn)
        say(`round ${round} of ${rounds}: ${cases} cases ${name} in ${turn.seconds.toFixed(1)} s`)
      }
    }
    const finished = measured.flatMap(({ cases }) => cases)
    const marks = await untilBundled(database, finished)
    return reportPipeline({
      turns: measured,
      marks,
      gasPerCase: (await database.gasOf(finished)) / finished.length,
      durableWritesPerSecond: durableWritesPerSecond(instance.stateDir, 1_000),
      signaturesPerSecond: await signaturesPerSecond(1_000),
      cores: availableParallelism(),
    })
  } finally {
    await database?.close()
    await instance.stop()
  }
}

async function measure(
  instance: BenchInstance,
  database: MarkedDatabase,
  prepared: readonly PreparedTrade[],
  { name, atOnce }: { name: string; atOnce: number },
): Promise<Turn> {
  const processorBefore = processorSeconds(instance.processes)
  const writesBefore = await database.durableWrites()
  const { cases, seconds } = await runCases(prepared, atOnce)
  const processorAfter = processorSeconds(instance.processes)
  const perCase = (process: string) => ((processorAfter![process]! - processorBefore![process]!) * 1_000) / cases.length
  return {
    name,
    cases,
    seconds,
    processorMs:
      processorBefore === null || processorAfter === null
        ? null
        : Object.fromEntries(Object.keys(processorAfter).map((process) => [process, perCase(process)])),
    durableWrites: ((await database.durableWrites()) - writesBefore) / cases.length,
  }
}

/** Bundles follow the minting by themselves, when what they prove is final. */
async function untilBundled(database: MarkedDatabase, cases: readonly FinishedCase[]): Promise<Marks> {
  for (const end = Date.now() + bundledWithinMs; Date.now() < end; await sleep(500)) {
    const marks = await database.read()
    if (cases.every(({ caseId }) => steps.every((step) => marks.get(caseId)?.[step] !== undefined))) return marks
  }
  throw new Error(`not every case had its bundle ${bundledWithinMs / 1_000} s after the last was minted`)
}
