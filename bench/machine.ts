/** The machine a run was made on: figures of two machines are not comparable, and those of a busy one say little. */
import { execFileSync } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'

export interface MachineFacts {
  readonly processor: string
  readonly cores: number
  readonly node: string
  readonly commit: string
  /** Processes that wanted a core in the last minute, before the run added its own. */
  readonly loadBefore: number
}

export function machineFacts(): MachineFacts {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    node: process.versions.node,
    commit: commit(),
    loadBefore: loadavg()[0]!,
  }
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
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
