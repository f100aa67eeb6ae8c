import type { QueryContext } from '../../module.ts'
import { retirementErrors } from './errors.ts'
import type { Retirement } from './schema.ts'

/** A retirement: what was asked for and what the chain burned. Errors: RETIREMENT_NOT_FOUND. */
export async function readRetirement(ctx: QueryContext, retirementId: string): Promise<Retirement> {
  const row = await ctx.db
    .selectFrom('retirements as r')
    .leftJoin('retirements_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .selectAll('r')
    .select(['c.serial_first', 'c.serial_last', 'c.retired_at', 'c.transaction_hash'])
    .where('r.retirement_id', '=', retirementId)
    .executeTakeFirst()
  if (row === undefined) throw retirementErrors.RETIREMENT_NOT_FOUND({ retirementId })
  const included = row.transaction_hash !== null
  return {
    retirementId,
    onChainId: row.on_chain_id,
    partyId: row.party_id,
    holder: row.holder,
    creditId: row.credit_id,
    kg: row.kg,
    beneficiary: row.beneficiary,
    purpose: row.purpose,
    publicConsent: row.public_consent,
    salt: row.salt,
    beneficiaryHash: row.beneficiary_hash,
    purposeHash: row.purpose_hash,
    state: included ? (row.final_at === null ? 'included' : 'retired') : row.failure === null ? 'submitted' : 'failed',
    serialFirst: row.serial_first,
    serialLast: row.serial_last,
    retiredAt: row.retired_at?.toISOString() ?? null,
    failure: included ? null : row.failure,
    transactionHash: row.transaction_hash,
    publicUrl: `${ctx.publicUrl}/retirements/${retirementId}`,
  }
}

/** The party that retired. Null when there is no such retirement. */
export async function partyOfRetirement(ctx: QueryContext, retirementId: string): Promise<readonly string[] | null> {
  const row = await ctx.db
    .selectFrom('retirements')
    .select('party_id')
    .where('retirement_id', '=', retirementId)
    .executeTakeFirst()
  return row === undefined ? null : [row.party_id]
}
