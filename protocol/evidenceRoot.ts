/**
 * The evidence root of a case: the RFC 9162 root over one leaf per document, leaves in ascending order of their hash. A leaf is the
 * seal of the document's record under the document's salt, so it commits at once to the bytes (by their digest), to who read them
 * (the parser and its version) and to every statement that was read. Without salt and record the leaf stays, so the root still comes
 * out of a copy that withholds a document, and the salt keeps the record from being guessed.
 */
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import { bytesToHex, type Hex, hexToBytes } from 'viem'
import type { JsonValue } from './canonicalJson.ts'
import { merkleRoot, proveInclusion } from './merkle.ts'
import { verifyInclusion } from './merkleVerify.ts'
import { sealOf } from './seal.ts'

export interface EvidenceProof {
  readonly leafHash: Hex
  readonly index: number
  readonly size: number
  readonly proof: readonly Hex[]
}

/** The leaf of a document.
 *  @param salt at least 16 random bytes, lower-case hex without prefix; fixed when the document enters
 *  @throws TypeError when digest or salt is malformed: an odd spelling would be another leaf. */
export function evidenceLeafHash(record: DocumentRecord, salt: string): Hex {
  if (!/^[0-9a-f]{64}$/.test(record.sha256))
    throw new TypeError(`sha256 of document ${record.documentId} is not 64 lower-case hex digits`)
  if (!/^([0-9a-f]{2}){16,64}$/.test(salt))
    throw new TypeError(`salt of document ${record.documentId} is not 16 to 64 bytes of lower-case hex`)
  return sealOf(record as unknown as JsonValue, salt).seal
}

/** Root over leaves in any order; bytes32 for the chain. @throws TypeError when a leaf is malformed or occurs twice. */
export function evidenceRoot(leafHashes: readonly Hex[]): Hex {
  return bytesToHex(merkleRoot(inTreeOrder(leafHashes).map((hash) => hexToBytes(hash))))
}

/** Proof that one leaf belongs to a root. @throws TypeError when it does not. */
export function proveEvidence(leafHashes: readonly Hex[], leafHash: Hex): EvidenceProof {
  const hashes = inTreeOrder(leafHashes)
  const index = hashes.indexOf(leafHash)
  if (index < 0) throw new TypeError(`${leafHash} is not among the leaves`)
  const proof = proveInclusion(
    hashes.map((each) => hexToBytes(each)),
    BigInt(index),
  )
  return { leafHash, index, size: hashes.length, proof: proof.map((each) => bytesToHex(each)) }
}

/** True when the proof shows its leaf under the root. Malformed input is false. */
export function verifyEvidence({ leafHash, index, size, proof }: EvidenceProof, root: Hex): boolean {
  try {
    return verifyInclusion({
      leafHash: hexToBytes(leafHash),
      index: BigInt(index),
      size: BigInt(size),
      proof: proof.map((each) => hexToBytes(each)),
      root: hexToBytes(root),
    })
  } catch {
    return false
  }
}

function inTreeOrder(leafHashes: readonly Hex[]): Hex[] {
  const hashes = [...leafHashes].sort()
  for (const [index, hash] of hashes.entries()) {
    if (!/^0x[0-9a-f]{64}$/.test(hash)) throw new TypeError('a leaf is 32 bytes of lower-case hex')
    if (hash === hashes[index + 1]) throw new TypeError(`leaf ${hash} occurs twice`)
  }
  return hashes
}
