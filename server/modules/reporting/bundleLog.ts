/** The audit log's part of a bundle: which entries are about the subject, and their proofs under an anchored tree head. */
import type { Bundle } from '@assay/protocol/bundle.ts'
import { subjectEntries } from '@assay/protocol/subjectEntries.ts'
import { sql } from 'kysely'
import type { Hex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { proveEntry } from './auditProofs.ts'
import { auditLogId, type EntryRow, entryOf } from './auditTree.ts'
import type { BundleRequest } from './bundleRequest.ts'

const entriesMost = 200

export interface SubjectEntry extends EntryRow {
  /** Null while the entry has no number. */
  readonly leaf_index: string | null
}

/**
 * Entries of the commands that opened, judged, concluded and settled the case, asked for the issuance and saw it become final; or of the
 * retirement. They are found by the very digests that the offline verifier will look for.
 */
export async function entriesAbout(ctx: CommandContext, request: BundleRequest): Promise<SubjectEntry[]> {
  const { accepted } = wantedEntries(request)
  const { rows } = await sql<SubjectEntry>`
    select entry.*, leaf.leaf_index from audit_entries entry left join audit_leaves leaf on leaf.entry_id = entry.id
    where entry.about && ${[...accepted]}::text[]
    order by leaf.leaf_index nulls last, entry.id limit ${entriesMost}`.execute(ctx.db)
  return rows
}

/** True when everything has been logged that the bundle must show: what follows from one fact are commands of their own. */
export function isComplete(request: BundleRequest, entries: readonly SubjectEntry[]): boolean {
  const logged = new Set(entries.flatMap(({ about }) => about))
  return wantedEntries(request).required.every(({ about }) => logged.has(about))
}

function wantedEntries({ subject_kind, subject_id }: BundleRequest) {
  return subjectEntries({ kind: subject_kind as Bundle['kind'], id: subject_id })
}

/** Inclusion proofs of the entries under one tree head. */
export async function proveEntries(
  ctx: CommandContext,
  entries: readonly SubjectEntry[],
  head: { readonly treeSize: bigint; readonly root: Hex },
): Promise<Bundle['auditLog']> {
  const proven: Bundle['auditLog']['entries'] = []
  for (const row of entries) {
    const { leafIndex, proof } = await proveEntry(ctx.db, { entryId: row.id, treeSize: head.treeSize })
    const entry = entryOf(row)
    const { events, intents, about } = entry
    proven.push({
      leafIndex: leafIndex.toString(),
      entry: { ...entry, events: [...events], intents: [...intents], about: [...about] },
      proof: [...proof],
    })
  }
  return { logId: await auditLogId(ctx.db), treeSize: head.treeSize.toString(), root: head.root, entries: proven }
}
