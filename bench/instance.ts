/** The whole program as its users start it, on a state folder that is forgotten at the end. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { childrenOf, end, start } from '../e2e/program.ts'
import type { InstanceFile } from '../server/start.ts'
import { writeStoriesMark } from '../server/storiesMark.ts'
import type { Say } from './report.ts'
import { resultsFolder } from './results.ts'

export interface BenchInstance {
  readonly url: string
  readonly stateDir: string
  readonly databaseUrl: string
  readonly rpcUrl: string
  /** Process numbers by what they do. */
  readonly processes: Readonly<Record<string, readonly number[]>>
  stop(): Promise<void>
}

const startsWithinMs = 240_000

/** @param bare without sandbox and oracle nodes. */
export async function startInstance({ bare }: { bare: boolean }, say: Say): Promise<BenchInstance> {
  const stateDir = mkdtempSync(join(resultsFolder(), 'state-'))
  // As if the stories had been played: the bench plays its own.
  await writeStoriesMark(stateDir)
  const from = performance.now()
  const program = await start(stateDir, startsWithinMs, {
    args: bare ? ['--bare'] : [],
    // One client stands for many, so its own limit must not be what is measured.
    environment: { REQUESTS_PER_MINUTE: '100000000' },
  }).catch((error: unknown) => {
    rmSync(stateDir, { recursive: true, force: true })
    throw error
  })
  say(`the program is up after ${((performance.now() - from) / 1_000).toFixed(1)} s`)
  const instance = JSON.parse(readFileSync(join(stateDir, 'instance.json'), 'utf8')) as InstanceFile
  return {
    url: program.url,
    stateDir,
    databaseUrl: instance.databaseUrl,
    rpcUrl: instance.rpcUrl,
    processes: { ...(await processesOf(stateDir)), 'supervisor and block ticker': [program.child.pid!] },
    async stop() {
      await end(program, 'SIGTERM')
      rmSync(stateDir, { recursive: true, force: true })
    },
  }
}

const titles: readonly (readonly [RegExp, string])[] = [
  [/main\.ts serve/, 'API'],
  [/main\.ts work/, 'worker and submitter'],
  [/main\.ts index/, 'indexer'],
  [/oracle\/main\.ts|demo\/bribedNode\.ts/, 'oracle nodes'],
  [/anvil/, 'chain (anvil)'],
  [/postgres/, 'PostgreSQL'],
]

async function processesOf(stateDir: string): Promise<Record<string, readonly number[]>> {
  const found: Record<string, number[]> = {}
  for (const { pid, command } of await childrenOf(stateDir)) {
    const title = titles.find(([pattern]) => pattern.test(command))?.[1]
    if (title !== undefined) found[title] = [...(found[title] ?? []), pid]
  }
  return found
}
