/** Who is to die where: the points of each kind of process in an order of the seed, each until a process has died there. */

import type { Order } from './installation.ts'
import { type CrashPoint, played, type Victim } from './points.ts'

export interface OrderBook {
  /** The next order for a process of this kind, or null. None before `open`. */
  next(victim: Victim): Order | null
  open(): void
  /** True while a process runs that is to die at the point of this name. */
  isArmed(name: string): boolean
  /** Points nobody has died at yet. */
  left(): readonly CrashPoint[]
  done(point: CrashPoint): void
}

/** Passages of a frequent point, at most, before the process dies there. */
const latestPassage = 3

export function createOrders(seed: number, told: (point: CrashPoint, setting: string) => void): OrderBook {
  const random = randomOf(seed)
  const waiting = shuffle([...played], random)
  const left = new Set(played)
  const armed = new Set<string>()
  let isOpen = false
  const done = (point: CrashPoint) => left.delete(point)
  return {
    next(victim) {
      const place = isOpen ? waiting.findIndex((point) => point.victim === victim) : -1
      if (place < 0) return null
      const [point] = waiting.splice(place, 1) as [CrashPoint]
      armed.add(point.name)
      const setting = point.frequent ? `${point.name}@${1 + Math.floor(random() * latestPassage)}` : point.name
      return {
        setting,
        died() {
          armed.delete(point.name)
          done(point)
          told(point, setting)
        },
        giveBack() {
          armed.delete(point.name)
          waiting.push(point)
        },
      }
    },
    open() {
      isOpen = true
    },
    isArmed: (name) => armed.has(name),
    left: () => [...left],
    done,
  }
}

function shuffle<T>(items: T[], random: () => number): T[] {
  for (let n = items.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1))
    ;[items[n], items[other]] = [items[other]!, items[n]!]
  }
  return items
}

/** Small generator with a seed (mulberry32): a failure can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
