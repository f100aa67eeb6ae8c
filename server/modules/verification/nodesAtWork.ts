import { sql } from 'kysely'
import type { Part } from '../../module.ts'

/** Nodes are processes of others; what they leave undone shows whether they work. */
export const nodesAtWork: Part = {
  name: 'oracles',
  async look({ db }) {
    const { rows } = await sql<{ active: number; waiting: number }>`
      select (select count(*) from oracle_nodes where active)::int as active,
        (select count(*) from case_rounds where state = 'open' and reports_until > now())::int as waiting`.execute(db)
    const { active, waiting } = rows[0]!
    return `${active} nodes registered, ${waiting} rounds wait for reports`
  },
}
