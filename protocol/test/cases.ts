/** What the invented cases of tests are made of: the wheat delivery of domain.md 2.27 and the cottage of G6. */
import type { DocumentRecord, Dossier } from '@assay/domain/dossier.ts'
import type { ForestInputs } from '@assay/domain/methodology/forestInputs.ts'
import type { HempLimeInputs } from '@assay/domain/methodology/hempLimeInputs.ts'
import { cottageStatements } from '@assay/domain/test/methodologyInputs.ts'
import { document } from '@assay/domain/test/wheat.ts'
import { type Hex, keccak256, stringToHex } from 'viem'
import type { DisclosedDocument } from '../caseFile.ts'
import type { AllocationBasis } from '../caseTerms.ts'
import type { TradeClaim } from '../claimKey.ts'
import { evidenceLeafHash, evidenceRoot, proveEvidence } from '../evidenceRoot.ts'
import type { QuantificationSource } from '../measuredInputs.ts'
import { billSha256, treesSha256 } from '../measuredLines.ts'
import { tradeClaimOf } from '../tradeClaim.ts'

export const basis: AllocationBasis = {
  buyer: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  seller: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  sovereign: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  metrics: {
    volatilityRatio: '0.75',
    sustainabilityScore: '50',
    worldTradeShare: '0.01',
    humanDevelopmentIndex: '0.55',
    strategicValue: '0',
    carbonRatio: '0.5',
    processingLevel: 'raw',
  },
  market: { priceRatio: '1', supplyFall: '0', ftVelocity: '0' },
}

export const wheatClaim = ({ documents }: Dossier): TradeClaim => tradeClaimOf(documents)

export const cottage: HempLimeInputs = {
  methodologyVersion: '1.0.0',
  billOfMaterials: [
    { name: 'Cottage, walls', material: 'hurd', massKg: '3500' },
    { name: 'Cottage, frame', material: 'timber', massKg: '2160' },
    { name: 'Cottage, walls', material: 'binder', massKg: '3000' },
  ],
  ...cottageStatements,
  carryInKg: '0',
}

/**
 * The documents that inputs were read from: one bill, or one inventory of the later year.
 * @param read what the documents say, when somebody claims other inputs than were read
 */
export function measured(
  methodologyId: string,
  inputs: unknown,
  read: unknown = inputs,
): { sources: readonly QuantificationSource[]; documents: readonly DocumentRecord[] } {
  const documentId = '01950000-0000-7000-8000-000000000021'
  if (methodologyId === 'hempLime') {
    const { billOfMaterials } = read as HempLimeInputs
    const claimed = (inputs as HempLimeInputs).billOfMaterials.length
    const lines = billOfMaterials.map(({ name, material, massKg }) => ({
      section: name.slice('Cottage, '.length),
      material,
      massKg: massKg!,
    }))
    const bill = { measuredSha256: billSha256(lines) }
    return {
      sources: [{ documentId, building: 'Cottage', lines: claimed }],
      documents: [document(documentId, 'billOfMaterials', 'Builder', 'industry', {}, { ...bytes, ...bill })],
    }
  }
  const inventory = (read as Partial<ForestInputs>).stockDifference?.later
  if (inventory === undefined) return { sources: [], documents: [] }
  const trees = inventory.plots.flatMap(({ plot, trees }) =>
    trees.map(({ tree, diameterCm, heightM, woodDensity }) => ({
      ...{ line: Number(tree.slice('line '.length)), plot, diameterCm },
      ...{ heightM: heightM ?? null, woodDensity: woodDensity ?? null },
    })),
  )
  const counted = { measuredSha256: treesSha256(trees) }
  return {
    sources: [{ documentId, inventory: 'later' }],
    documents: [document(documentId, 'treeInventory', 'Crew', 'technological', {}, { ...bytes, ...counted })],
  }
}
const bytes = { sha256: '21'.repeat(32) }

/** 32 bytes of hex that differ by label: a salt nobody needs to keep secret here. */
export const saltOf = (label: string) => keccak256(stringToHex(label)).slice(2)

/** The documents as leaves under their root, in the order given. */
export function disclose(documents: readonly DocumentRecord[]): { root: Hex; evidence: readonly DisclosedDocument[] } {
  const salted = documents.map((record) => {
    const salt = saltOf(record.documentId)
    return { documentId: record.documentId, salt, leafHash: evidenceLeafHash(record, salt) }
  })
  const leaves = salted.map(({ leafHash }) => leafHash)
  return {
    root: evidenceRoot(leaves),
    evidence: salted.map(({ leafHash, ...each }) => ({
      ...each,
      proof: proveEvidence(leaves, leafHash),
      reading: { sizeBytes: 1, receivedAt: '2026-03-03T00:00:00.000Z', signature: null, profile: null },
    })),
  }
}
