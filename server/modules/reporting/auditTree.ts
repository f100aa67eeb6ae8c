/** Reading the stored tree of the audit log: its head, its frontier and the nodes of proofs. */

import type { AuditLogEntry } from '@assay/protocol/auditEntry.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { foldNodes, type Hash, type LeafRange, type NodeAddress, nodesOfRange } from '@assay/protocol/merkle.ts'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Hex } from 'viem'
import type { Database } from '../../generated/rows.ts'

export type Db = Kysely<Database> | Transaction<Database>

export interface TreeHead {
  readonly treeSize: bigint
  readonly root: Hex
  readonly madeAt: Date
}

/** The newest tree head, or the one of a given size; undefined when there is none. */
export async function findTreeHead(db: Db, treeSize?: bigint): Promise<TreeHead | undefined> {
  let query = db.selectFrom('audit_tree_heads').selectAll().orderBy('tree_size', 'desc').limit(1)
  if (treeSize !== undefined) query = query.where('tree_size', '=', treeSize.toString())
  const row = await query.executeTakeFirst()
  return row && { treeSize: BigInt(row.tree_size), root: row.root as Hex, madeAt: row.made_at }
}

/** Id of this database's log on chain. */
export async function auditLogId(db: Db): Promise<Hex> {
  const { log_id } = await db.selectFrom('audit_log').select('log_id').executeTakeFirstOrThrow()
  return idOf('log', log_id)
}

/** Reads the nodes of ranges of the tree and hashes each range. Throws when a node is missing: the tree was damaged. */
export async function readRanges(db: Db, ranges: readonly LeafRange[]): Promise<Hash[]> {
  const wanted = ranges.map(nodesOfRange)
  const found = await readNodes(db, wanted.flat())
  return wanted.map((nodes) =>
    foldNodes(
      nodes.map((node) => {
        const hash = found.get(nodeKey(node))
        if (hash === undefined) throw new Error(`audit node ${nodeKey(node)} is missing; run verify-log`)
        return hash
      }),
    ),
  )
}

/** Hashes of the complete subtrees of the tree of `size` leaves, left to right. */
export async function readFrontier(db: Db, size: bigint): Promise<Hash[]> {
  return readRanges(
    db,
    nodesOfRange({ start: 0n, end: size }).map(({ level, index }) => ({
      start: index << BigInt(level),
      end: (index + 1n) << BigInt(level),
    })),
  )
}

function nodeKey({ level, index }: NodeAddress): string {
  return `${level}/${index}`
}

async function readNodes(db: Db, nodes: readonly NodeAddress[]): Promise<Map<string, Hash>> {
  if (nodes.length === 0) return new Map()
  const levels = nodes.map(({ level }) => level)
  const indexes = nodes.map(({ index }) => index.toString())
  const { rows } = await sql<{ level: number; node_index: string; hash: Buffer }>`
    select level, node_index, hash from audit_nodes
    where (level, node_index) in (select * from unnest(${levels}::smallint[], ${indexes}::bigint[]))`.execute(db)
  return new Map(rows.map((row) => [`${row.level}/${row.node_index}`, new Uint8Array(row.hash)]))
}

export interface EntryRow {
  readonly id: string
  readonly occurred_at: Date
  readonly actor: string
  readonly party: string | null
  readonly action: string
  readonly input_commitment: string | null
  readonly event_ids: readonly string[]
  readonly event_types: readonly string[]
  readonly intent_ids: readonly string[]
  readonly about: readonly string[]
}

/** The row as the leaf commits to it. */
export function entryOf(row: EntryRow): AuditLogEntry {
  return {
    entryId: row.id,
    occurredAt: row.occurred_at.toISOString(),
    actor: row.actor,
    party: row.party,
    action: row.action,
    inputCommitment: row.input_commitment,
    events: row.event_ids.map((id, index) => ({ id, type: row.event_types[index] ?? '' })),
    intents: row.intent_ids,
    about: row.about,
  }
}
