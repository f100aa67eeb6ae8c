/** What the invented cases of tests are made of: the wheat delivery of domain.md 2.27 and the cottage of G6. */
import type { DocumentRecord, Dossier } from '@assay/domain/dossier.ts'
import type { HempLimeInputs } from '@assay/domain/methodology/hempLimeInputs.ts'
import { type Hex, keccak256, stringToHex } from 'viem'
import type { DisclosedDocument } from '../caseFile.ts'
import type { AllocationBasis } from '../caseTerms.ts'
import type { TradeClaim } from '../claimKey.ts'
import { evidenceLeafHash, evidenceRoot, proveEvidence } from '../evidenceRoot.ts'
import { tradeClaimOf } from '../tradeClaim.ts'

export const basis: AllocationBasis = {
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
    { name: 'hurd', material: 'hurd', massKg: '3500' },
    { name: 'timber', material: 'timber', massKg: '2160' },
    { name: 'binder', material: 'binder', massKg: '3000' },
  ],
  carryInKg: '0',
}

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
    evidence: salted.map(({ leafHash, ...each }) => ({ ...each, proof: proveEvidence(leaves, leafHash) })),
  }
}
