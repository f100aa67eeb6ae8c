import { sql } from 'kysely'
import { type Address, zeroAddress } from 'viem'
import type { QueryContext } from '../../module.ts'
import { creditIdOf } from './accounts.ts'

/** An amount the ledger and the chain do not agree on, base units. `holder` null: the supply of the asset. */
interface Difference {
  readonly asset: string
  readonly holder: Address | null
  readonly ledger: bigint
  readonly chain: bigint
}

export interface ReconciliationResult {
  readonly checked: number
  readonly differences: readonly Difference[]
}

const batchSize = 50

/**
 * Compares what the ledger says with what the contracts say at the latest block: every holder's balance per asset, the supply
 * per asset, and the buffer per credit. While blocks are on their way into the index a difference only says that; at rest
 * there is none. `limit` bounds the number of pairs compared.
 */
export async function reconcile(ctx: QueryContext, limit = 10_000): Promise<ReconciliationResult> {
  const rows = await heldByAddress(ctx, limit)
  const supplies = await suppliesOf(ctx)
  const checks = [
    ...rows.map((row) => ({ ...row, read: () => readHolding(ctx, row.asset, row.holder, row.buffer) })),
    ...supplies.map((row) => ({ ...row, holder: null, buffer: false, read: () => readSupply(ctx, row.asset) })),
  ]
  const differences: Difference[] = []
  for (let start = 0; start < checks.length; start += batchSize) {
    const batch = checks.slice(start, start + batchSize)
    const chain = await Promise.all(batch.map((check) => check.read()))
    for (const [index, check] of batch.entries()) {
      if (check.ledger === chain[index]) continue
      differences.push({ asset: check.asset, holder: check.holder, ledger: check.ledger, chain: chain[index]! })
    }
  }
  return { checked: checks.length, differences }
}

/** Buffers are no balance of anybody on chain, so they are a pair of their own. */
async function heldByAddress(ctx: QueryContext, limit: number) {
  const rows = await ctx.db
    .selectFrom('ledger_accounts')
    .select(['asset', 'holder', sql<boolean>`kind = 'buffer'`.as('buffer'), sql<string>`sum(balance)`.as('ledger')])
    .where('holder', '<>', zeroAddress)
    .groupBy(['asset', 'holder', sql`kind = 'buffer'`])
    .orderBy('asset')
    .orderBy('holder')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, holder: row.holder as Address, ledger: BigInt(row.ledger) }))
}

async function suppliesOf(ctx: QueryContext) {
  const rows = await ctx.db
    .selectFrom('ledger_accounts')
    .select(['asset', sql<string>`sum(balance)`.as('ledger')])
    .where('holder', '<>', zeroAddress)
    .where('kind', '<>', 'buffer')
    .groupBy('asset')
    .orderBy('asset')
    .execute()
  return rows.map((row) => ({ asset: row.asset, ledger: BigInt(row.ledger) }))
}

async function readHolding(ctx: QueryContext, asset: string, holder: Address, buffer: boolean): Promise<bigint> {
  const creditId = creditIdOf(asset)
  if (creditId === null) return (await ctx.chain.read(contractOf(asset), 'balanceOf', [holder])) as bigint
  if (buffer) return (await ctx.chain.read('CarbonCredit', 'bufferOf', [creditId])) as bigint
  return (await ctx.chain.read('CarbonCredit', 'balanceOf', [holder, creditId])) as bigint
}

async function readSupply(ctx: QueryContext, asset: string): Promise<bigint> {
  const creditId = creditIdOf(asset)
  if (creditId === null) return (await ctx.chain.read(contractOf(asset), 'totalSupply', [])) as bigint
  return (await ctx.chain.read('CarbonCredit', 'totalSupply', [creditId])) as bigint
}

function contractOf(asset: string): 'PaymentToken' | 'FoundationToken' {
  return asset === 'PT' ? 'PaymentToken' : 'FoundationToken'
}
