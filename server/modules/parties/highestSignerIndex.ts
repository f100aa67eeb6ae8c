import { type Kysely, sql } from 'kysely'
import type { Database } from '../../generated/rows.ts'

/** No wallet of a party has a higher index than this, also none of a command that has not ended. */
export async function highestSignerIndex(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ highest: string }>`select last_value as highest from wallet_signer_index`.execute(db)
  return Number(rows[0]!.highest)
}
