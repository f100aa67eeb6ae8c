import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { CommandContext } from '../../module.ts'

/**
 * Until the command ends nobody else files or erases these bytes: of two who file them at once one finds the other's document, and an
 * erasure sees every document that shares them. A lock stands for all bytes whose digests begin alike, so that a batch of thousands
 * takes few; all of them at once and in one order, so that two batches never wait for each other.
 */
export function lockBytes(context: CommandContext, all: readonly Uint8Array[]): Promise<void> {
  return lockDigests(
    context,
    all.map((bytes) => createHash('sha256').update(bytes).digest('hex')),
  )
}

/** @param digests lower-case hex */
export async function lockDigests({ db }: CommandContext, digests: readonly string[]): Promise<void> {
  const rooms = [...new Set(digests.map((digest) => digest.slice(0, 2)))].sort()
  for (const room of rooms)
    await sql`select pg_advisory_xact_lock(hashtextextended(${`documents/${room}`}, 0))`.execute(db)
}
