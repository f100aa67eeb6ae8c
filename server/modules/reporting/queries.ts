/** Answers of the reporting routes. */
import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import { bytesToHex } from 'viem'
import type { QueryContext } from '../../module.ts'
import { type Page, toPage } from '../../page.ts'
import { currentTreeHead, proveEntry, proveGrowth } from './auditProofs.ts'
import { auditLogId, entryOf } from './auditTree.ts'

/** Numbered entries in the order of the log. */
export async function listEntries({ db }: QueryContext, page: Page) {
  const rows = await db
    .selectFrom('audit_leaves')
    .innerJoin('audit_entries', 'audit_entries.id', 'audit_leaves.entry_id')
    .selectAll('audit_entries')
    .select('leaf_index')
    .$if(page.after !== null, (query) => query.where('leaf_index', '>', page.after![0]!))
    .orderBy('leaf_index')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.leaf_index],
    (row) => {
      const entry = entryOf(row)
      const { events, intents, about } = entry
      const lists = { events: [...events], intents: [...intents], about: [...about] }
      return { leafIndex: row.leaf_index, ...entry, ...lists, leafHash: bytesToHex(auditLeafHash(entry)) }
    },
  )
}

/** The newest tree head and the newest anchor on chain. @throws AUDIT_LOG_EMPTY */
export async function readTreeHead({ db }: QueryContext) {
  const head = await currentTreeHead(db)
  const logId = await auditLogId(db)
  const anchor = await db
    .selectFrom('audit_anchors_on_chain')
    .selectAll()
    .where('log_id', '=', logId)
    .orderBy('tree_size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    logId,
    treeSize: head.treeSize.toString(),
    root: head.root,
    madeAt: head.madeAt.toISOString(),
    anchor:
      anchor === undefined
        ? null
        : {
            treeSize: anchor.tree_size,
            root: anchor.root,
            transactionHash: anchor.transaction_hash,
            blockNumber: anchor.block_number,
            anchoredAt: anchor.anchored_at.toISOString(),
          },
  }
}

/** @throws AUDIT_LOG_EMPTY AUDIT_ENTRY_NOT_FOUND AUDIT_RANGE_INVALID */
export async function readInclusion({ db }: QueryContext, query: { entryId: string; treeSize?: string }) {
  const treeSize = query.treeSize === undefined ? undefined : BigInt(query.treeSize)
  const proof = await proveEntry(db, { entryId: query.entryId, treeSize })
  return {
    ...proof,
    leafIndex: proof.leafIndex.toString(),
    treeSize: proof.treeSize.toString(),
    proof: [...proof.proof],
  }
}

/** @throws AUDIT_LOG_EMPTY AUDIT_RANGE_INVALID */
export async function readConsistency({ db }: QueryContext, query: { firstSize: string; secondSize?: string }) {
  const secondSize = query.secondSize === undefined ? undefined : BigInt(query.secondSize)
  const proof = await proveGrowth(db, { firstSize: BigInt(query.firstSize), secondSize })
  return {
    ...proof,
    firstSize: proof.firstSize.toString(),
    secondSize: proof.secondSize.toString(),
    proof: [...proof.proof],
  }
}
