import { sql } from 'kysely'
import type { Part } from '../../module.ts'

/** What settled cases are owed and the chain has refused so far. It is tried again for ever, so it is told and makes nothing unready. */
export const owed: Part = {
  name: 'issuance',
  async look({ db }) {
    const { rows } = await sql<{ allocations: number; issuances: number; since: Date | null }>`
      with refused as (
        select 'allocation' as kind, r.due_at from allocation_requests r
          left join allocations_on_chain c using (on_chain_id) where r.failure is not null and c.on_chain_id is null
        union all
        select 'issuance', r.due_at from issuance_requests r
          left join issuances_on_chain c using (on_chain_id) where r.failure is not null and c.on_chain_id is null)
      select count(*) filter (where kind = 'allocation')::int as allocations,
        count(*) filter (where kind = 'issuance')::int as issuances, min(due_at) as since from refused`.execute(db)
    const { allocations, issuances, since } = rows[0]!
    if (since === null) return 'nothing owed is refused by the chain'
    return `the chain refuses ${allocations} allocations and ${issuances} issuances, the oldest due since ${since.toISOString()}`
  },
}
