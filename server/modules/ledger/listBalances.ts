import type { Static } from 'typebox'
import type { Address } from 'viem'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { walletsOf } from '../parties/index.ts'
import { seesAll } from './access.ts'
import { creditIdOf, lower } from './accounts.ts'
import { type BalancePage, type BalanceQuery, formatAmount } from './schema.ts'

/**
 * Balances as the ledger mirrors them, by account id. Without a filter a party sees what is its own; who may see everything
 * sees everything. Errors: CURSOR_INVALID.
 */
export async function listBalances(
  ctx: QueryContext,
  query: Static<typeof BalanceQuery>,
): Promise<Static<typeof BalancePage>> {
  const page = readPage(query, ['text'])
  const owners = await ownersAskedFor(ctx, query)
  if (owners !== null && owners.length === 0) return { items: [], nextCursor: null }
  const rows = await ctx.db
    .selectFrom('ledger_accounts')
    .selectAll()
    .$if(owners !== null, (q) => q.where('owner', 'in', owners as Address[]))
    .$if(query.asset !== undefined, (q) => q.where('asset', '=', query.asset!))
    .$if(query.kind !== undefined, (q) => q.where('kind', '=', query.kind!))
    .$if(page.after !== null, (q) => q.where('account_id', '>', page.after![0]!))
    .orderBy('account_id')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.account_id],
    (row) => ({
      accountId: row.account_id,
      asset: row.asset,
      creditId: creditIdOf(row.asset)?.toString() ?? null,
      kind: row.kind as never,
      holder: row.holder,
      owner: row.owner,
      subject: row.subject,
      balance: formatAmount(row.asset, row.balance),
    }),
  )
}

/** Addresses to show; null means all. */
async function ownersAskedFor(
  ctx: QueryContext,
  { partyId, address }: Static<typeof BalanceQuery>,
): Promise<readonly Address[] | null> {
  if (address !== undefined) return [lower(address as Address)]
  if (partyId !== undefined) return addressesOf(ctx, partyId)
  if (seesAll(ctx.actor)) return null
  return ctx.actor.partyId === null ? [] : addressesOf(ctx, ctx.actor.partyId)
}

async function addressesOf(ctx: QueryContext, partyId: string): Promise<readonly Address[]> {
  return (await walletsOf(ctx.db, partyId)).map(({ address }) => address)
}

/** Base units of one asset that an address can use now: the ledger's view, at inclusion. */
export async function availableOf(ctx: QueryContext, owner: Address, asset: string): Promise<bigint> {
  const row = await ctx.db
    .selectFrom('ledger_accounts')
    .select('balance')
    .where('owner', '=', lower(owner))
    .where('asset', '=', asset)
    .where('kind', '=', 'available')
    .executeTakeFirst()
  return BigInt(row?.balance ?? 0)
}
