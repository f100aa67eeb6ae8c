/**
 * The evidence root of a case: the RFC 9162 root over one leaf per document, leaves in ascending order of their hash. A document
 * can be withheld from a reader: its leaf hash stays, so the root still comes out, and the salt keeps the hash from being guessed.
 */
import type { DocumentKind } from '@assay/domain/dossier.ts'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import { canonicalBytes } from './canonicalJson.ts'
import { leafHash, merkleRoot, proveInclusion } from './merkle.ts'
import { verifyInclusion } from './merkleVerify.ts'

export interface EvidenceLeaf {
  readonly documentId: string
  readonly kind: DocumentKind
  /** SHA-256 of the document's bytes, 64 lower-case hex digits without prefix. */
  readonly sha256: string
  /** At least 16 random bytes, lower-case hex without prefix; fixed when the document enters. */
  readonly salt: string
}

/** A leaf, or what is left of one that is withheld. */
export type DisclosedLeaf = EvidenceLeaf | { readonly leafHash: Hex }

export interface EvidenceProof {
  readonly leafHash: Hex
  readonly index: number
  readonly size: number
  readonly proof: readonly Hex[]
}

/** Hash of one leaf: RFC 9162 leaf hash over the canonical JSON of exactly these four members.
 *  @throws TypeError when a member is malformed: an odd spelling would be another leaf. */
export function evidenceLeafHash({ documentId, kind, sha256, salt }: EvidenceLeaf): Hex {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new TypeError(`sha256 of document ${documentId} is not 64 lower-case hex digits`)
  if (!/^([0-9a-f]{2}){16,64}$/.test(salt))
    throw new TypeError(`salt of document ${documentId} is not 16 to 64 bytes of lower-case hex`)
  return bytesToHex(leafHash(canonicalBytes({ documentId, kind, sha256, salt })))
}

/** Root over leaves in any order; bytes32 for the chain. @throws TypeError when a leaf occurs twice. */
export function evidenceRoot(leaves: readonly DisclosedLeaf[]): Hex {
  return bytesToHex(merkleRoot(sortedHashes(leaves).map((hash) => hexToBytes(hash))))
}

/** Proof that one document belongs to a root. @throws TypeError when it does not. */
export function proveEvidence(leaves: readonly DisclosedLeaf[], documentId: string): EvidenceProof {
  const leaf = leaves.find((candidate) => 'documentId' in candidate && candidate.documentId === documentId)
  if (leaf === undefined) throw new TypeError(`document ${documentId} is not among the leaves`)
  const hashes = sortedHashes(leaves)
  const hash = hashOf(leaf)
  const index = hashes.indexOf(hash)
  const proof = proveInclusion(
    hashes.map((each) => hexToBytes(each)),
    BigInt(index),
  )
  return { leafHash: hash, index, size: hashes.length, proof: proof.map((each) => bytesToHex(each)) }
}

/** True when the proof shows the leaf under the root. Malformed input is false. */
export function verifyEvidence(leaf: DisclosedLeaf, proof: EvidenceProof, root: Hex): boolean {
  try {
    return (
      hashOf(leaf) === proof.leafHash &&
      verifyInclusion({
        leafHash: hexToBytes(proof.leafHash),
        index: BigInt(proof.index),
        size: BigInt(proof.size),
        proof: proof.proof.map((each) => hexToBytes(each)),
        root: hexToBytes(root),
      })
    )
  } catch {
    return false
  }
}

/** Leaf hashes in tree order. */
export function sortedHashes(leaves: readonly DisclosedLeaf[]): Hex[] {
  const hashes = leaves.map(hashOf).sort()
  for (const [index, hash] of hashes.entries()) {
    if (hash === hashes[index + 1]) throw new TypeError(`leaf ${hash} occurs twice`)
  }
  return hashes
}

function hashOf(leaf: DisclosedLeaf): Hex {
  if (!('leafHash' in leaf)) return evidenceLeafHash(leaf)
  if (!/^0x[0-9a-f]{64}$/.test(leaf.leafHash)) throw new TypeError('a leaf hash is 32 bytes of lower-case hex')
  return leaf.leafHash
}
