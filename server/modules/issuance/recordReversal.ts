import { parseExact, scaledUp } from '@assay/domain/decimal.ts'
import { type BufferEntry, lostKgUp, reverse } from '@assay/domain/policy/carbonIssuance.ts'
import { idOf } from '@assay/protocol/ids.ts'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { type Hex, keccak256, stringToBytes } from 'viem'
import type { CommandContext } from '../../module.ts'
import { evidenceErrors, findDocument } from '../evidence/index.ts'
import { issuanceErrors as errors } from './errors.ts'
import { projectOfCredit } from './readCredit.ts'
import { readReversal } from './readReversal.ts'
import type { Reversal, ReversalBody } from './schema.ts'

/** As many pool credits as the contract reads. */
const poolMost = 100

/**
 * Records that stored carbon was lost and has it cancelled from buffers: the credit's own first, then the pool credits in the
 * order named (without a list: in the order of issue). A fraction of a kilogram is rounded up, against the project
 * (domain.md 2.24, 2.27 G7). The contract suspends the project owner's unsold units; the public notice follows when it is final.
 * Errors: CREDIT_NOT_FOUND, REVERSAL_PENDING, REVERSAL_LOSS_AMBIGUOUS, REVERSAL_EXCEEDS_ISSUED, REVERSAL_POOL_INVALID,
 * REVERSAL_BUFFER_TOO_LOW, DOCUMENT_NOT_FOUND.
 */
export async function recordReversal(ctx: CommandContext, body: Static<typeof ReversalBody>): Promise<Reversal> {
  const document = await findDocument(ctx.db, body.evidenceDocumentId)
  if (document === null) throw evidenceErrors.DOCUMENT_NOT_FOUND({ documentId: body.evidenceDocumentId })
  await awaitTurn(ctx)
  const projectId = await projectOfCredit(ctx, body.creditId)
  if (projectId === null) throw errors.CREDIT_NOT_FOUND({ creditId: body.creditId })
  const { cancelledKg, poolIds } = await planReversal(ctx, body)

  const reversalId = ctx.newId()
  const onChainId = idOf('reversal', reversalId)
  const reasonHash = keccak256(stringToBytes(`${reversalId}\n${body.evidenceDocumentId}\n${body.reason}`))
  const intentId = await ctx.intend({
    from: 'reviewer',
    contract: 'CarbonCredit',
    functionName: 'reverse',
    args: [onChainId, BigInt(body.creditId), cancelledKg, poolIds.map(BigInt), reasonHash],
    subject: `reversal/${reversalId}`,
  })
  await insertReversal(ctx, { reversalId, onChainId, projectId, cancelledKg, poolIds, reasonHash, intentId, body })
  return readReversal(ctx, reversalId)
}

/** Reversals draw on common buffers, so the next one waits until the chain has drawn for the one before. */
async function awaitTurn(ctx: CommandContext): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('carbon buffers', 0))`.execute(ctx.db)
  const pending = await ctx.db
    .selectFrom('reversals as r')
    .leftJoin('reversals_on_chain as c', 'c.on_chain_id', 'r.on_chain_id')
    .select('r.reversal_id')
    .where('c.on_chain_id', 'is', null)
    .where('r.failure', 'is', null)
    .executeTakeFirst()
  if (pending !== undefined) throw errors.REVERSAL_PENDING({ reversalId: pending.reversal_id })
}

interface Plan {
  readonly cancelledKg: bigint
  /** Other credits whose buffers are drawn, in order. */
  readonly poolIds: readonly string[]
}

/** What will be cancelled from which buffers, by the rule the contract follows. */
async function planReversal(ctx: CommandContext, body: Static<typeof ReversalBody>): Promise<Plan> {
  const { creditId } = body
  const issuedKg = await sumOf(ctx, 'net_kg', creditId)
  const pool = await poolOf(ctx, body)
  const own = await ctx.db
    .selectFrom('credits_on_chain')
    .select('buffer_kg')
    .where('credit_id', '=', creditId)
    .executeTakeFirst()
  const state = {
    issuedKg,
    reversedKg: await sumOf(ctx, 'cancelled_kg', creditId),
    ownBufferKg: BigInt(own?.buffer_kg ?? 0),
  }
  const plan = reverse(lossUp(body, issuedKg), state, pool)
  if (plan.missingKg > 0n) throw errors.REVERSAL_BUFFER_TOO_LOW({ missingKg: plan.missingKg.toString() })
  return { cancelledKg: plan.cancelledKg, poolIds: plan.draws.map((draw) => draw.creditId) }
}

/** Whole kilograms lost, rounded up. A share is of what was issued to the owner. */
function lossUp({ lostShare, lostKg, creditId }: Static<typeof ReversalBody>, issuedKg: bigint): bigint {
  if (lostShare !== undefined && lostKg === undefined) return lostKgUp(issuedKg, parseExact(lostShare, 'lostShare'))
  if (lostKg !== undefined && lostShare === undefined) return scaledUp(parseExact(lostKg, 'lostKg'), 0)
  throw errors.REVERSAL_LOSS_AMBIGUOUS({ creditId })
}

async function sumOf(ctx: CommandContext, what: 'net_kg' | 'cancelled_kg', creditId: string): Promise<bigint> {
  const rows =
    what === 'net_kg'
      ? await ctx.db.selectFrom('issuances_on_chain').select('net_kg as kg').where('credit_id', '=', creditId).execute()
      : await ctx.db
          .selectFrom('reversals_on_chain')
          .select('cancelled_kg as kg')
          .where('credit_id', '=', creditId)
          .execute()
  return rows.reduce((total, row) => total + BigInt(row.kg), 0n)
}

/** The pool in declared order, or every other credit with a buffer, oldest issue first, as many as the contract takes. */
async function poolOf(
  ctx: CommandContext,
  { creditId, poolCreditIds }: Static<typeof ReversalBody>,
): Promise<BufferEntry[]> {
  const rows = await ctx.db
    .selectFrom('credits_on_chain as c')
    .innerJoin('issuances_on_chain as i', 'i.credit_id', 'c.credit_id')
    .select(['c.credit_id', 'c.buffer_kg'])
    .where('c.credit_id', '<>', creditId)
    .$if(poolCreditIds === undefined, (q) => q.where('c.buffer_kg', '>', '0'))
    .$if(poolCreditIds !== undefined, (q) => q.where('c.credit_id', 'in', ['0', ...poolCreditIds!]))
    .groupBy(['c.credit_id', 'c.buffer_kg'])
    .orderBy(sql`min(i.block_number)`)
    .orderBy('c.credit_id')
    .limit(poolMost)
    .execute()
  const entries = new Map(
    rows.map((row) => [row.credit_id, { creditId: row.credit_id, bufferKg: BigInt(row.buffer_kg) }]),
  )
  if (poolCreditIds === undefined) return [...entries.values()]
  return poolCreditIds.map((id) => {
    const entry = entries.get(id)
    if (entry === undefined) throw errors.REVERSAL_POOL_INVALID({ creditId: id })
    return entry
  })
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
