import type { QueryContext } from '../../module.ts'
import { getParty } from '../parties/index.ts'

/** Deliveries of a seller whose cases are settled: the register's own count, plus the record accepted when it joined. */
export async function sellerHistory(
  ctx: QueryContext,
  sellerPartyId: string,
): Promise<{ sellerVerified: number; sellerFailed: number }> {
  const { trackRecord } = await getParty(ctx.db, sellerPartyId)
  const rows = await ctx.db
    .selectFrom('cases')
    .innerJoin('trades', 'trades.id', 'cases.id')
    .select(['cases.state', (of) => of.fn.countAll<string>().as('count')])
    .where('trades.seller_party_id', '=', sellerPartyId)
    .where('cases.settled_at', 'is not', null)
    .groupBy('cases.state')
    .execute()
  const count = (...states: readonly string[]) =>
    rows.filter(({ state }) => states.includes(state)).reduce((total, row) => total + Number(row.count), 0)
  return {
    sellerVerified: trackRecord.verified + count('verified', 'partiallyVerified'),
    sellerFailed: trackRecord.failed + count('rejected'),
  }
}
