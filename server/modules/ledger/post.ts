import type { Address, Hex } from 'viem'
import type { ChainLog, ProjectionContext } from '../../module.ts'
import { type Account, type Asset, accountId, lower } from './accounts.ts'

/** Where a log stands on the chain; a log of any contract will do. */
export type LogPlace = Pick<ChainLog, 'blockNumber' | 'blockTimestamp' | 'transactionHash' | 'logIndex'>

export interface Posting {
  readonly account: Account
  /** Base units; positive: the account receives. */
  readonly amount: bigint
}

export interface Entry {
  readonly kind: string
  /** The trade, listing, case or retirement the entry is about. */
  readonly subject?: Hex
  readonly postings: readonly Posting[]
}

/**
 * Records one balanced journal entry for a log and moves the balances. Postings of zero are left out, and an entry without
 * postings is not written. The database refuses an entry that does not sum to zero per asset (`ledger_entry_balanced`) and, at
 * commit, a balance below zero (`ledger_account_covered`).
 */
export async function post(ctx: ProjectionContext, log: LogPlace, entry: Entry): Promise<void> {
  const postings = entry.postings.filter((posting) => posting.amount !== 0n)
  if (postings.length === 0) return
  await ctx.db
    .insertInto('ledger_entries')
    .values({
      block_number: log.blockNumber.toString(),
      log_index: log.logIndex,
      kind: entry.kind,
      transaction_hash: log.transactionHash,
      occurred_at: log.blockTimestamp,
      subject: entry.subject ?? null,
    })
    .execute()
  for (const [position, posting] of postings.entries()) {
    const balanceAfter = await moveBalance(ctx, posting)
    await ctx.db
      .insertInto('ledger_postings')
      .values({
        block_number: log.blockNumber.toString(),
        log_index: log.logIndex,
        position,
        account_id: accountId(posting.account),
        asset: posting.account.asset,
        amount: posting.amount.toString(),
        balance_after: balanceAfter,
      })
      .execute()
  }
}

/** Two postings: `amount` goes from one account to the other. */
export function move(from: Account, to: Account, amount: bigint): Posting[] {
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ]
}

/** The account of what an address holds for itself: `available`, or the kind the protocol gave the address. */
export async function holding(ctx: ProjectionContext, asset: Asset, address: Address): Promise<Account> {
  const holder = lower(address)
  const row = await ctx.db
    .selectFrom('ledger_protocol_addresses')
    .select('kind')
    .where('address', '=', holder)
    .executeTakeFirst()
  return { asset, kind: (row?.kind as Account['kind'] | undefined) ?? 'available', holder, owner: holder }
}

/** The account bound to a trade or listing at a protocol contract. Throws when no earlier log created it: the chain cannot
 *  release what it never took. */
export async function bound(ctx: ProjectionContext, contract: Address, subject: Hex): Promise<Account> {
  const row = await ctx.db
    .selectFrom('ledger_accounts')
    .select(['asset', 'kind', 'owner'])
    .where('subject', '=', subject)
    .where('holder', '=', lower(contract))
    .executeTakeFirst()
  if (row === undefined) throw new Error(`no ledger account is bound to ${subject} at ${contract}`)
  return {
    asset: row.asset as Asset,
    kind: row.kind as Account['kind'],
    holder: lower(contract),
    owner: row.owner as Address,
    subject,
  }
}

async function moveBalance(ctx: ProjectionContext, { account, amount }: Posting): Promise<string> {
  const row = await ctx.db
    .insertInto('ledger_accounts')
    .values({
      account_id: accountId(account),
      asset: account.asset,
      kind: account.kind,
      holder: lower(account.holder),
      owner: lower(account.owner),
      subject: account.subject ?? null,
      balance: amount.toString(),
    })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet((eb) => ({
        balance: eb('ledger_accounts.balance', '+', eb.ref('excluded.balance')),
      })),
    )
    .returning('balance')
    .executeTakeFirstOrThrow()
  return row.balance
}
