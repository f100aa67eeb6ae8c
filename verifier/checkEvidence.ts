import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { BundleCase } from '@assay/protocol/bundle.ts'
import { evidenceLeafHash, evidenceRoot, verifyEvidence } from '@assay/protocol/evidenceRoot.ts'
import type { Hex } from 'viem'
import { type Checklist, same } from './checklist.ts'

/**
 * Every document of the case is a leaf under the evidence root that the chain and every report name, and a leaf is the seal of the
 * document's record: its digest, its parser and each statement read from it are what the committee signed over.
 * @returns the records when none is withheld, else null.
 */
export function checkEvidence(of: BundleCase, root: Hex, list: Checklist): DocumentRecord[] | null {
  const open = of.evidence.filter(({ document }) => document.value !== undefined)
  list.check(
    'evidence root',
    `${of.evidence.length} documents hash to the evidence root the case was opened with`,
    () => {
      same('the evidence root', evidenceRoot(of.evidence.map(({ document }) => document.seal as Hex)), root)
      for (const [position, { document, index, size, proof }] of of.evidence.entries()) {
        const claim = { leafHash: document.seal as Hex, index, size, proof: proof as Hex[] }
        same(`the place of document ${position}`, index, position)
        same(`the number of documents`, size, of.evidence.length)
        same(`the proof of document ${position}`, verifyEvidence(claim, root), true)
      }
    },
  )
  const records = open.map(({ document }) => document.value as unknown as DocumentRecord)
  list.check(
    'documents',
    `${open.length} documents are shown; digest, parser and ${statementsIn(records)} statements are those their leaves commit to`,
    () => {
      for (const [position, record] of records.entries()) {
        const { seal, salt } = open[position]!.document
        same(`the leaf of document ${record.documentId}`, evidenceLeafHash(record, salt!), seal)
      }
      same('the number of different documents', new Set(records.map(({ documentId }) => documentId)).size, open.length)
    },
  )
  if (open.length === of.evidence.length) return records
  list.withheld('documents', `${of.evidence.length - open.length} documents are withheld; their leaves stand for them`)
  return null
}

function statementsIn(records: readonly DocumentRecord[]): number {
  return records.reduce((total, { statements }) => total + (statements?.length ?? 0), 0)
}
