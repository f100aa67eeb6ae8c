/** What `verify-log` reads, chunk by chunk. */
import type { Hash } from '@assay/protocol/merkle.ts'
import { sql } from 'kysely'
import { auditLogId, type Db, type EntryRow } from './auditTree.ts'
import type { Finding } from './logFindings.ts'

export interface LeafRow {
  readonly leaf_index: string
  readonly entry_id: string
  readonly entry: EntryRow | null
}

/** By `level/index`. */
export type StoredNodes = ReadonlyMap<string, Hash>

/** Leaves from a number on, in order, each with its entry if that is still there. */
export async function readLeaves(db: Db, from: bigint, limit: number): Promise<LeafRow[]> {
  const rows = await db
    .selectFrom('audit_leaves as leaf')
    .leftJoin('audit_entries as entry', 'entry.id', 'leaf.entry_id')
    .selectAll('entry')
    .select(['leaf.leaf_index', 'leaf.entry_id'])
    .where('leaf.leaf_index', '>=', from.toString())
    .orderBy('leaf.leaf_index')
    .limit(limit)
    .execute()
  return rows.map(({ leaf_index, entry_id, ...entry }) => ({
    leaf_index,
    entry_id,
    entry: entry.id === null ? null : (entry as EntryRow),
  }))
}

/** Stored nodes that leaves [start, end) complete. */
export async function readStoredNodes(db: Db, start: bigint, end: bigint): Promise<StoredNodes> {
  const nodes = new Map<string, Hash>()
  for (let level = 0; 1n << BigInt(level) <= end; level += 1) {
    const rows = await db
      .selectFrom('audit_nodes')
      .selectAll()
      .where('level', '=', level)
      .where('node_index', '>=', (start >> BigInt(level)).toString())
      .where('node_index', '<', (end >> BigInt(level)).toString())
      .execute()
    for (const row of rows) nodes.set(`${level}/${row.node_index}`, new Uint8Array(row.hash))
  }
  return nodes
}

/** Tree heads of sizes (start, end]. */
export async function readHeads(db: Db, start: bigint, end: bigint): Promise<Map<bigint, string>> {
  const rows = await db
    .selectFrom('audit_tree_heads')
    .select(['tree_size', 'root'])
    .where('tree_size', '>', start.toString())
    .where('tree_size', '<=', end.toString())
    .execute()
  return new Map(rows.map((row) => [BigInt(row.tree_size), row.root]))
}

/** Roots of this log on chain, as indexed, of sizes (start, end]. */
export async function readAnchors(db: Db, start: bigint, end: bigint): Promise<Map<bigint, string[]>> {
  const rows = await db
    .selectFrom('audit_anchors_on_chain')
    .select(['tree_size', 'root'])
    .where('log_id', '=', await auditLogId(db))
    .where('tree_size', '>', start.toString())
    .where('tree_size', '<=', end.toString())
    .execute()
  return new Map(rows.map((row) => [BigInt(row.tree_size), [row.root]]))
}

/** Rows that belong to no numbered entry: something was added, or the end was cut off. */
export async function countStrays(db: Db, size: bigint): Promise<{ waiting: bigint; finding: Finding | null }> {
  const { rows } = await sql<{
    waiting: string
    head: string | null
    anchor: string | null
    nodes: string
    unnumbered: string | null
  }>`
    select (select count(*) from audit_queue) as waiting,
      (select max(tree_size) from audit_tree_heads) as head,
      (select max(tree_size) from audit_anchors_on_chain where log_id = ${await auditLogId(db)}) as anchor,
      (select count(*) from audit_nodes) as nodes,
      (select min(e.id::text) from audit_entries e
        where not exists (select from audit_leaves l where l.entry_id = e.id)
          and not exists (select from audit_queue q where q.entry_id = e.id)) as unnumbered`.execute(db)
  const { waiting, head, anchor, nodes, unnumbered } = rows[0]!
  return {
    waiting: BigInt(waiting),
    finding: strayOf(size, { head: BigInt(head ?? 0), anchor: BigInt(anchor ?? 0), nodes: BigInt(nodes), unnumbered }),
  }
}

function strayOf(
  size: bigint,
  found: { head: bigint; anchor: bigint; nodes: bigint; unnumbered: string | null },
): Finding | null {
  const at = { leafIndex: size, entryId: null }
  for (const known of [found.head, found.anchor]) {
    if (known <= size) continue
    return {
      ...at,
      kind: 'deleted',
      table: 'audit_leaves',
      says: `entries ${size} to ${known - 1n} had numbers and are gone`,
    }
  }
  if (found.head < size)
    return {
      ...at,
      leafIndex: found.head,
      kind: 'inserted',
      table: 'audit_leaves',
      says: `entry ${found.head} has a number but no tree head counts it`,
    }
  const expected = nodeCount(size)
  if (found.nodes > expected)
    return { ...at, kind: 'inserted', table: 'audit_nodes', says: `${found.nodes - expected} nodes belong to no entry` }
  if (found.unnumbered === null) return null
  return {
    ...at,
    entryId: found.unnumbered,
    kind: 'inserted',
    table: 'audit_entries',
    says: `entry ${found.unnumbered} has neither a number nor a place in the queue: it was slipped in, or its number was taken away`,
  }
}

/** Complete subtrees of a tree of `size` leaves, on all levels. */
function nodeCount(size: bigint): bigint {
  let count = 0n
  for (let left = size; left > 0n; left >>= 1n) count += left
  return count
}
