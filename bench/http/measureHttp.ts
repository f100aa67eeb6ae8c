/** Authenticated reads and writes per second beside a bare Fastify server, turn by turn on the same machine. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { show } from '../figures.ts'
import { startInstance } from '../instance.ts'
import { durableWritesPerSecond } from '../machine.ts'
import { processorSeconds } from '../processes.ts'
import type { Say, Section } from '../report.ts'
import { burst } from './load.ts'
import { type Contender, type Measured, reportHttp } from './reportHttp.ts'
import { prepareTargets } from './targets.ts'

const rounds = 5
const burstSeconds = 3
const warmUpSeconds = 2

export async function measureHttp(say: Say): Promise<Section> {
  const instance = await startInstance({ bare: true }, say)
  const hello = await startHello()
  try {
    const { read, write } = await prepareTargets(instance)
    const processes = { server: instance.processes.API!, PostgreSQL: instance.processes.PostgreSQL! }
    const contenders: readonly Contender[] = [
      {
        name: 'bare Fastify hello',
        target: { url: `${hello.url}/hello`, method: 'GET', headers: {} },
        processes: { server: [hello.child.pid!] },
      },
      { name: 'authenticated read', target: read, processes },
      { name: 'authenticated write', target: write, processes },
    ]
    const measured = await takeTurns(contenders, say)
    return reportHttp({
      measured,
      rounds,
      burstSeconds,
      durableWritesPerSecond: durableWritesPerSecond(instance.stateDir, 1_000),
    })
  } finally {
    hello.child.disconnect()
    await instance.stop()
  }
}

async function startHello(): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(fileURLToPath(new URL('hello.ts', import.meta.url)))
  const [url] = (await once(child, 'message')) as [string]
  return { url, child }
}

/** A B C A B C ...: whatever else the machine does meets all of them alike. The first turn only warms up. */
async function takeTurns(
  contenders: readonly Contender[],
  say: Say,
): Promise<ReadonlyMap<string, readonly Measured[]>> {
  const measured = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]))
  for (const { target } of contenders) await burst(target, warmUpSeconds)
  for (let round = 1; round <= rounds; round++) {
    for (const contender of contenders) {
      const one = await measure(contender)
      measured.get(contender.name)!.push(one)
      say(`round ${round} of ${rounds}: ${contender.name}, ${show(Math.round(one.perSecond))} requests/s`)
    }
  }
  return measured
}

async function measure({ target, processes }: Contender): Promise<Measured> {
  const before = processorSeconds(processes)
  const done = await burst(target, burstSeconds)
  const after = processorSeconds(processes)
  if (before === null || after === null) return { ...done, processorUs: null }
  const each = (name: string) => ((after[name]! - before[name]!) * 1_000_000) / done.requests
  return { ...done, processorUs: Object.fromEntries(Object.keys(processes).map((name) => [name, each(name)])) }
}
