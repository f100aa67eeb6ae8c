/** Questions about conversions. */
import type { UsedVersion } from '@assay/domain/recording.ts'
import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { escrowErrors } from './errors.ts'
import { formatPt } from './queries.ts'
import type { Conversion, ConversionPage, ConversionQuery } from './schema.ts'

/** A conversion: what was asked for and what the chain paid. Errors: CONVERSION_NOT_FOUND. */
export async function readConversion(ctx: QueryContext, conversionId: string): Promise<Conversion> {
  const row = await conversionRows(ctx).where('v.conversion_id', '=', conversionId).executeTakeFirst()
  if (row === undefined) throw escrowErrors.CONVERSION_NOT_FOUND({ conversionId })
  return presentConversion(row)
}

/** Conversions, oldest first; of one party, or everybody's when `partyId` is null. Errors: CURSOR_INVALID. */
export async function listConversions(
  ctx: QueryContext,
  query: Static<typeof ConversionQuery>,
  partyId: string | null,
): Promise<Static<typeof ConversionPage>> {
  const page = readPage(query)
  const rows = await conversionRows(ctx)
    .$if(partyId !== null, (q) => q.where('v.party_id', '=', partyId!))
    .$if(page.after !== null, (q) => q.where('v.conversion_id', '>', page.after![0]!))
    .orderBy('v.conversion_id')
    .limit(page.limit + 1)
    .execute()
  return toPage(page, rows, (row) => [row.conversion_id], presentConversion)
}

/** The party that converts. Null when there is no such conversion. */
export async function partyOfConversion(ctx: QueryContext, conversionId: string): Promise<readonly string[] | null> {
  const row = await ctx.db
    .selectFrom('conversions')
    .select('party_id')
    .where('conversion_id', '=', conversionId)
    .executeTakeFirst()
  return row === undefined ? null : [row.party_id]
}

/** Settled conversions with what the chain burned and paid, newest first: for the replay of a parameter. */
export async function settledConversions(ctx: QueryContext, limit: number) {
  return ctx.db
    .selectFrom('conversions as v')
    .innerJoin('conversions_on_chain as c', (on) =>
      on.onRef('c.on_chain_id', '=', 'v.on_chain_id').onRef('c.sovereign', '=', 'v.wallet'),
    )
    .select([
      'v.conversion_id',
      'v.party_id',
      'c.burned_ft',
      'c.unpaid_share_ft',
      'c.fee_pt',
      'c.net_pt',
      'c.converted_at',
    ])
    .orderBy('c.converted_at', 'desc')
    .orderBy('v.conversion_id')
    .limit(limit)
    .execute()
}

function conversionRows(ctx: QueryContext) {
  return (
    ctx.db
      .selectFrom('conversions as v')
      // The id alone may be another sovereign's, who saw it on its way.
      .leftJoin('conversions_on_chain as c', (on) =>
        on
          .onRef('c.on_chain_id', '=', 'v.on_chain_id')
          .onRef('c.sovereign', '=', 'v.wallet')
          .onRef('c.burned_ft', '=', 'v.amount_ft'),
      )
      .selectAll('v')
      .select(['c.burned_ft', 'c.unpaid_share_ft', 'c.gross_pt', 'c.fee_pt', 'c.net_pt', 'c.transaction_hash'])
  )
}

function presentConversion(
  row: Awaited<ReturnType<ReturnType<typeof conversionRows>['executeTakeFirstOrThrow']>>,
): Conversion {
  const settled = row.transaction_hash !== null
  return {
    conversionId: row.conversion_id,
    onChainId: row.on_chain_id,
    partyId: row.party_id,
    wallet: row.wallet,
    amountFt: formatPt(row.amount_ft),
    minOutPt: formatPt(row.min_out_pt),
    quotedNetPt: formatPt(row.quoted_net_pt),
    parametersAt: row.requested_at.toISOString(),
    parameters: row.parameters_used as UsedVersion[],
    state: settled ? 'settled' : row.failure === null ? 'submitted' : 'failed',
    burnedFt: formatOrNull(row.burned_ft),
    unpaidShareFt: formatOrNull(row.unpaid_share_ft),
    grossPt: formatOrNull(row.gross_pt),
    feePt: formatOrNull(row.fee_pt),
    netPt: formatOrNull(row.net_pt),
    failure: settled ? null : row.failure,
    transactionHash: row.transaction_hash,
  }
}

function formatOrNull(value: string | null): string | null {
  return value === null ? null : formatPt(value)
}
