import { type AuditLogEntry, auditLeafHash } from '@assay/protocol/auditEntry.ts'
import type { Bundle } from '@assay/protocol/bundle.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { merkleRoot, proveInclusion } from '@assay/protocol/merkle.ts'
import { type BundleSubject, subjectEntries } from '@assay/protocol/subjectEntries.ts'
import { saltOf } from '@assay/protocol/test/cases.ts'
import { bytesToHex } from 'viem'
import type { Said } from './chain.ts'

const logId = idOf('log', '01950000-0000-7000-8000-0000000000ff')

type Entries = Bundle['auditLog']['entries']

/** A log of eleven entries, some of which tell of the subject; others tell the same of another subject of its kind. */
export function auditLogOf(subject: BundleSubject): { log: Bundle['auditLog']; anchored: Said; others: Entries } {
  const own = subjectEntries(subject).required
  const strange = subjectEntries({ ...subject, id: '01950000-0000-7000-8000-0000000000fe' }).required
  const entries: AuditLogEntry[] = Array.from({ length: 11 }, (_, n) => {
    const told = n % 2 === 0 ? own[n / 2 - 1] : strange[(n - 1) / 2]
    return {
      entryId: `01950000-0000-7000-8000-0000000001${n.toString().padStart(2, '0')}`,
      occurredAt: `2026-03-01T00:00:${n.toString().padStart(2, '0')}.000Z`,
      actor: n % 3 === 0 ? 'system' : '01950000-0000-7000-8000-000000000200',
      party: n % 3 === 0 ? null : '01950000-0000-7000-8000-000000000201',
      action: 'verification.openCase',
      inputCommitment: n % 3 === 0 ? null : saltOf(`input ${n}`),
      events: [
        {
          id: `01950000-0000-7000-8000-0000000003${n.toString().padStart(2, '0')}`,
          type: told?.event ?? 'verification.roundDue',
        },
      ],
      intents: [`01950000-0000-7000-8000-0000000004${n.toString().padStart(2, '0')}`],
      about: told === undefined ? [] : [told.about],
    }
  })
  const leaves = entries.map(auditLeafHash)
  const root = bytesToHex(merkleRoot(leaves))
  const proven = (index: number) => ({
    leafIndex: String(index),
    entry: entries[index] as never,
    proof: proveInclusion(leaves, BigInt(index)).map((hash) => bytesToHex(hash)),
  })
  const log = { logId, treeSize: '11', root, entries: own.map((_, place) => proven(2 * place + 2)) }
  const others = strange.map((_, place) => proven(2 * place + 1))
  return { log, others, anchored: { contract: 'AuditAnchor', event: 'Anchored', args: { logId, treeSize: 11n, root } } }
}
