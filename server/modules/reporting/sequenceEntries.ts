import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import { appendLeaf, foldNodes, type Hash, type StoredNode } from '@assay/protocol/merkle.ts'
import { sql } from 'kysely'
import { bytesToHex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { entryOf, findTreeHead, readFrontier, type TreeHead } from './auditTree.ts'

/** Entries numbered in one transaction; a backlog is worked off run by run. */
const batchLimit = 2_000
const lockKey = 'assay.auditLog.sequence'

/**
 * Gives waiting entries their numbers: appends them to the tree in the order of their ids, stores the nodes that became complete and
 * a new tree head. One sequencer at a time (advisory lock until commit), so numbers have no gaps, while commands go on inserting.
 * @returns the newest tree head, undefined while the log is empty.
 */
export async function sequenceEntries(ctx: CommandContext): Promise<TreeHead | undefined> {
  await sql`select pg_advisory_xact_lock(hashtext(${lockKey}))`.execute(ctx.db)
  const head = await findTreeHead(ctx.db)
  const ids = await takeWaiting(ctx)
  if (ids.length === 0) return head
  const rows = await ctx.db.selectFrom('audit_entries').selectAll().where('id', 'in', ids).orderBy('id').execute()
  if (rows.length !== ids.length) throw new Error('a queued audit entry is missing; run verify-log')
  const firstIndex = head?.treeSize ?? 0n
  const { nodes, root } = appendAll(
    firstIndex,
    await readFrontier(ctx.db, firstIndex),
    rows.map((row) => auditLeafHash(entryOf(row))),
  )
  await ctx.db
    .insertInto('audit_leaves')
    .values(rows.map((row, offset) => ({ leaf_index: firstIndex + BigInt(offset), entry_id: row.id })))
    .execute()
  await ctx.db
    .insertInto('audit_nodes')
    .values(nodes.map(({ level, index, hash }) => ({ level, node_index: index, hash: Buffer.from(hash) })))
    .execute()
  const next: TreeHead = { treeSize: firstIndex + BigInt(rows.length), root: bytesToHex(root), madeAt: ctx.now }
  await ctx.db
    .insertInto('audit_tree_heads')
    .values({ tree_size: next.treeSize, root: next.root, made_at: next.madeAt })
    .execute()
  return next
}

/** Takes the oldest waiting entries out of the queue. */
async function takeWaiting(ctx: CommandContext): Promise<string[]> {
  const { rows } = await sql<{ entry_id: string }>`
    delete from audit_queue where entry_id in (select entry_id from audit_queue order by entry_id limit ${batchLimit})
    returning entry_id`.execute(ctx.db)
  return rows.map((row) => row.entry_id)
}

function appendAll(size: bigint, start: Hash[], leaves: readonly Hash[]): { nodes: StoredNode[]; root: Hash } {
  let frontier = start
  const nodes: StoredNode[] = []
  for (const [offset, leaf] of leaves.entries()) {
    const appended = appendLeaf(size + BigInt(offset), frontier, leaf)
    frontier = appended.frontier
    nodes.push(...appended.nodes)
  }
  return { nodes, root: foldNodes(frontier) }
}
