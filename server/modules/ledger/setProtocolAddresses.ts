import type { Address } from 'viem'
import type { ProjectionContext } from '../../module.ts'
import { type AccountKind, type Asset, lower } from './accounts.ts'
import { type LogPlace, move, type Posting, post } from './post.ts'

export interface ProtocolAddress {
  readonly address: Address
  /** The kind under which the address's own holdings are kept from this log on. */
  readonly kind: 'available' | 'protocol' | 'fees'
  readonly purpose: string
}

/** Notes what the contracts announced about addresses, and moves what an address already holds to its new kind. */
export async function setProtocolAddresses(
  ctx: ProjectionContext,
  log: LogPlace,
  addresses: readonly ProtocolAddress[],
): Promise<void> {
  const postings: Posting[] = []
  const seen = new Set<Address>()
  for (const { address, kind, purpose } of addresses) {
    const holder = lower(address)
    // One account may collect several fees; its first purpose names it.
    if (seen.has(holder)) continue
    seen.add(holder)
    postings.push(...(await reclassify(ctx, holder, kind)))
    await ctx.db
      .insertInto('ledger_protocol_addresses')
      .values({ address: holder, kind, purpose })
      .onConflict((conflict) => conflict.column('address').doUpdateSet({ kind, purpose }))
      .execute()
  }
  await post(ctx, log, { kind: 'reclassified', postings })
}

/** Moves an address's own holdings from their present kind to another. */
async function reclassify(ctx: ProjectionContext, holder: Address, kind: AccountKind): Promise<Posting[]> {
  const rows = await ctx.db
    .selectFrom('ledger_accounts')
    .select(['asset', 'kind', 'balance'])
    .where('holder', '=', holder)
    .where('owner', '=', holder)
    .where('subject', 'is', null)
    .where('kind', 'in', ['available', 'protocol', 'fees'])
    .where('kind', '<>', kind)
    .where('balance', '<>', '0')
    .orderBy('account_id')
    .execute()
  return rows.flatMap((row) => {
    const account = { asset: row.asset as Asset, holder, owner: holder }
    return move({ ...account, kind: row.kind as AccountKind }, { ...account, kind }, BigInt(row.balance))
  })
}
