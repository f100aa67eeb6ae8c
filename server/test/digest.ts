import { createHash } from 'node:crypto'
import type pg from 'pg'

/** One hash over everything the chain has put into a database: indexed logs, and every row of every projection table. Two
 *  databases that followed the same chain, whatever detours it took, have the same digest. */
export async function chainDigest(pool: pg.Pool): Promise<string> {
  const hash = createHash('sha256')
  const tables = await pool.query<{ relation: string }>('select relation from chain_projections order by relation')
  for (const relation of ['chain_logs', ...tables.rows.map((row) => row.relation)]) {
    const { rows } = await pool.query<{ line: string }>(
      `select to_jsonb(t)::text as line from ${relation} t order by 1`,
    )
    hash.update(`${relation}:${rows.length}\n`)
    for (const { line } of rows) hash.update(`${line}\n`)
  }
  return hash.digest('hex')
}
