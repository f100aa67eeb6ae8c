import { auditLeafHash } from '@assay/protocol/auditEntry.ts'
import type { Bundle } from '@assay/protocol/bundle.ts'
import { verifyInclusion } from '@assay/protocol/merkleVerify.ts'
import { type BundleSubject, subjectEntries } from '@assay/protocol/subjectEntries.ts'
import { type Hex, hexToBytes } from 'viem'
import { type Checklist, holds, same } from './checklist.ts'
import { factOf, type ProvenFact } from './facts.ts'

/** The operator's log entries about this very subject are in a log whose root the chain holds, so that they can neither be changed nor denied. */
export function checkAuditLog(bundle: Bundle, facts: readonly ProvenFact[], list: Checklist): void {
  const { logId, treeSize, root, entries } = bundle.auditLog
  list.check(
    'audit log anchored',
    `the chain holds the root over the first ${treeSize} entries of the operator's log`,
    () => {
      const anchored = factOf(facts, 'Anchored')
      same('the log', anchored.args.logId, logId)
      same('the size of the log', String(anchored.args.treeSize), treeSize)
      same('the root of the log', anchored.args.root, root)
    },
  )
  list.check(
    'audit log entries',
    `${entries.length} entries about this subject are in that log, none of the necessary ones is missing`,
    () => {
      const { required, accepted } = subjectEntries(subjectOf(bundle))
      for (const { entry, leafIndex, proof } of entries) {
        const related = entry.about.some((about) => accepted.has(about))
        holds(related, `entry ${entry.entryId} is not about ${bundle.kind} ${subjectOf(bundle).id}`)
        const included = verifyInclusion({
          leafHash: auditLeafHash(entry),
          index: BigInt(leafIndex),
          size: BigInt(treeSize),
          proof: proof.map((hash) => hexToBytes(hash as Hex)),
          root: hexToBytes(root as Hex),
        })
        holds(included, `entry ${entry.entryId} is not number ${leafIndex} of the log`)
      }
      same('the number of different entries', new Set(entries.map(({ leafIndex }) => leafIndex)).size, entries.length)
      const logged = new Set(entries.flatMap(({ entry }) => entry.about))
      for (const { event, about } of required) holds(logged.has(about), `no entry of the log tells of ${event}`)
    },
  )
}

function subjectOf(bundle: Bundle): BundleSubject {
  if (bundle.kind === 'retirement') return { kind: bundle.kind, id: bundle.retirement.retirementId }
  return { kind: bundle.kind, id: bundle.case.caseId }
}
