import { type AuditLogEntry, auditLeafHash } from '@assay/protocol/auditEntry.ts'
import type { Bundle } from '@assay/protocol/bundle.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { merkleRoot, proveInclusion } from '@assay/protocol/merkle.ts'
import { saltOf } from '@assay/protocol/test/cases.ts'
import { bytesToHex } from 'viem'
import type { Said } from './chain.ts'

const logId = idOf('log', '01950000-0000-7000-8000-0000000000ff')

/** A log of eleven entries, three of which are about the subject. */
export function auditLogOf(): { log: Bundle['auditLog']; anchored: Said } {
  const entries: AuditLogEntry[] = Array.from({ length: 11 }, (_, n) => ({
    entryId: `01950000-0000-7000-8000-0000000001${n.toString().padStart(2, '0')}`,
    occurredAt: `2026-03-01T00:00:${n.toString().padStart(2, '0')}.000Z`,
    actor: n % 2 === 0 ? 'system' : '01950000-0000-7000-8000-000000000200',
    party: n % 2 === 0 ? null : '01950000-0000-7000-8000-000000000201',
    action: 'verification.openCase',
    inputCommitment: n % 2 === 0 ? null : saltOf(`input ${n}`),
    events: [
      { id: `01950000-0000-7000-8000-0000000003${n.toString().padStart(2, '0')}`, type: 'verification.caseOpened' },
    ],
    intents: [`01950000-0000-7000-8000-0000000004${n.toString().padStart(2, '0')}`],
  }))
  const leaves = entries.map(auditLeafHash)
  const root = bytesToHex(merkleRoot(leaves))
  return {
    log: {
      logId,
      treeSize: '11',
      root,
      entries: [2, 5, 10].map((index) => ({
        leafIndex: String(index),
        entry: entries[index] as never,
        proof: proveInclusion(leaves, BigInt(index)).map((hash) => bytesToHex(hash)),
      })),
    },
    anchored: { contract: 'AuditAnchor', event: 'Anchored', args: { logId, treeSize: 11n, root } },
  }
}
