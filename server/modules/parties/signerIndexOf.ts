import type { Kysely } from 'kysely'
import type { Address } from 'viem'
import type { Database } from '../../generated/rows.ts'

/** Which key of the installation a custodied wallet has; null for external and unknown ones. */
export async function signerIndexOf(db: Kysely<Database>, address: Address): Promise<number | null> {
  const row = await db
    .selectFrom('wallets')
    .select('signer_index')
    .where('address', '=', address.toLowerCase())
    .executeTakeFirst()
  return row?.signer_index == null ? null : Number(row.signer_index)
}
