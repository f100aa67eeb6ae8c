/** The audit log's part of a bundle: which entries are about the subject, and their proofs under an anchored tree head. */
import type { Bundle } from '@assay/protocol/bundle.ts'
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
 * Entries of the commands that opened, concluded and settled the case, asked for the issuance and saw it become final; or of the
 * retirement. They are found by their events, whose keys are the ids of the subject, and by their chain intents.
 */
export async function entriesAbout(ctx: CommandContext, request: BundleRequest): Promise<SubjectEntry[]> {
  const keys = [request.subject_id, request.on_chain_id]
  const events = await ctx.records.events({ types: eventTypes, keys })
  const openings = await ctx.records.intents({ subject: `verification/${request.subject_id}/opening` })
  const { rows } = await sql<SubjectEntry>`
    with about as (
      select array(
        select intent_id from allocation_requests where case_id = ${request.subject_id} and intent_id is not null
        union select intent_id from issuance_requests where case_id = ${request.subject_id} and intent_id is not null
        union select intent_id from retirements where retirement_id = ${request.subject_id}
        union select unnest(${openings.map(({ intentId }) => intentId)}::uuid[])
      ) as intents
    )
    select entry.*, leaf.leaf_index from about, audit_entries entry left join audit_leaves leaf on leaf.entry_id = entry.id
    where entry.event_ids && ${events}::uuid[] or entry.intent_ids && about.intents
    order by leaf.leaf_index nulls last, entry.id limit ${entriesMost}`.execute(ctx.db)
  return rows
}

const eventTypes = [
  'verification.caseOpened',
  'verification.caseConcluded',
  'verification.caseSettled',
  'issuance.allocationMinted',
  'issuance.creditsIssued',
  'retirement.creditsRetired',
]

/** Inclusion proofs of the entries under one tree head. */
export async function proveEntries(
  ctx: CommandContext,
  entries: readonly SubjectEntry[],
  head: { readonly treeSize: bigint; readonly root: Hex },
): Promise<Bundle['auditLog']> {
  const proven: Bundle['auditLog']['entries'] = []
  for (const row of entries) {
    const { leafIndex, proof } = await proveEntry(ctx.db, { entryId: row.id, treeSize: head.treeSize })
    const { events, intents, ...entry } = entryOf(row)
    proven.push({
      leafIndex: leafIndex.toString(),
      entry: { ...entry, events: events.map(({ id, type }) => ({ id, type })), intents: [...intents] },
      proof: [...proof],
    })
  }
  return { logId: await auditLogId(ctx.db), treeSize: head.treeSize.toString(), root: head.root, entries: proven }
}
