/**
 * Lets the embedded chain's clock go on while somebody waits for it, and rest otherwise. Anvil mines with transactions only, so
 * nothing would become final by itself, and no challenge window would ever be over.
 */
import { createTestClient, http, publicActions } from 'viem'
import type { Logger } from '../../module.ts'
import { type Loop, startLoop } from '../loop.ts'

const lookMs = 250
const idleBlockMs = 1_000

export interface TickerOptions {
  readonly rpcUrl: string
  readonly log: Logger
  /** True while something is due that may ask for the time on the chain. */
  readonly isAwaited: () => Promise<boolean>
  /** Pause between two blocks that only let time pass; a second by default. */
  readonly blockMs?: number
}

/** Mines an empty block at every look while the newest block with transactions is not final, and one a second while time is awaited. */
export function startTicker({ rpcUrl, log, isAwaited, blockMs = idleBlockMs }: TickerOptions): Loop {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl, { retryCount: 0 }), cacheTime: 0 }).extend(
    publicActions,
  )
  let seen = -1n
  let newestFull = 0n
  let lookedMs = 0
  return startLoop({
    name: 'block ticker',
    pauseMs: Math.min(lookMs, blockMs),
    log,
    async turn() {
      const [latest, final] = await Promise.all([
        client.getBlock({ blockTag: 'latest' }),
        client.getBlock({ blockTag: 'finalized' }),
      ])
      // A chain that came back older starts the count again.
      if (latest.number < seen) seen = -1n
      for (let number = latest.number; number > seen && number > latest.number - 64n; number--) {
        const block = number === latest.number ? latest : await client.getBlock({ blockNumber: number })
        if (block.transactions.length === 0) continue
        newestFull = number
        break
      }
      seen = latest.number
      if (newestFull > final.number) {
        await client.mine({ blocks: 1 })
        return false
      }
      if (Date.now() - lookedMs < blockMs) return false
      lookedMs = Date.now()
      if (await isAwaited()) await client.mine({ blocks: 1 })
      return false
    },
  })
}
