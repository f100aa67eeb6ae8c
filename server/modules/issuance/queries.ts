import { exact, formatExact } from '@assay/domain/decimal.ts'
import { formatQuantity, mulDivDown, quantity } from '@assay/domain/quantity.ts'
import type { QueryContext } from '../../module.ts'
import { getCaseTerms, type StoredAllocationTerms, type StoredIssuanceTerms } from '../verification/index.ts'
import { issuanceErrors } from './errors.ts'
import type { Allocation, Issuance } from './schema.ts'

/** The allocation of a case: what was asked for and what the chain shows. Errors: ALLOCATION_NOT_FOUND. */
export async function readAllocation(ctx: QueryContext, caseId: string): Promise<Allocation> {
  const row = await ctx.db
    .selectFrom('allocation_requests as r')
    .leftJoin('allocations_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .selectAll('r')
    .select(['c.state', 'c.raw_ft', 'c.minted_ft', 'c.queued_ft', 'c.expected_ft', 'c.transaction_hash'])
    .where('r.case_id', '=', caseId)
    .executeTakeFirst()
  if (row === undefined) throw issuanceErrors.ALLOCATION_NOT_FOUND({ caseId })
  const terms = row.terms as StoredAllocationTerms
  const { parametersAt, parameters } = await getCaseTerms(ctx, caseId)
  const expected = mulDivDown(BigInt(terms.expected), BigInt(row.quantity), BigInt(row.contracted_quantity))
  return {
    caseId,
    onChainId: row.on_chain_id,
    tradeId: row.trade_id,
    state: (row.state ?? 'computed') as Allocation['state'],
    sovereign: terms.sovereign,
    multiplier: multiplierOf(terms),
    terms,
    rawFt: row.raw_ft === null ? null : formatFt(row.raw_ft),
    mintedFt: formatFt(row.minted_ft ?? '0'),
    queuedFt: formatFt(row.queued_ft ?? '0'),
    expectedFt: formatFt(row.expected_ft ?? expected),
    parametersAt,
    parameters: [...parameters],
    dueAt: row.due_at.toISOString(),
    failure: row.state === null ? row.failure : null,
    transactionHash: row.transaction_hash,
  }
}

/** The issuance of a case: what was asked for and what the chain shows. Errors: ISSUANCE_NOT_FOUND. */
export async function readIssuance(ctx: QueryContext, caseId: string): Promise<Issuance> {
  const row = await ctx.db
    .selectFrom('issuance_requests as r')
    .leftJoin('issuances_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .leftJoin('carbon_carries as y', 'y.case_id', 'r.case_id')
    .selectAll('r')
    .select([
      'c.credit_id',
      'c.net_kg',
      'c.buffer_kg',
      'c.serial_first',
      'c.serial_last',
      'c.transaction_hash',
      'y.left_kg as carry_kg',
    ])
    .where('r.case_id', '=', caseId)
    .executeTakeFirst()
  if (row === undefined) throw issuanceErrors.ISSUANCE_NOT_FOUND({ caseId })
  const terms = row.terms as StoredIssuanceTerms
  const { parametersAt, parameters } = await getCaseTerms(ctx, caseId)
  return {
    caseId,
    onChainId: row.on_chain_id,
    quantificationId: row.quantification_id,
    projectId: row.project_id,
    ownerPartyId: row.owner_party_id,
    state: row.credit_id === null ? 'computed' : 'issued',
    terms,
    creditId: row.credit_id,
    holder: terms.to,
    vintage: terms.vintage,
    netKg: row.net_kg ?? terms.netKg,
    bufferKg: row.buffer_kg ?? terms.bufferKg,
    carryKg: plain(row.carry_kg),
    parametersAt,
    parameters: [...parameters],
    serialFirst: row.serial_first,
    serialLast: row.serial_last,
    dueAt: row.due_at.toISOString(),
    failure: row.credit_id === null ? row.failure : null,
    transactionHash: row.transaction_hash,
  }
}

/** Allocations as the chain decided them, newest first: for the replay of a parameter. */
export async function listAllocated(ctx: QueryContext, limit: number) {
  return ctx.db
    .selectFrom('allocation_requests as r')
    .innerJoin('allocations_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select(['r.case_id', 'r.on_chain_id', 'c.sovereign', 'c.state', 'c.raw_ft', 'c.decided_at', 'c.minted_first_ft'])
    .where('c.decided_at', 'is not', null)
    .orderBy('c.decided_at', 'desc')
    .orderBy('r.case_id')
    .limit(limit)
    .execute()
}

/** Issuances with what the chain issued, newest first: for the replay of a parameter. */
export async function listIssued(ctx: QueryContext, limit: number) {
  return ctx.db
    .selectFrom('issuance_requests as r')
    .innerJoin('issuances_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select(['r.case_id', 'c.net_kg', 'c.buffer_kg'])
    .orderBy('c.issued_at', 'desc')
    .orderBy('r.case_id')
    .limit(limit)
    .execute()
}

/** The parties of an issuance: the owner of the project. Null when there is none. */
export async function ownersOfIssuance(ctx: QueryContext, caseId: string): Promise<readonly string[] | null> {
  const row = await ctx.db
    .selectFrom('issuance_requests')
    .select('owner_party_id')
    .where('case_id', '=', caseId)
    .executeTakeFirst()
  return row === undefined ? null : [row.owner_party_id]
}

/** Bm x (1 + SUM(A x W)) x modifier, exact: before eligibility and the delivered share. */
function multiplierOf(terms: StoredAllocationTerms): string {
  let sumE8 = 100_000_000n
  for (const [index, factor] of terms.factorsE4.entries()) sumE8 += BigInt(factor) * BigInt(terms.weightsE4[index]!)
  const product = BigInt(terms.baseMultiplierE4) * sumE8 * BigInt(terms.modifierE4)
  return formatExact(exact(product).div(exact(10n ** 16n)))
}

function formatFt(value: string | bigint): string {
  return formatQuantity(quantity(BigInt(value), 'FT'))
}

/** A numeric of the database without trailing zeros. */
export function plain(value: string | null): string {
  if (value === null) return '0'
  return value.includes('.') ? value.replace(/\.?0+$/, '') : value
}
