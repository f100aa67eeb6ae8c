/**
 * Merkle trees of RFC 9162 section 2.1 (the trees of RFC 6962) over SHA-256: roots, inclusion and consistency proofs, their
 * verification, and appending with stored nodes. A stored node is the hash of a complete subtree, addressed by its level
 * (0 = leaf) and its index at that level; complete subtrees never change, so they are written once and read for ever.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'

/** 32 bytes. */
export type Hash = Uint8Array

/** The complete subtree of 2^level leaves beginning at leaf `index` x 2^level. */
export interface NodeAddress {
  readonly level: number
  readonly index: bigint
}

export interface StoredNode extends NodeAddress {
  readonly hash: Hash
}

/** Leaves [start, end) of a tree. */
export interface LeafRange {
  readonly start: bigint
  readonly end: bigint
}

/** Hash of one leaf: SHA-256(0x00 || bytes), RFC 9162 section 2.1.1. */
export function leafHash(bytes: Uint8Array): Hash {
  return sha256(concatBytes(Uint8Array.of(0), bytes))
}

/** Hash of an inner node: SHA-256(0x01 || left || right), RFC 9162 section 2.1.1. */
export function nodeHash(left: Hash, right: Hash): Hash {
  return sha256(concatBytes(Uint8Array.of(1), left, right))
}

/** Root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array())
}

/** Complete subtrees that make up leaves [start, end), left to right. `start` must be aligned as in a real tree. */
export function nodesOfRange({ start, end }: LeafRange): NodeAddress[] {
  const nodes: NodeAddress[] = []
  let at = start
  while (at < end) {
    let level = 0
    while (at + (2n << BigInt(level)) <= end && (at >> BigInt(level)) % 2n === 0n) level += 1
    nodes.push({ level, index: at >> BigInt(level) })
    at += 1n << BigInt(level)
  }
  return nodes
}

/** Hash of a range from the hashes of its complete subtrees, left to right; the empty range has the empty root. */
export function foldNodes(hashes: readonly Hash[]): Hash {
  let folded = hashes.at(-1)
  if (folded === undefined) return emptyRoot()
  for (let i = hashes.length - 2; i >= 0; i -= 1) folded = nodeHash(hashes[i] as Hash, folded)
  return folded
}

/** Ranges whose hashes are the inclusion proof of leaf `index` in the tree of `size` leaves, nearest first (section 2.1.3.1). */
export function inclusionPath(index: bigint, size: bigint): LeafRange[] {
  if (index < 0n || index >= size) throw new RangeError(`leaf ${index} is not in a tree of ${size}`)
  const path: LeafRange[] = []
  let start = 0n
  let end = size
  while (end - start > 1n) {
    const middle = start + splitPoint(end - start)
    if (index < middle) {
      path.push({ start: middle, end })
      end = middle
    } else {
      path.push({ start, end: middle })
      start = middle
    }
  }
  return path.reverse()
}

/** Ranges whose hashes are the consistency proof from `size1` to `size2` (section 2.1.4.1); empty when the sizes are equal or `size1` is 0. */
export function consistencyPath(size1: bigint, size2: bigint): LeafRange[] {
  if (size1 < 0n || size1 > size2) throw new RangeError(`no tree of ${size1} comes before one of ${size2}`)
  if (size1 === 0n || size1 === size2) return []
  const path: LeafRange[] = []
  let start = 0n
  let end = size2
  let known = true // whether the remaining old part is the whole old tree, whose root the verifier has
  while (size1 !== end) {
    const middle = start + splitPoint(end - start)
    if (size1 <= middle) {
      path.push({ start: middle, end })
      end = middle
    } else {
      path.push({ start, end: middle })
      start = middle
      known = false
    }
  }
  if (!known) path.push({ start, end })
  return path.reverse()
}

/** Hashes of ranges, read from stored nodes. */
export function hashRanges(ranges: readonly LeafRange[], read: (address: NodeAddress) => Hash): Hash[] {
  return ranges.map((range) => foldNodes(nodesOfRange(range).map(read)))
}

/**
 * Appends one leaf. `frontier` holds the hashes of the complete subtrees of the tree of `size` leaves, left to right
 * (`nodesOfRange({ start: 0n, end: size })`). Returns the new frontier and the nodes that have just become complete, the leaf first.
 */
export function appendLeaf(
  size: bigint,
  frontier: readonly Hash[],
  leaf: Hash,
): { frontier: Hash[]; nodes: StoredNode[] } {
  const next = [...frontier]
  const nodes: StoredNode[] = [{ level: 0, index: size, hash: leaf }]
  let hash = leaf
  let index = size
  for (let level = 1; index % 2n === 1n; level += 1) {
    const left = next.pop()
    if (left === undefined) throw new RangeError(`the frontier is too short for a tree of ${size}`)
    hash = nodeHash(left, hash)
    index >>= 1n
    nodes.push({ level, index, hash })
  }
  next.push(hash)
  return { frontier: next, nodes }
}

/** Root of a list of leaf hashes. */
export function merkleRoot(leaves: readonly Hash[]): Hash {
  return foldNodes(frontierOf(leaves))
}

/** Inclusion proof in a list of leaf hashes held in memory. */
export function proveInclusion(leaves: readonly Hash[], index: bigint): Hash[] {
  return inclusionPath(index, BigInt(leaves.length)).map(({ start, end }) =>
    merkleRoot(leaves.slice(Number(start), Number(end))),
  )
}

/** Consistency proof between the first `size1` and all of a list of leaf hashes held in memory. */
export function proveConsistency(leaves: readonly Hash[], size1: bigint): Hash[] {
  return consistencyPath(size1, BigInt(leaves.length)).map(({ start, end }) =>
    merkleRoot(leaves.slice(Number(start), Number(end))),
  )
}

function frontierOf(leaves: readonly Hash[]): Hash[] {
  let frontier: Hash[] = []
  for (const [index, leaf] of leaves.entries()) frontier = appendLeaf(BigInt(index), frontier, leaf).frontier
  return frontier
}

/** Largest power of two below `count` (section 2.1.1); `count` is at least 2. */
function splitPoint(count: bigint): bigint {
  return 1n << BigInt((count - 1n).toString(2).length - 1)
}
