/** What wallets have promised to transactions under way: whoever spends asks here, so that nothing is promised twice. */
import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { lower } from './accounts.ts'
import { availableOf } from './listBalances.ts'
import { lockFor } from './lockFor.ts'

export interface Commitment {
  /** The intent that will take it. */
  readonly intentId: string
  readonly wallet: Address
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
}

/** Base units of an asset that a wallet holds and has promised to nobody. Until this transaction ends nobody else can promise any of
 *  them; it may be below zero after a reorganisation. */
export async function freeOf(ctx: CommandContext, wallet: Address, asset: string): Promise<bigint> {
  const promised = await promisedOf(ctx, wallet, asset)
  return (await availableOf(ctx, wallet, asset)) - promised
}

/** Notes what an intent of this transaction will take. */
export async function commit(ctx: CommandContext, { intentId, wallet, asset, amount }: Commitment): Promise<void> {
  await ctx.db
    .insertInto('ledger_commitments')
    .values({ intent_id: intentId, wallet: lower(wallet), asset, amount: amount.toString() })
    .execute()
}

/** What is promised of an asset and not yet taken; locks it, and forgets what was taken for good or never will be. */
export async function promisedOf(ctx: CommandContext, wallet: Address, asset: string): Promise<bigint> {
  await lockFor(ctx, `free/${lower(wallet)}/${asset}`)
  const rows = await ctx.db
    .selectFrom('ledger_commitments')
    .select(['intent_id', 'amount'])
    .where('wallet', '=', lower(wallet))
    .where('asset', '=', asset)
    .execute()
  if (rows.length === 0) return 0n
  const ids = rows.map((row) => row.intent_id)
  const { taken, over } = await progressOf(ctx, ids)
  if (over.length > 0) await ctx.db.deleteFrom('ledger_commitments').where('intent_id', 'in', over).execute()
  return rows.reduce((sum, row) => (taken.has(row.intent_id) ? sum : sum + BigInt(row.amount)), 0n)
}

/** Intents that take nothing more: those the ledger shows, failed ones, and those that somebody else has carried out for them: of these the
 *  ledger shows another transaction. `over` can no longer change. */
async function progressOf(ctx: CommandContext, ids: readonly string[]) {
  const intents = await ctx.records.intents({ ids })
  const hashes = intents.flatMap(({ transactionHash }) => (transactionHash === null ? [] : [transactionHash]))
  const entries =
    hashes.length === 0
      ? []
      : await ctx.db
          .selectFrom('ledger_entries')
          .select(['transaction_hash', 'block_number'])
          .distinct()
          .where('transaction_hash', 'in', hashes)
          .execute()
  const blockOf = new Map(entries.map((entry) => [entry.transaction_hash, BigInt(entry.block_number)]))
  const final = await ctx.records.finalBlock()
  const taken = new Set<string>()
  const over: string[] = []
  for (const { intentId, failed, overtaken, transactionHash } of intents) {
    const block = transactionHash === null ? undefined : blockOf.get(transactionHash)
    const ended = failed || overtaken
    if (ended || block !== undefined) taken.add(intentId)
    if (ended || (block !== undefined && final !== null && block <= final.number)) over.push(intentId)
  }
  return { taken, over }
}
