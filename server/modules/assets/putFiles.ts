import type { CommandContext } from '../../module.ts'
import { chunksOf } from './chunksOf.ts'

/** Files written at the same time at most: each waits for the disk, not for the processor. */
const atOnceMost = 16

/** Stores files in the encrypted store. Returns their SHA-256 in the order given. */
export async function putFiles({ files }: CommandContext, all: readonly Uint8Array[]): Promise<readonly string[]> {
  const hashes: string[] = []
  for (const part of chunksOf(all, atOnceMost))
    hashes.push(...(await Promise.all(part.map((bytes) => files.put(bytes)))))
  return hashes
}
