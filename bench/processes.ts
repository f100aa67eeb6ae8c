/** Processor time of processes and their children, from proc(5). Without /proc nothing is measured and nothing is shown. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second (`getconf CLK_TCK`). */
const ticksPerSecond = 100

interface Stat {
  readonly pid: number
  readonly parent: number
  /** Seconds, user and system, with the children that have ended. */
  readonly seconds: number
}

/** Seconds of processor time that each tree of processes has used; a tree ends where another one of them begins. Null where it
 *  cannot be known. */
export function processorSeconds(roots: Readonly<Record<string, readonly number[]>>): Record<string, number> | null {
  if (!existsSync('/proc/self/stat')) return null
  const stats = readStats()
  const begin = new Set(Object.values(roots).flat())
  const childrenOf = (pid: number) =>
    [...stats.values()].filter((child) => child.parent === pid && !begin.has(child.pid))
  const treeSeconds = (pid: number): number =>
    childrenOf(pid).reduce((sum, child) => sum + treeSeconds(child.pid), stats.get(pid)?.seconds ?? 0)
  return Object.fromEntries(
    Object.entries(roots).map(([name, pids]) => [name, pids.reduce((sum, pid) => sum + treeSeconds(pid), 0)]),
  )
}

function readStats(): ReadonlyMap<number, Stat> {
  const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? readStat(Number(name)) : []))
  return new Map(stats.map((stat) => [stat.pid, stat]))
}

function readStat(pid: number): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; the parent is the 2nd field after it, the times are the 12th to 15th.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid, parent: Number(fields[1]), seconds: ticks / ticksPerSecond }]
  } catch {
    return [] // it has ended meanwhile
  }
}
