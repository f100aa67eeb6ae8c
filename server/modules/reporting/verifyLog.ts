/**
 * Recomputes the whole audit log from the database and names the first row that does not fit: edited, deleted, reordered or
 * inserted. It believes nothing that is stored: leaves are hashed from the entries, nodes from the leaves, tree heads from the
 * nodes; what the chain anchored is compared last. Memory stays constant, whatever the log's length.
 */
import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import { appendLeaf, emptyRoot, foldNodes, type Hash } from '@assay/protocol/merkle.ts'
import { bytesToHex, type Hex } from 'viem'
import { type Db, entryOf } from './auditTree.ts'
import { type Finding, whatHappened } from './logFindings.ts'
import {
  countStrays,
  type LeafRow,
  readAnchors,
  readHeads,
  readLeaves,
  readStoredNodes,
  type StoredNodes,
} from './logRows.ts'

export interface LogVerification {
  /** Entries that were recomputed and found in order. */
  readonly entries: bigint
  /** Root over them. */
  readonly root: Hex
  readonly treeHeads: number
  readonly anchors: number
  /** Size of the largest tree head that the chain confirms; 0 when none does. */
  readonly anchoredSize: bigint
  /** Entries still waiting for a number. */
  readonly waiting: bigint
  /** The first row that was tampered with, or null. */
  readonly finding: Finding | null
}

export interface VerifyLogOptions {
  /** Head of this log as the chain itself tells it (`AuditAnchor.head`); without it the indexed anchors are compared. */
  readonly anchored?: { readonly treeSize: bigint; readonly root: Hex }
}

const chunkRows = 2_000

/** State of the recomputation after `size` leaves. */
interface Recomputed {
  size: bigint
  frontier: Hash[]
  treeHeads: number
  anchors: number
  anchoredSize: bigint
  /** Size up to which a tree head fitted: what comes after it is where a rewriting began. */
  confirmedSize: bigint
}

/** @param db opened on one consistent snapshot (a repeatable-read transaction), or quiet. */
export async function verifyLog(db: Db, options: VerifyLogOptions = {}): Promise<LogVerification> {
  const state: Recomputed = { size: 0n, frontier: [], treeHeads: 0, anchors: 0, anchoredSize: 0n, confirmedSize: 0n }
  let finding: Finding | null = null
  while (finding === null) {
    const rows = await readLeaves(db, state.size, chunkRows)
    if (rows.length === 0) break
    finding = await verifyChunk(db, state, rows, options)
  }
  const strays = await countStrays(db, state.size)
  finding ??= strays.finding
  finding ??= unknownAnchor(state, options)
  return {
    entries: state.size,
    root: bytesToHex(state.size === 0n ? emptyRoot() : foldNodes(state.frontier)),
    treeHeads: state.treeHeads,
    anchors: state.anchors,
    anchoredSize: state.anchoredSize,
    waiting: strays.waiting,
    finding,
  }
}

async function verifyChunk(
  db: Db,
  state: Recomputed,
  rows: readonly LeafRow[],
  options: VerifyLogOptions,
): Promise<Finding | null> {
  const end = state.size + BigInt(rows.length)
  const stored = await readStoredNodes(db, state.size, end)
  const heads = await readHeads(db, state.size, end)
  const anchors = await readAnchors(db, state.size, end)
  if (options.anchored)
    anchors.set(options.anchored.treeSize, [...(anchors.get(options.anchored.treeSize) ?? []), options.anchored.root])
  for (const row of rows) {
    const finding = (await verifyLeaf(db, state, row, stored)) ?? verifyRoots(state, heads, anchors)
    if (finding) return finding
  }
  return null
}

/** One leaf and the nodes it completes. Moves the state on when all is well. */
async function verifyLeaf(db: Db, state: Recomputed, row: LeafRow, stored: StoredNodes): Promise<Finding | null> {
  const index = state.size
  if (BigInt(row.leaf_index) !== index) {
    return {
      kind: 'deleted',
      leafIndex: index,
      entryId: null,
      table: 'audit_leaves',
      says: `number ${index} is not given to any entry`,
    }
  }
  if (row.entry === null) {
    return {
      kind: 'deleted',
      leafIndex: index,
      entryId: row.entry_id,
      table: 'audit_entries',
      says: `the entry with number ${index} is gone`,
    }
  }
  const leaf = auditLeafHash(entryOf(row.entry))
  const { frontier, nodes } = appendLeaf(index, state.frontier, leaf)
  for (const { level, index: nodeIndex, hash } of nodes) {
    const was = stored.get(`${level}/${nodeIndex}`)
    if (was !== undefined && bytesToHex(was) === bytesToHex(hash)) continue
    if (level === 0) return whatHappened(db, { leafIndex: index, entryId: row.entry_id, leaf, stored: was })
    const first = nodeIndex << BigInt(level)
    return {
      kind: was === undefined ? 'deleted' : 'edited',
      leafIndex: first,
      entryId: null,
      table: 'audit_nodes',
      says: `node ${level}/${nodeIndex} ${was === undefined ? 'is gone' : `does not follow from entries ${first} to ${index}; one of them or the node was rewritten`}`,
    }
  }
  state.frontier = frontier
  state.size = index + 1n
  return null
}

/** Compares the recomputed root with the tree head and the anchors of this size, if there are any. */
function verifyRoots(
  state: Recomputed,
  heads: ReadonlyMap<bigint, string>,
  anchors: ReadonlyMap<bigint, readonly string[]>,
): Finding | null {
  const head = heads.get(state.size)
  const anchored = anchors.get(state.size) ?? []
  if (head === undefined && anchored.length === 0) return null
  const root = bytesToHex(foldNodes(state.frontier))
  const between = `entries ${state.confirmedSize} to ${state.size - 1n}`
  if (anchored.some((each) => each !== root)) {
    return {
      kind: 'edited',
      leafIndex: state.confirmedSize,
      entryId: null,
      table: 'audit_entries',
      says: `the root over ${state.size} entries is not the one anchored on chain: ${between} hold a rewritten one`,
    }
  }
  if (head !== undefined && head !== root) {
    return {
      kind: 'edited',
      leafIndex: state.confirmedSize,
      entryId: null,
      table: 'audit_tree_heads',
      says: `the tree head of size ${state.size} does not follow from the entries: it or one of ${between} was rewritten`,
    }
  }
  if (head !== undefined) state.treeHeads += 1
  if (anchored.length > 0) {
    state.anchors += 1
    state.anchoredSize = state.size
  }
  state.confirmedSize = state.size
  return null
}

/** The chain knows a longer log than the database: its end was cut off. */
function unknownAnchor(state: Recomputed, { anchored }: VerifyLogOptions): Finding | null {
  if (anchored === undefined || anchored.treeSize <= state.size) return null
  return {
    kind: 'deleted',
    leafIndex: state.size,
    entryId: null,
    table: 'audit_leaves',
    says: `the chain anchored ${anchored.treeSize} entries, the database has ${state.size}`,
  }
}
