/** Authenticated reads and writes per second beside a bare Fastify server, turn by turn on the same machine. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { quantile, show } from '../figures.ts'
import { type BenchInstance, startInstance } from '../instance.ts'
import { pin, unpin } from '../machine.ts'
import { processorSeconds } from '../processes.ts'
import type { Options, Say, Section } from '../report.ts'
import { measureLimits } from './limits.ts'
import { burst } from './load.ts'
import { type Contender, type Measured, type Paced, reportHttp } from './reportHttp.ts'
import { prepareTargets, type Targets } from './targets.ts'

const warmUpSeconds = 2
/** Latency is looked at where there is no queue yet. */
const pacedShare = 0.5

interface Plan {
  readonly rounds: number
  readonly burstSeconds: number
}

export async function measureHttp({ quick }: Options, say: Say): Promise<Section> {
  const plan: Plan = quick ? { rounds: 3, burstSeconds: 1 } : { rounds: 10, burstSeconds: 3 }
  const instance = await startInstance({ bare: true }, say)
  const hello = await startHello()
  // The server has a core for itself, the load generator another one; the database goes where there is room.
  const pinned = pin([...instance.processes.API!, hello.child.pid!], 0) && pin([process.pid], 1)
  try {
    const targets = await prepareTargets(instance)
    const contenders = contendersOf(instance, hello, targets)
    const measured = await takeTurns(contenders, plan, say)
    const paced = await takePaced(contenders.slice(1), measured, plan)
    await targets.checkRows(instance.databaseUrl)
    say('measuring what database and disk can do alone')
    const limits = await measureLimits(instance, targets.tradeId)
    return reportHttp({ ...plan, measured, paced, limits, pinned })
  } finally {
    unpin(process.pid)
    hello.child.disconnect()
    await instance.stop()
  }
}

async function startHello(): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('hello.ts', import.meta.url)))
  const [url] = (await once(child, 'message')) as [string]
  return { url, child }
}

function contendersOf(
  instance: BenchInstance,
  hello: { url: string; child: ChildProcess },
  { read, write }: Targets,
): readonly Contender[] {
  const processes = { server: instance.processes.API!, PostgreSQL: instance.processes.PostgreSQL! }
  return [
    {
      name: 'bare Fastify hello',
      target: { url: `${hello.url}/hello`, method: 'GET', headers: {} },
      processes: { server: [hello.child.pid!] },
    },
    { name: 'authenticated read', target: read, processes },
    { name: 'authenticated write', target: write, processes },
  ]
}

/** A B C, C B A, A B C ...: whatever else the machine does meets all of them alike. The first turn only warms up. */
async function takeTurns(
  contenders: readonly Contender[],
  { rounds, burstSeconds }: Plan,
  say: Say,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const measured = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]))
  for (const { target } of contenders) await burst(target, warmUpSeconds)
  for (let round = 1; round <= rounds; round++) {
    const order = round % 2 === 1 ? contenders : contenders.toReversed()
    for (const contender of order) {
      const one = await measure(contender, burstSeconds)
      measured.get(contender.name)!.push(one)
      say(`round ${round} of ${rounds}: ${contender.name}, ${show(Math.round(one.perSecond))} requests/s`)
    }
  }
  return measured
}

/** Latency at a rate that the server keeps up with. */
async function takePaced(
  contenders: readonly Contender[],
  measured: ReadonlyMap<string, readonly Measured[]>,
  { burstSeconds }: Plan,
): Promise<readonly Paced[]> {
  const paced: Paced[] = []
  for (const { name, target } of contenders) {
    const most = quantile(
      measured.get(name)!.map(({ perSecond }) => perSecond),
      0.5,
    )
    const rate = Math.round(most * pacedShare)
    paced.push({ name, rate, ...(await burst(target, 2 * burstSeconds, rate)) })
  }
  return paced
}

async function measure({ target, processes }: Contender, seconds: number): Promise<Measured> {
  const before = processorSeconds(processes)
  const done = await burst(target, seconds)
  const after = processorSeconds(processes)
  if (before === null || after === null) return { ...done, processorUs: null }
  const each = (name: string) => ((after[name]! - before[name]!) * 1_000_000) / done.requests
  return { ...done, processorUs: Object.fromEntries(Object.keys(processes).map((name) => [name, each(name)])) }
}
