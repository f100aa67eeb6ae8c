/**
 * The embedded chain's state in a file. Anvil can write it itself, but it empties the file first, so that a kill at that moment
 * takes the whole chain along, and it writes every second whether anything has happened or not. Here a state is written
 * beside the old one and takes its place in one step, and only when there is a new block.
 */
import { open, rename } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { createTestClient, type Hex, hexToBytes, http, publicActions } from 'viem'
import type { Logger } from '../../module.ts'
import { startLoop } from '../loop.ts'

export interface ChainStateKeeper {
  /** Writes what is not written yet. Throws when the chain does not answer or the disk is full. */
  save(): Promise<void>
  /** Ends the keeping, with what is at hand. */
  stop(): Promise<void>
}

const lookMs = 250
/** A state is the whole history and takes longer and longer to write; at most a tenth of the time goes into that. */
const restPerWork = 9

export function keepChainState(url: string, path: string, log: Logger): ChainStateKeeper {
  const client = createTestClient({
    mode: 'anvil',
    transport: http(url, { retryCount: 0, timeout: 60_000 }),
    cacheTime: 0,
  }).extend(publicActions)
  let saved: Hex | null = null
  let restUntilMs = 0
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    // A block that comes after this look is in the state, and only makes the next look find something new.
    const { hash } = await client.getBlock({ blockTag: 'latest' })
    if (hash === saved) return
    const began = performance.now()
    await replace(path, await promisify(gunzip)(hexToBytes(await client.dumpState())))
    saved = hash
    restUntilMs = Date.now() + (performance.now() - began) * restPerWork
  }

  /** One writer at a time: two would write the same file. */
  function save(): Promise<void> {
    writing = writing.catch(() => undefined).then(write)
    return writing
  }

  const loop = startLoop({
    name: "keeper of the chain's state",
    pauseMs: lookMs,
    log,
    async turn() {
      if (Date.now() >= restUntilMs) await save()
      return false
    },
  })
  return { save, stop: loop.stop }
}

async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(`${path}.new`, 'w')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
}
