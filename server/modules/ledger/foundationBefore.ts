import type { SupplyState } from '@assay/domain/policy/allocationLimits.ts'
import { sql } from 'kysely'
import type { QueryContext } from '../../module.ts'

export interface Moment {
  readonly at: Date
  /** The log that is not counted any more, nor what comes after it; null: everything up to `at` counts. */
  readonly log: { readonly blockNumber: bigint; readonly logIndex: number } | null
}

/**
 * Foundation Token as it stood when an allocation was decided: supply, what the sovereign held, what was minted on the days before
 * and on the day itself. Nothing was minted for the allocation yet.
 */
export async function foundationBefore(
  ctx: QueryContext,
  { at, log }: Moment,
  { sovereign, trailingDays }: { readonly sovereign: string; readonly trailingDays: number },
): Promise<SupplyState> {
  const day = new Date(`${at.toISOString().slice(0, 10)}T00:00:00.000Z`)
  const window = new Date(day.getTime() - trailingDays * 86_400_000)
  const counted =
    log === null
      ? sql<boolean>`e.occurred_at <= ${at}`
      : sql<boolean>`(e.block_number, e.log_index) < (${log.blockNumber.toString()}::bigint, ${log.logIndex}::int)`
  const row = await ctx.db
    .selectFrom('ledger_postings as p')
    .innerJoin('ledger_entries as e', (join) =>
      join.onRef('e.block_number', '=', 'p.block_number').onRef('e.log_index', '=', 'p.log_index'),
    )
    .innerJoin('ledger_accounts as a', 'a.account_id', 'p.account_id')
    .select([
      sql<string>`coalesce(-sum(p.amount) filter (where a.kind in ('issued', 'burned')), 0)`.as('supply'),
      sql<string>`coalesce(sum(p.amount) filter (where a.holder = ${sovereign.toLowerCase()}), 0)`.as('held'),
      sql<string>`coalesce(-sum(p.amount) filter (where a.kind = 'issued' and e.occurred_at >= ${window} and e.occurred_at < ${day}), 0)`.as(
        'trailing',
      ),
      sql<string>`coalesce(-sum(p.amount) filter (where a.kind = 'issued' and e.occurred_at >= ${day}), 0)`.as('today'),
    ])
    .where('p.asset', '=', 'FT')
    .where(counted)
    .executeTakeFirstOrThrow()
  return {
    supply: BigInt(row.supply),
    sovereignHeld: BigInt(row.held),
    trailingSum: BigInt(row.trailing),
    trailingDays,
    mintedToday: BigInt(row.today),
    ownMintedToday: 0n,
  }
}
