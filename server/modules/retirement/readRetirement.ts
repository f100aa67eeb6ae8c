import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { retirementErrors } from './errors.ts'
import type { Retirement, RetirementPage, RetirementQuery } from './schema.ts'

/** A retirement: what was asked for and what the chain burned. Errors: RETIREMENT_NOT_FOUND. */
export async function readRetirement(ctx: QueryContext, retirementId: string): Promise<Retirement> {
  const row = await retirementRows(ctx).where('r.retirement_id', '=', retirementId).executeTakeFirst()
  if (row === undefined) throw retirementErrors.RETIREMENT_NOT_FOUND({ retirementId })
  return presentRetirement(ctx, row)
}

/** Retirements by their id; of one party, or everybody's when `partyId` is null. Errors: CURSOR_INVALID. */
export async function listRetirements(
  ctx: QueryContext,
  query: Static<typeof RetirementQuery>,
  partyId: string | null,
): Promise<Static<typeof RetirementPage>> {
  const page = readPage(query)
  const rows = await retirementRows(ctx)
    .$if(partyId !== null, (q) => q.where('r.party_id', '=', partyId!))
    .$if(query.creditId !== undefined, (q) => q.where('r.credit_id', '=', query.creditId!))
    .$if(page.after !== null, (q) => q.where('r.retirement_id', '>', page.after![0]!))
    .orderBy('r.retirement_id')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.retirement_id],
    (row) => presentRetirement(ctx, row),
  )
}

function retirementRows(ctx: QueryContext) {
  return (
    ctx.db
      .selectFrom('retirements as r')
      // The id alone may be somebody else's, who saw it on its way: what was burned must be what was asked for.
      .leftJoin('retirements_on_chain as c', (on) =>
        on
          .onRef('c.on_chain_id', '=', 'r.on_chain_id')
          .onRef('c.holder', '=', 'r.holder')
          .onRef('c.credit_id', '=', 'r.credit_id')
          .onRef('c.kg', '=', 'r.kg')
          .onRef('c.beneficiary_hash', '=', 'r.beneficiary_hash')
          .onRef('c.purpose_hash', '=', 'r.purpose_hash'),
      )
      .selectAll('r')
      .select(['c.serial_first', 'c.serial_last', 'c.retired_at', 'c.transaction_hash'])
  )
}

function presentRetirement(
  ctx: QueryContext,
  row: Awaited<ReturnType<ReturnType<typeof retirementRows>['executeTakeFirstOrThrow']>>,
): Retirement {
  const included = row.transaction_hash !== null
  return {
    retirementId: row.retirement_id,
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
    publicUrl: `${ctx.publicUrl}/retirements/${row.retirement_id}`,
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
