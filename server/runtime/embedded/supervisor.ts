/** Keeps children alive and ends them all: in order when asked, by the guard when we are killed ourselves. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type Guard, startGuard } from './guard.ts'
import { rememberChildren } from './instanceLock.ts'

export interface ChildPlan {
  readonly name: string
  /** Starts the process; called again after it died. */
  start(): Promise<ChildProcess>
  readonly stopSignal: 'SIGINT' | 'SIGTERM'
  /** What is to be done before the child is ended; its failure keeps nobody alive. */
  readonly beforeStop?: () => Promise<void>
}

export interface Supervisor {
  /** Starts a child and watches it from now on. Children end in reverse order of their start. */
  run(plan: ChildPlan): Promise<void>
  /** Ends every child; those that do not end within the grace period are killed. */
  stop(): Promise<void>
}

const graceMs = 10_000
const firstBackoffMs = 500
const longestBackoffMs = 10_000
/** Having lived this long, a child that dies is started again at once. */
const healthyMs = 30_000

interface Kept {
  readonly plan: ChildPlan
  child: ChildProcess
}

/** `longestPauseMs` bounds the growing pause before a child that keeps dying is started again. */
export function startSupervisor(
  stateDir: string,
  say: (line: string) => void,
  longestPauseMs = longestBackoffMs,
): Supervisor {
  const kept: Kept[] = []
  let stopping = false
  let guard: Guard = watchGuard()

  /** The guard itself may be killed; a new one learns of everybody. */
  function watchGuard(): Guard {
    const fresh = startGuard()
    fresh.child.once('exit', () => {
      if (stopping) return
      guard = watchGuard()
      for (const { child, plan } of kept) guard.watch(child, plan.stopSignal)
    })
    return fresh
  }

  async function launch(entry: Kept, backoffMs: number): Promise<void> {
    const bornAt = Date.now()
    guard.watch(entry.child, entry.plan.stopSignal)
    await rememberChildren(
      stateDir,
      kept.flatMap(({ child }) => (child.pid === undefined ? [] : [child.pid])),
    )
    entry.child.once('exit', (code, signal) => {
      if (!stopping)
        void revive(entry, Date.now() - bornAt > healthyMs ? firstBackoffMs : backoffMs, signal ?? `code ${code}`)
    })
    // It may have died before the listener was there.
    if (hasEnded(entry.child) && !stopping) entry.child.emit('exit', entry.child.exitCode, entry.child.signalCode)
  }

  async function revive(entry: Kept, backoffMs: number, why: string): Promise<void> {
    say(`${entry.plan.name} ended (${why}); starting it again in ${backoffMs / 1_000} s`)
    await new Promise((resume) => setTimeout(resume, backoffMs))
    if (stopping) return
    const next = Math.min(longestPauseMs, backoffMs * 2)
    try {
      entry.child = await entry.plan.start()
      if (stopping) await endChild(entry)
      else {
        await launch(entry, next)
        say(`${entry.plan.name} runs again`)
      }
    } catch (error) {
      if (!stopping) await revive(entry, next, (error as Error).message.slice(0, 500))
    }
  }

  return {
    async run(plan) {
      const entry: Kept = { plan, child: await plan.start() }
      kept.push(entry)
      await launch(entry, firstBackoffMs)
    },
    async stop() {
      stopping = true
      for (const entry of [...kept].reverse()) await endChild(entry)
      guard.stop()
      await rememberChildren(stateDir, [])
    },
  }
}

async function endChild({ child, plan }: Kept): Promise<void> {
  if (hasEnded(child)) return
  await plan.beforeStop?.().catch(() => undefined)
  if (hasEnded(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(plan.stopSignal)
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(timer)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** A program of ours as a child: its own process group, its log in `logs/<name>.log`, a channel that closes with us. */
export function spawnProgram(
  stateDir: string,
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  mkdirSync(join(stateDir, 'logs'), { recursive: true })
  const log = openSync(join(stateDir, 'logs', `${name}.log`), 'a')
  try {
    return spawn(process.execPath, [...args], {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...process.env, ...environment },
    })
  } finally {
    closeSync(log)
  }
}
