import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { QueryContext } from '../../module.ts'
import { readPage, toPage } from '../../page.ts'
import { ledgerErrors } from './errors.ts'
import { type EntryPage, formatAmount } from './schema.ts'

/** The journal of one account, newest first. Errors: LEDGER_ACCOUNT_NOT_FOUND, CURSOR_INVALID. */
export async function listEntries(
  ctx: QueryContext,
  accountId: string,
  query: { readonly limit?: number; readonly cursor?: string },
): Promise<Static<typeof EntryPage>> {
  const page = readPage(query, ['number', 'number', 'number'])
  const account = await ctx.db
    .selectFrom('ledger_accounts')
    .select('asset')
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  if (account === undefined) throw ledgerErrors.LEDGER_ACCOUNT_NOT_FOUND({ accountId })
  const rows = await ctx.db
    .selectFrom('ledger_postings as p')
    .innerJoin('ledger_entries as e', (join) =>
      join.onRef('e.block_number', '=', 'p.block_number').onRef('e.log_index', '=', 'p.log_index'),
    )
    .select([
      'p.block_number',
      'p.log_index',
      'p.position',
      'p.amount',
      'p.balance_after',
      'e.kind',
      'e.transaction_hash',
      'e.occurred_at',
      'e.subject',
    ])
    .where('p.account_id', '=', accountId)
    .$if(page.after !== null, (q) => q.where(before(page.after!)))
    .orderBy('p.block_number', 'desc')
    .orderBy('p.log_index', 'desc')
    .orderBy('p.position', 'desc')
    .limit(page.limit + 1)
    .execute()
  return toPage(
    page,
    rows,
    (row) => [row.block_number, String(row.log_index), String(row.position)],
    (row) => ({
      blockNumber: row.block_number,
      logIndex: row.log_index,
      kind: row.kind,
      transactionHash: row.transaction_hash,
      occurredAt: row.occurred_at.toISOString(),
      subject: row.subject,
      amount: formatAmount(account.asset, row.amount),
      balanceAfter: formatAmount(account.asset, row.balance_after),
    }),
  )
}

function before([block, index, position]: readonly string[]) {
  return sql<boolean>`(p.block_number, p.log_index, p.position) < (${block}::bigint, ${index}::int, ${position}::smallint)`
}
