/** Proofs of the audit log, read from stored nodes: what a reader checks with protocol/merkleVerify.ts. */
import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import { consistencyPath, inclusionPath } from '@assay/protocol/merkle.ts'
import { bytesToHex, type Hex } from 'viem'
import { type Db, entryOf, findTreeHead, readRanges, type TreeHead } from './auditTree.ts'
import { reportingErrors } from './errors.ts'

/** The newest tree head. @throws AUDIT_LOG_EMPTY */
export async function currentTreeHead(db: Db): Promise<TreeHead> {
  const head = await findTreeHead(db)
  if (head === undefined) throw reportingErrors.AUDIT_LOG_EMPTY()
  return head
}

export interface InclusionProof {
  readonly entryId: string
  readonly leafIndex: bigint
  readonly leafHash: Hex
  readonly treeSize: bigint
  readonly root: Hex
  readonly proof: readonly Hex[]
}

/** Proves that an entry is in the tree of `treeSize` entries (default: the newest head). @throws AUDIT_LOG_EMPTY AUDIT_ENTRY_NOT_FOUND AUDIT_RANGE_INVALID */
export async function proveEntry(db: Db, input: { entryId: string; treeSize?: bigint }): Promise<InclusionProof> {
  const newest = await currentTreeHead(db)
  const row = await db
    .selectFrom('audit_leaves')
    .innerJoin('audit_entries', 'audit_entries.id', 'audit_leaves.entry_id')
    .selectAll('audit_entries')
    .select('leaf_index')
    .where('entry_id', '=', input.entryId)
    .executeTakeFirst()
  if (row === undefined) throw reportingErrors.AUDIT_ENTRY_NOT_FOUND({ entryId: input.entryId })
  const treeSize = input.treeSize ?? newest.treeSize
  const leafIndex = BigInt(row.leaf_index)
  assertSizes(leafIndex + 1n, treeSize, newest.treeSize)
  const [path, root] = await Promise.all([readRanges(db, inclusionPath(leafIndex, treeSize)), rootOf(db, treeSize)])
  return {
    entryId: row.id,
    leafIndex,
    leafHash: bytesToHex(auditLeafHash(entryOf(row))),
    treeSize,
    root,
    proof: path.map((hash) => bytesToHex(hash)),
  }
}

export interface ConsistencyProof {
  readonly firstSize: bigint
  readonly firstRoot: Hex
  readonly secondSize: bigint
  readonly secondRoot: Hex
  readonly proof: readonly Hex[]
}

/** Proves that the tree of `firstSize` entries is the beginning of that of `secondSize` (default: the newest head). @throws AUDIT_LOG_EMPTY AUDIT_RANGE_INVALID */
export async function proveGrowth(
  db: Db,
  input: { firstSize: bigint; secondSize?: bigint },
): Promise<ConsistencyProof> {
  const newest = await currentTreeHead(db)
  const secondSize = input.secondSize ?? newest.treeSize
  assertSizes(input.firstSize, secondSize, newest.treeSize)
  const path = await readRanges(db, consistencyPath(input.firstSize, secondSize))
  return {
    firstSize: input.firstSize,
    firstRoot: await rootOf(db, input.firstSize),
    secondSize,
    secondRoot: await rootOf(db, secondSize),
    proof: path.map((hash) => bytesToHex(hash)),
  }
}

/** Root over the first `size` entries; any size up to the newest head's, not only those with a stored head. */
async function rootOf(db: Db, size: bigint): Promise<Hex> {
  const [root] = await readRanges(db, [{ start: 0n, end: size }])
  return bytesToHex(root!)
}

function assertSizes(first: bigint, second: bigint, newest: bigint): void {
  if (first < 1n || first > second || second > newest) {
    throw reportingErrors.AUDIT_RANGE_INVALID({
      first: first.toString(),
      second: second.toString(),
      newest: newest.toString(),
    })
  }
}
