/** Telling apart what was done to a row whose hash is not the one stored for its number. */
import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import type { Hash } from '@assay/protocol/merkle.ts'
import { bytesToHex, type Hex } from 'viem'
import { type Db, entryOf } from './auditTree.ts'

export interface Finding {
  readonly kind: 'edited' | 'deleted' | 'reordered' | 'inserted'
  /** Number of the first row that does not fit. */
  readonly leafIndex: bigint
  readonly entryId: string | null
  readonly table: 'audit_entries' | 'audit_leaves' | 'audit_nodes' | 'audit_tree_heads'
  /** One sentence. */
  readonly says: string
}

interface Misfit {
  readonly leafIndex: bigint
  readonly entryId: string
  /** Hash of the entry that has the number now. */
  readonly leaf: Hash
  /** Hash stored for the number when it was given. */
  readonly stored: Hash | undefined
}

/** Names what happened at a number whose entry does not have the hash stored for it. */
export async function whatHappened(db: Db, misfit: Misfit): Promise<Finding> {
  const { leafIndex, entryId, leaf, stored } = misfit
  const found = { leafIndex, entryId }
  if (stored === undefined) {
    return { ...found, kind: 'deleted', table: 'audit_nodes', says: `the hash of number ${leafIndex} is gone` }
  }
  const rightful = await entryWithHash(db, bytesToHex(stored))
  const belongsAt = await numberOfHash(db, leaf)
  if (belongsAt === undefined && rightful === undefined) {
    return {
      ...found,
      kind: 'edited',
      table: 'audit_entries',
      says: `entry ${entryId} with number ${leafIndex} is not what it was`,
    }
  }
  if (belongsAt === undefined) {
    return {
      ...found,
      kind: 'inserted',
      table: 'audit_entries',
      says: `entry ${entryId} was slipped in at number ${leafIndex}, which belongs to entry ${rightful}`,
    }
  }
  if (rightful === undefined) {
    return {
      ...found,
      kind: 'deleted',
      table: 'audit_entries',
      says: `the entry of number ${leafIndex} is gone; entry ${entryId}, number ${belongsAt}, was moved into its place`,
    }
  }
  return {
    ...found,
    kind: 'reordered',
    table: 'audit_leaves',
    says: `entry ${entryId} belongs at number ${belongsAt}, number ${leafIndex} to entry ${rightful}`,
  }
}

/** The entry whose content has a hash, wherever it stands now. Reads every entry: done once, after a misfit. */
async function entryWithHash(db: Db, hash: Hex): Promise<string | undefined> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await db
      .selectFrom('audit_entries')
      .selectAll()
      .where('id', '>', after)
      .orderBy('id')
      .limit(2_000)
      .execute()
    const found = rows.find((row) => bytesToHex(auditLeafHash(entryOf(row))) === hash)
    if (found) return found.id
    const last = rows.at(-1)
    if (last === undefined) return undefined
    after = last.id
  }
}

async function numberOfHash(db: Db, hash: Hash): Promise<bigint | undefined> {
  const row = await db
    .selectFrom('audit_nodes')
    .select('node_index')
    .where('level', '=', 0)
    .where('hash', '=', Buffer.from(hash))
    .executeTakeFirst()
  return row && BigInt(row.node_index)
}
