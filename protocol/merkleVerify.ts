/** Verification of the proofs of `merkle.ts`. Every function answers true or false; malformed input is false, never an exception. */
import { emptyRoot, type Hash, nodeHash } from './merkle.ts'

export interface InclusionClaim {
  readonly leafHash: Hash
  readonly index: bigint
  readonly size: bigint
  readonly proof: readonly Hash[]
  readonly root: Hash
}

/** True when the proof shows that the leaf is number `index` of the tree with this size and root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion({ leafHash, index, size, proof, root }: InclusionClaim): boolean {
  if (index < 0n || index >= size || !areHashes([leafHash, root, ...proof])) return false
  let fn = index
  let sn = size - 1n
  let hash = leafHash
  for (const sibling of proof) {
    if (sn === 0n) return false
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(fn) && fn !== 0n) {
        fn >>= 1n
        sn >>= 1n
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    fn >>= 1n
    sn >>= 1n
  }
  return sn === 0n && equalBytes(hash, root)
}

export interface ConsistencyClaim {
  readonly size1: bigint
  readonly size2: bigint
  readonly root1: Hash
  readonly root2: Hash
  readonly proof: readonly Hash[]
}

/**
 * True when the proof shows that the tree of `size1` leaves is the beginning of the tree of `size2` (RFC 9162 section 2.1.4.2).
 * Everything begins with the empty tree, so a claim about size 0 proves nothing and is false.
 */
export function verifyConsistency({ size1, size2, root1, root2, proof }: ConsistencyClaim): boolean {
  if (size1 <= 0n) return false
  return verifySubtreeConsistency({ start: 0n, end: size1, size: size2, subtreeRoot: root1, root: root2, proof })
}

export interface SubtreeConsistencyClaim {
  readonly start: bigint
  readonly end: bigint
  readonly size: bigint
  readonly subtreeRoot: Hash
  readonly root: Hash
  readonly proof: readonly Hash[]
}

/**
 * True when the proof shows that leaves [start, end) with `subtreeRoot` are part of the tree of `size` leaves
 * (draft-ietf-plants-merkle-tree-certs, "Verifying a Subtree Consistency Proof"; with start = 0 it is RFC 9162's).
 */
export function verifySubtreeConsistency(claim: SubtreeConsistencyClaim): boolean {
  const { start, end, size, subtreeRoot, root, proof } = claim
  if (start === end) return start >= 0n && end <= size && proof.length === 0 && equalBytes(subtreeRoot, emptyRoot())
  if (start === 0n && end === size) return end > 0n && proof.length === 0 && equalBytes(subtreeRoot, root)
  if (!isSubtree(start, end) || end > size || !areHashes([subtreeRoot, root, ...proof])) return false
  let fn = start
  let sn = end - 1n
  let tn = size - 1n
  const shift = () => {
    fn >>= 1n
    sn >>= 1n
    tn >>= 1n
  }
  if (sn === tn) while (fn !== sn) shift()
  else while (fn !== sn && isOdd(sn)) shift()

  const rest = [...proof]
  const first = fn === sn ? subtreeRoot : rest.shift()
  if (first === undefined) return false
  let subtree = first
  let tree = first
  for (const sibling of rest) {
    if (tn === 0n) return false
    if (isOdd(sn) || sn === tn) {
      if (fn < sn) subtree = nodeHash(sibling, subtree)
      tree = nodeHash(sibling, tree)
      while (!isOdd(sn)) shift()
    } else {
      tree = nodeHash(tree, sibling)
    }
    shift()
  }
  return tn === 0n && equalBytes(subtree, subtreeRoot) && equalBytes(tree, root)
}

/** Whether [start, end) can be a subtree: not empty, and starting at a multiple of the power of two that holds it. */
export function isSubtree(start: bigint, end: bigint): boolean {
  if (start < 0n || end <= start) return false
  const width = end - start
  const capacity = width === 1n ? 1n : 1n << BigInt((width - 1n).toString(2).length)
  return start % capacity === 0n
}

function isOdd(value: bigint): boolean {
  return value % 2n === 1n
}

function areHashes(hashes: readonly Hash[]): boolean {
  return hashes.every((hash) => hash.length === 32)
}

function equalBytes(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
