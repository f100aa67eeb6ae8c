import type pg from 'pg'

/** A block is final two blocks later, so the chain is woken before a deadline, not at it. */
const aheadSeconds = 5

/** True while a job is due, or will be in a moment. Before the first migration there are none. */
export async function isWorkDue(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ queue: string | null }>(
    `select to_regclass('graphile_worker.jobs')::text as queue`,
  )
  if (rows[0]!.queue === null) return false
  const { rowCount } = await pool.query(
    `select from graphile_worker.jobs
     where attempts < max_attempts and run_at <= now() + make_interval(secs => $1) limit 1`,
    [aheadSeconds],
  )
  return rowCount === 1
}
