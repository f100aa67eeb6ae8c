import type { Kysely } from 'kysely'
import type { Database } from '../../generated/rows.ts'
import type { ChainView } from '../../module.ts'
import { auditLogId } from './auditTree.ts'
import { type LogVerification, verifyLog } from './verifyLog.ts'

/**
 * The `verify-log` command: recomputes the audit log, asks the chain for its anchor when there is one to ask, and says in plain
 * words what was found.
 * @param chain null: compare with the indexed anchors only.
 * @returns the lines to print and the exit code: 0 in order, 1 tampered with.
 */
export async function reportLog(
  db: Kysely<Database>,
  chain: ChainView | null,
): Promise<{ lines: string[]; exitCode: 0 | 1 }> {
  const anchored = chain === null ? undefined : await anchoredHead(db, chain)
  const result = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((snapshot) => verifyLog(snapshot, anchored === undefined ? {} : { anchored }))
  return { lines: linesOf(result, chain !== null), exitCode: result.finding === null ? 0 : 1 }
}

async function anchoredHead(db: Kysely<Database>, chain: ChainView) {
  const [treeSize, root] = (await chain.read('AuditAnchor', 'head', [await auditLogId(db)])) as [
    bigint,
    `0x${string}`,
    bigint,
  ]
  return treeSize === 0n ? undefined : { treeSize, root }
}

function linesOf(result: LogVerification, askedChain: boolean): string[] {
  const { finding } = result
  const lines = [
    `${result.entries} entries recomputed, root ${result.root}.`,
    `${result.treeHeads} tree heads fit; ${result.anchors} of them are anchored on chain, the largest counts ${result.anchoredSize} entries.`,
    askedChain
      ? 'The chain itself was asked for its anchor.'
      : 'No chain was asked: anchors are compared as the indexer stored them.',
    `${result.waiting} entries wait for their number.`,
  ]
  if (finding === null) return [...lines, 'The audit log is in order.']
  const entry = finding.entryId === null ? '' : `, entry ${finding.entryId}`
  return [
    ...lines,
    `TAMPERED WITH. First row: number ${finding.leafIndex}${entry} in ${finding.table}, ${finding.kind}: ${finding.says}.`,
  ]
}
