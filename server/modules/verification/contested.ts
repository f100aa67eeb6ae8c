import { sql } from 'kysely'
import type { Part } from '../../module.ts'

/** Decisions are made by people outside the product; that they are late is told, and makes nothing unready. */
export const contested: Part = {
  name: 'challenges',
  async look({ db }) {
    const { rows } = await sql<{ open: number; overdue: number; since: Date | null }>`
      select count(*)::int as open, count(overdue_since)::int as overdue, min(overdue_since) as since
      from case_challenges where held_at is not null and upheld is null and failure is null`.execute(db)
    const { open, overdue, since } = rows[0]!
    return `${open} undecided${since === null ? '' : `, ${overdue} of them overdue, the oldest since ${since.toISOString()}`}`
  },
}
