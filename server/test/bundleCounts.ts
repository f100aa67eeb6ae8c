import { type Kysely, sql } from 'kysely'
import type { Database } from '../generated/rows.ts'

export interface BundleCounts {
  readonly subjectKind: 'allocation' | 'issuance' | 'retirement'
  /** Subjects whose committee outcome is settled and paying, or retirements asked for and not failed: what must become of them. */
  readonly approved: number
  /** Facts of the contracts' logs, as the chain tells them: one per subject. */
  readonly minted: number
  /** Rows of the projections. */
  readonly indexed: number
  /** Bundles assembled. */
  readonly bundled: number
}

/** On a system at rest all four numbers of a kind are equal, and nothing is there twice. */
export async function bundleCounts(db: Kysely<Database>): Promise<readonly BundleCounts[]> {
  const { rows } = await sql<{
    kind: BundleCounts['subjectKind']
    approved: string
    minted: string
    indexed: string
    bundled: string
  }>`
    select 'allocation' as kind, (select count(*) from allocation_requests) as approved,
      (select count(*) from chain_logs where contract = 'Allocation' and event_name = 'Allocated') as minted,
      (select count(*) from allocations_on_chain where state in ('minted', 'queued')) as indexed,
      (select count(*) from bundles where subject_kind = 'allocation') as bundled
    union all select 'issuance', (select count(*) from issuance_requests),
      (select count(*) from chain_logs where contract = 'CarbonCredit' and event_name = 'Issued'),
      (select count(*) from issuances_on_chain),
      (select count(*) from bundles where subject_kind = 'issuance')
    union all select 'retirement', (select count(*) from retirements where failure is null),
      (select count(*) from chain_logs where contract = 'CarbonCredit' and event_name = 'Retired'),
      (select count(*) from retirements_on_chain),
      (select count(*) from bundles where subject_kind = 'retirement')`.execute(db)
  return rows.map(({ kind, approved, minted, indexed, bundled }) => ({
    subjectKind: kind,
    approved: Number(approved),
    minted: Number(minted),
    indexed: Number(indexed),
    bundled: Number(bundled),
  }))
}
