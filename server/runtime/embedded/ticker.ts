/** Makes the embedded chain's blocks final: anvil mines with transactions only, but `finalized` is two blocks below the newest. */
import { createTestClient, http, publicActions } from 'viem'
import type { Logger } from '../../module.ts'
import { type Loop, startLoop } from '../loop.ts'

const lookMs = 250
const idleBlockMs = 1_000
/** After the last transaction, time goes on in blocks for this long, so that what depends on it can be seen happening. */
const lingerMs = 30_000

/** Mines empty blocks while the newest block with transactions is not final, and for a while after; then the chain rests. */
export function startTicker(rpcUrl: string, log: Logger): Loop {
  const client = createTestClient({ mode: 'anvil', transport: http(rpcUrl, { retryCount: 0 }), cacheTime: 0 }).extend(
    publicActions,
  )
  let seen = -1n
  let newestFull = 0n
  let fullAtMs = Date.now()
  let minedAtMs = 0
  return startLoop({
    name: 'block ticker',
    pauseMs: lookMs,
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
        fullAtMs = Date.now()
        break
      }
      seen = latest.number
      const now = Date.now()
      const urgent = newestFull > final.number
      const due = now - fullAtMs < lingerMs && now - minedAtMs >= idleBlockMs
      if (!urgent && !due) return false
      await client.mine({ blocks: 1 })
      minedAtMs = now
      return false
    },
  })
}
