import { sql } from 'kysely'
import type { Address } from 'viem'
import type { QueryContext } from '../../module.ts'
import { issuanceErrors } from './errors.ts'
import { plain } from './queries.ts'
import type { Credit } from './schema.ts'
import { vintageLabel, vintageOf } from './terms.ts'

const listMost = 1000

/** The register's page of a credit: quantities, serial numbers, suspensions, notices. Public. Errors: CREDIT_NOT_FOUND. */
export async function readCredit(ctx: QueryContext, creditId: string): Promise<Credit> {
  const totals = await ctx.db
    .selectFrom('credits_on_chain')
    .selectAll()
    .where('credit_id', '=', creditId)
    .executeTakeFirst()
  if (totals === undefined) throw issuanceErrors.CREDIT_NOT_FOUND({ creditId })
  const issuances = await issuancesOf(ctx, creditId)
  const suspended = await suspendedHolders(ctx, creditId)
  const [issued, buffer, retired, cancelled] = [
    totals.issued_kg,
    totals.buffer_kg,
    totals.retired_kg,
    totals.cancelled_kg,
  ].map(BigInt) as [bigint, bigint, bigint, bigint]
  const circulating = issued - buffer - retired - cancelled
  const projectId = issuances.find((row) => row.project_id !== null)?.project_id ?? null
  const vintage = vintageOf(BigInt(creditId))
  return {
    creditId,
    projectId,
    vintage,
    vintageLabel: vintageLabel(vintage),
    state: suspended.length > 0 ? 'suspended' : circulating === 0n ? 'retired' : 'active',
    issuedKg: issuances.reduce((sum, row) => sum + BigInt(row.net_kg), 0n).toString(),
    bufferKg: buffer.toString(),
    retiredKg: retired.toString(),
    cancelledKg: cancelled.toString(),
    circulatingKg: circulating.toString(),
    carryKg: await carryOf(ctx, projectId),
    issuances: issuances.map((row) => ({
      caseId: row.case_id,
      netKg: row.net_kg,
      bufferKg: row.buffer_kg,
      serialFirst: row.serial_first,
      serialLast: row.serial_last,
      issuedAt: row.issued_at.toISOString(),
      transactionHash: row.transaction_hash,
    })),
    suspendedHolders: suspended,
    notices: await noticesOf(ctx, creditId),
  }
}

/** @throws CREDITS_SUSPENDED when units of this id in this wallet may not move. */
export async function requireNotSuspended(ctx: QueryContext, creditId: bigint, holder: Address): Promise<void> {
  const row = await ctx.db
    .selectFrom('credit_suspensions_on_chain')
    .select('suspended')
    .where('credit_id', '=', creditId.toString())
    .where('holder', '=', holder.toLowerCase())
    .executeTakeFirst()
  if (row?.suspended) throw issuanceErrors.CREDITS_SUSPENDED({ creditId: creditId.toString(), holder })
}

/** The project behind a credit, or null for one that was issued without this installation. */
export async function projectOfCredit(ctx: QueryContext, creditId: string): Promise<string | null> {
  return (await issuancesOf(ctx, creditId)).find((row) => row.project_id !== null)?.project_id ?? null
}

function issuancesOf(ctx: QueryContext, creditId: string) {
  return ctx.db
    .selectFrom('issuances_on_chain as c')
    .leftJoin('issuance_requests as r', 'r.on_chain_id', 'c.on_chain_id')
    .selectAll('c')
    .select(['r.case_id', 'r.project_id'])
    .where('c.credit_id', '=', creditId)
    .orderBy('c.serial_first')
    .limit(listMost)
    .execute()
}

async function suspendedHolders(ctx: QueryContext, creditId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('credit_suspensions_on_chain')
    .select('holder')
    .where('credit_id', '=', creditId)
    .where('suspended', '=', true)
    .orderBy('holder')
    .limit(listMost)
    .execute()
  return rows.map((row) => row.holder)
}

/** What the credit's project carries: the fractions of a kilogram that its issuances left over and none has taken. */
async function carryOf(ctx: QueryContext, projectId: string | null): Promise<string> {
  if (projectId === null) return '0'
  const row = await ctx.db
    .selectFrom('carbon_carries')
    .select(sql<string | null>`sum(left_kg - taken_kg)`.as('kg'))
    .where('project_id', '=', projectId)
    .executeTakeFirst()
  return plain(row?.kg ?? null)
}

async function noticesOf(ctx: QueryContext, creditId: string) {
  const rows = await ctx.db
    .selectFrom('public_notices as n')
    .innerJoin('reversals as r', 'r.reversal_id', 'n.subject_id')
    .select(['n.text', 'n.published_at', 'r.reversal_id'])
    .where('r.credit_id', '=', creditId)
    .orderBy('n.published_at')
    .limit(listMost)
    .execute()
  return rows.map((row) => ({
    text: row.text,
    publishedAt: row.published_at.toISOString(),
    reversalId: row.reversal_id,
  }))
}
