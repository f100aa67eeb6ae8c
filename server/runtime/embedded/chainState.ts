/**
 * The embedded chain's state in a file. Anvil can write it itself, but it empties the file first, so that a kill at that moment
 * takes the whole chain along, and it writes every second whether anything has happened or not. Here a state is written
 * beside the old one and takes its place in one step, and only when there is a new block. It stays packed as anvil hands it out:
 * it is written often and read once, at a start.
 */
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { createTestClient, type Hex, http, publicActions } from 'viem'
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
    await replace(path, Buffer.from((await client.dumpState()).slice(2), 'hex'))
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

/** Runs `use` with a kept state as anvil wants to read it, in a file that is there meanwhile only. */
export async function withUnpackedState<R>(path: string, use: (file: string) => Promise<R>): Promise<R> {
  // More than one chain may begin with the same state at the same moment.
  const file = `${path}.${randomBytes(6).toString('hex')}.unpacked`
  try {
    await pipeline(createReadStream(path), createGunzip(), createWriteStream(file, { mode: 0o600 }))
    return await use(file)
  } finally {
    await rm(file, { force: true })
  }
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
