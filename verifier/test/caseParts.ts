/** What the bundles of both kinds of case are made of. */
import type { DocumentRecord, Dossier } from '@assay/domain/dossier.ts'
import type { Parameter } from '@assay/domain/parameters.ts'
import { initial } from '@assay/domain/test/parameters.ts'
import { wheat } from '@assay/domain/test/wheat.ts'
import type { BundleCase } from '@assay/protocol/bundle.ts'
import type { JsonValue } from '@assay/protocol/canonicalJson.ts'
import { sealOf } from '@assay/protocol/seal.ts'
import { disclose } from '@assay/protocol/test/cases.ts'
import type { Hex } from 'viem'

/** The wheat delivery with uuids for its documents and one uuid for trade and case. */
export function delivery(surveyed: readonly [string, string, string]): Dossier {
  const dossier = wheat(surveyed)
  const uuid = (short: string | null) => (short === null ? null : `01950000-0000-7000-8000-0000000000${short}`)
  return {
    ...dossier,
    contracted: { ...dossier.contracted, tradeId: dossier.caseId },
    custody: dossier.custody.map((step) => ({ ...step, documentId: uuid(step.documentId) })),
    documents: dossier.documents.map((record) => ({ ...record, documentId: uuid(record.documentId)! })),
  }
}

export function evidenceOf(documents: readonly DocumentRecord[]): { root: Hex; evidence: BundleCase['evidence'] } {
  const { root, evidence } = disclose(documents)
  const items = evidence.map(({ salt, proof: { index, size, proof } }, position) => ({
    document: sealOf(documents[position] as unknown as JsonValue, salt!),
    ...{ index, size, proof: [...proof] },
  }))
  return { root, evidence: items.sort((a, b) => a.index - b.index) }
}

export function versionsOf(of: readonly Parameter<unknown>[]): BundleCase['parameters'] {
  return initial.versions(of).map(({ key, version, value }) => ({ key, version, value }))
}
