import { type Exact, exact, parseExact, scaledUp } from '@assay/domain/decimal.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { type Hex, keccak256, stringToBytes } from 'viem'
import type { CommandContext } from '../../module.ts'
import { issuanceErrors } from './errors.ts'
import { projectOfCredit } from './readCredit.ts'
import { readReversal } from './readReversal.ts'
import type { Reversal, ReversalBody } from './schema.ts'

/**
 * Records that stored carbon was lost and has it cancelled from buffers: the credit's own first, then the pool credits in the
 * order named (without a list: in the order of issue). A fraction of a kilogram is rounded up, against the project
 * (domain.md 2.24, 2.27 G7). The contract suspends the project owner's unsold units; the public notice follows when it is final.
 * Errors: CREDIT_NOT_FOUND, REVERSAL_LOSS_AMBIGUOUS, REVERSAL_ABOVE_ISSUED, REVERSAL_POOL_INVALID, REVERSAL_BUFFER_TOO_LOW,
 * DOCUMENT_NOT_FOUND.
 */
export async function recordReversal(ctx: CommandContext, body: Static<typeof ReversalBody>): Promise<Reversal> {
  await lockBuffers(ctx)
  const projectId = await projectOfCredit(ctx, body.creditId)
  if (projectId === null) throw issuanceErrors.CREDIT_NOT_FOUND({ creditId: body.creditId })
  const cancelledKg = await lossUp(ctx, body)
  const poolIds = await poolOf(ctx, body)
  await requireBuffers(ctx, [body.creditId, ...poolIds], cancelledKg)

  const reversalId = ctx.newId()
  const onChainId = idOf('reversal', reversalId)
  const reasonHash = keccak256(stringToBytes(`${reversalId}\n${body.evidenceDocumentId}\n${body.reason}`))
  const intentId = await ctx.intend({
    from: 'operator',
    contract: 'CarbonCredit',
    functionName: 'reverse',
    args: [onChainId, BigInt(body.creditId), cancelledKg, poolIds.map(BigInt), reasonHash],
    subject: `reversal/${reversalId}`,
  })
  await insertReversal(ctx, { reversalId, onChainId, projectId, cancelledKg, poolIds, reasonHash, intentId, body })
  return readReversal(ctx, reversalId)
}

/** Reversals draw on common buffers, so they are recorded one after the other. */
async function lockBuffers(ctx: CommandContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('carbon buffers', 0))`.execute(ctx.db)
}

/** Whole kilograms lost, rounded up. A share is of what was issued to the owner. */
async function lossUp(ctx: CommandContext, body: Static<typeof ReversalBody>): Promise<bigint> {
  const { issued } = await ctx.db
    .selectFrom('issuances_on_chain')
    .select(sql<string>`coalesce(sum(net_kg), 0)`.as('issued'))
    .where('credit_id', '=', body.creditId)
    .executeTakeFirstOrThrow()
  const loss = lossOf(body, exact(BigInt(issued)))
  if (loss.lessThanOrEqualTo(exact(0n))) throw issuanceErrors.REVERSAL_LOSS_AMBIGUOUS({ creditId: body.creditId })
  const lossKg = scaledUp(loss, 0)
  if (lossKg > BigInt(issued))
    throw issuanceErrors.REVERSAL_ABOVE_ISSUED({ issuedKg: issued, lostKg: lossKg.toString() })
  return lossKg
}

function lossOf({ lostShare, lostKg, creditId }: Static<typeof ReversalBody>, issuedKg: Exact): Exact {
  if (lostShare !== undefined && lostKg === undefined) return issuedKg.times(parseExact(lostShare, 'lostShare'))
  if (lostKg !== undefined && lostShare === undefined) return parseExact(lostKg, 'lostKg')
  throw issuanceErrors.REVERSAL_LOSS_AMBIGUOUS({ creditId })
}

/** The pool in declared order, or every other credit with a buffer, oldest issue first, as many as the contract takes. */
async function poolOf(ctx: CommandContext, body: Static<typeof ReversalBody>): Promise<string[]> {
  if (body.poolCreditIds === undefined) {
    const rows = await ctx.db
      .selectFrom('credits_on_chain as c')
      .innerJoin('issuances_on_chain as i', 'i.credit_id', 'c.credit_id')
      .select('c.credit_id')
      .where('c.credit_id', '<>', body.creditId)
      .where('c.buffer_kg', '>', '0')
      .groupBy('c.credit_id')
      .orderBy(sql`min(i.block_number)`)
      .orderBy('c.credit_id')
      .limit(100)
      .execute()
    return rows.map((row) => row.credit_id)
  }
  const ids = body.poolCreditIds
  const known =
    ids.length === 0
      ? []
      : await ctx.db.selectFrom('credits_on_chain').select('credit_id').where('credit_id', 'in', ids).execute()
  if (known.length !== new Set(ids).size || new Set(ids).size !== ids.length || ids.includes(body.creditId)) {
    throw issuanceErrors.REVERSAL_POOL_INVALID({ poolCreditIds: ids })
  }
  return ids
}

/** What the chain has not drawn yet for earlier reversals is no longer there. */
async function requireBuffers(ctx: CommandContext, creditIds: readonly string[], wantedKg: bigint): Promise<void> {
  const { buffer } = await ctx.db
    .selectFrom('credits_on_chain')
    .select(sql<string>`coalesce(sum(buffer_kg), 0)`.as('buffer'))
    .where('credit_id', 'in', [...creditIds])
    .executeTakeFirstOrThrow()
  const { pending } = await ctx.db
    .selectFrom('reversals as r')
    .leftJoin('reversals_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select(sql<string>`coalesce(sum(r.cancelled_kg), 0)`.as('pending'))
    .where('c.on_chain_id', 'is', null)
    .where('r.failure', 'is', null)
    .executeTakeFirstOrThrow()
  const missingKg = wantedKg - (BigInt(buffer) - BigInt(pending))
  if (missingKg > 0n) throw issuanceErrors.REVERSAL_BUFFER_TOO_LOW({ missingKg: missingKg.toString() })
}

interface NewReversal {
  readonly reversalId: string
  readonly onChainId: Hex
  readonly projectId: string
  readonly cancelledKg: bigint
  readonly poolIds: readonly string[]
  readonly reasonHash: Hex
  readonly intentId: string
  readonly body: Static<typeof ReversalBody>
}

async function insertReversal(ctx: CommandContext, of: NewReversal): Promise<void> {
  await ctx.db
    .insertInto('reversals')
    .values({
      reversal_id: of.reversalId,
      on_chain_id: of.onChainId,
      credit_id: of.body.creditId,
      project_id: of.projectId,
      lost_share: of.body.lostShare ?? null,
      cancelled_kg: of.cancelledKg,
      evidence_document_id: of.body.evidenceDocumentId,
      reason: of.body.reason,
      reason_hash: of.reasonHash,
      pool_credit_ids: JSON.stringify(of.poolIds),
      requested_by: ctx.actor.partyId,
      intent_id: of.intentId,
      requested_at: ctx.now,
    })
    .execute()
}
