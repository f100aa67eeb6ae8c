/** The machine a run was made on: figures of two machines are not comparable, and those of a busy one say little. */
import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface MachineFacts {
  readonly processor: string
  readonly cores: number
  readonly node: string
  readonly commit: string
  /** Cores that other work kept busy just before the run. */
  readonly busyCores: number
}

export async function machineFacts(): Promise<MachineFacts> {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
    commit: commit(),
    busyCores: await busyCores(2_000),
  }
}

/** While this process waits. */
async function busyCores(forMs: number): Promise<number> {
  const before = processorMs()
  await sleep(forMs)
  const after = processorMs()
  return (cpus().length * (after.busy - before.busy)) / (after.all - before.all)
}

function processorMs(): { busy: number; all: number } {
  const times = cpus().map((cpu) => cpu.times)
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0)
  return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all }
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

/** Keeps processes to one core. @returns false where there is no second core, or no taskset(1). */
export function pin(pids: readonly number[], core: number): boolean {
  return availableParallelism() > 1 && pids.every((pid) => taskset(pid, `${core}`))
}

export function unpin(pid: number): void {
  taskset(pid, `0-${cpus().length - 1}`)
}

function taskset(pid: number, cores: string): boolean {
  return spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, `${pid}`]).status === 0
}

/** A page of a write-ahead log. */
const page = Buffer.alloc(8_192, 1)

/** Times a page can be appended and made durable in a second, by one writer, where `directory` lies. */
export function durableWritesPerSecond(directory: string, forMs: number): number {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'durable-writes')
  const file = openSync(path, 'w')
  const from = performance.now()
  let writes = 0
  while (performance.now() - from < forMs) {
    writeSync(file, page)
    fdatasyncSync(file)
    writes++
  }
  const seconds = (performance.now() - from) / 1_000
  closeSync(file)
  rmSync(path)
  return writes / seconds
}
