import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { BundleCase } from '@assay/protocol/bundle.ts'
import { type EvidenceLeaf, evidenceLeafHash, evidenceRoot, verifyEvidence } from '@assay/protocol/evidenceRoot.ts'
import type { Hex } from 'viem'
import { type Checklist, same } from './checklist.ts'

/**
 * Every document of the case is a leaf under the evidence root that the chain and every report name.
 * @returns the records when none is withheld, else null.
 */
export function checkEvidence(of: BundleCase, root: Hex, list: Checklist): DocumentRecord[] | null {
  const open = of.evidence.filter(({ document }) => document.value !== undefined)
  list.check(
    'evidence root',
    `${of.evidence.length} documents hash to the evidence root the case was opened with`,
    () => {
      same('the evidence root', evidenceRoot(of.evidence.map(({ leafHash }) => ({ leafHash: leafHash as Hex }))), root)
      for (const [position, { leafHash, index, size, proof }] of of.evidence.entries()) {
        const claim = { leafHash: leafHash as Hex, index, size, proof: proof as Hex[] }
        same(`the place of document ${position}`, index, position)
        same(`the number of documents`, size, of.evidence.length)
        same(`the proof of document ${position}`, verifyEvidence({ leafHash: claim.leafHash }, claim, root), true)
      }
    },
  )
  list.check('documents', `${open.length} documents are shown, each is the one its leaf commits to`, () => {
    for (const { leafHash, document } of open) {
      const { leaf, record } = document.value as { leaf: EvidenceLeaf; record: unknown }
      const { documentId, kind, sha256 } = record as DocumentRecord
      same(`the leaf of document ${leaf.documentId}`, evidenceLeafHash(leaf), leafHash)
      same('the id of the record', documentId, leaf.documentId)
      same(`the kind of document ${documentId}`, kind, leaf.kind)
      same(`the digest of document ${documentId}`, sha256, leaf.sha256)
    }
  })
  if (open.length === of.evidence.length)
    return open.map(({ document }) => document.value!.record as unknown as DocumentRecord)
  list.withheld('documents', `${of.evidence.length - open.length} documents are withheld; their hashes stand for them`)
  return null
}
