/**
 * What earlier runs against this installation made, kept in its state folder: parties with their secrets, the trade, the
 * project. So a second run finds them again instead of making others: a delivery can be claimed only once.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Memory {
  has(name: string): boolean
  /** What was made under this name before, or what `make` makes now; null is not remembered. */
  recall<T>(name: string, make: () => Promise<T>): Promise<T>
}

export function openMemory(stateDir: string): Memory {
  const path = join(stateDir, 'real.json')
  const known = readKnown(path)
  return {
    has: (name) => known[name] != null,
    async recall<T>(name: string, make: () => Promise<T>) {
      if (known[name] != null) return known[name] as T
      const made = await make()
      if (made === null) return made
      known[name] = made
      // Written whole or not at all. It holds secrets of the sandbox.
      writeFileSync(`${path}.new`, `${JSON.stringify(known, null, 2)}\n`, { mode: 0o600, flush: true })
      renameSync(`${path}.new`, path)
      return made
    },
  }
}

function readKnown(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
