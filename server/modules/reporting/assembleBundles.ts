import { type Bundle, bundleIdOf, writeBundle } from '@assay/protocol/bundle.ts'
import { canonicalJson, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { publicFormOf } from '@assay/protocol/seal.ts'
import type { Hex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { anchorTreeHead, requestedSize } from './anchorTreeHead.ts'
import { auditLogId } from './auditTree.ts'
import { buildBundle, type FinalAnchor } from './buildBundle.ts'
import { entriesAbout, isComplete } from './bundleLog.ts'
import type { BundleRequest } from './bundleRequest.ts'
import { bundleAssembled } from './events.ts'
import { sequenceEntries } from './sequenceEntries.ts'

/** Bundles put together in one transaction. */
const batchLimit = 10

/**
 * Brings every owed bundle one step further: its log entries get numbers, a tree head that counts them is anchored, and when that
 * anchor is final the bundle is assembled, once. Whatever dies in between, the next run goes on from what is stored.
 */
export async function assembleBundles(ctx: CommandContext): Promise<void> {
  let anchorAt = 0n
  for (const request of await owed(ctx)) {
    const size = await neededSize(ctx, request)
    if (size === null) continue
    const anchor = await finalAnchor(ctx, size)
    if (anchor !== null) await assemble(ctx, request, anchor)
    else if (size > anchorAt) anchorAt = size
  }
  if (anchorAt > (await requestedSize(ctx))) await anchorTreeHead(ctx)
}

function owed(ctx: CommandContext): Promise<BundleRequest[]> {
  return ctx.db
    .selectFrom('bundle_requests as request')
    .leftJoin('bundles as bundle', (join) =>
      join
        .onRef('bundle.subject_kind', '=', 'request.subject_kind')
        .onRef('bundle.subject_id', '=', 'request.subject_id'),
    )
    .selectAll('request')
    .where('bundle.bundle_id', 'is', null)
    .orderBy('request.failed_at', (order) => order.asc().nullsFirst())
    .orderBy('request.requested_at')
    .limit(batchLimit)
    .execute()
}

/** The size the log must have to hold all entries about the subject; null while one is missing or has no number. Asked anew each time: the
 *  consequences of one fact are commands of their own, and one that had to be repeated enters the log late. */
async function neededSize(ctx: CommandContext, request: BundleRequest): Promise<bigint | null> {
  await sequenceEntries(ctx)
  const entries = await entriesAbout(ctx, request)
  if (!isComplete(request, entries) || entries.some(({ leaf_index }) => leaf_index === null)) return null
  const size = BigInt(entries.at(-1)!.leaf_index!) + 1n
  if (request.anchored_size !== null && size === BigInt(request.anchored_size)) return size
  await ctx.db
    .updateTable('bundle_requests')
    .set({ anchored_size: size })
    .where('subject_kind', '=', request.subject_kind)
    .where('subject_id', '=', request.subject_id)
    .execute()
  return size
}

/** The smallest final anchor that counts `size` entries. */
async function finalAnchor(ctx: CommandContext, size: bigint): Promise<FinalAnchor | null> {
  const final = await ctx.records.finalBlock()
  if (final === null) return null
  const row = await ctx.db
    .selectFrom('audit_anchors_on_chain as anchor')
    .selectAll()
    .where('log_id', '=', await auditLogId(ctx.db))
    .where('tree_size', '>=', size.toString())
    .where('block_number', '<=', final.number.toString())
    .orderBy('tree_size')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    contract: 'AuditAnchor',
    eventName: 'Anchored',
    blockNumber: BigInt(row.block_number),
    logIndex: row.log_index,
    transactionHash: row.transaction_hash as Hex,
    treeSize: BigInt(row.tree_size),
    root: row.root as Hex,
  }
}

async function assemble(ctx: CommandContext, request: BundleRequest, anchor: FinalAnchor): Promise<void> {
  let bundle: Bundle | null
  try {
    bundle = await buildBundle(ctx, request, anchor)
  } catch (error) {
    // One subject that cannot be assembled keeps no other from it; it stays owed, and and is tried again.
    const subject = { kind: request.subject_kind, id: request.subject_id }
    ctx.log.error({ subject, error }, 'a bundle could not be assembled; it will be tried again')
    await ctx.db
      .updateTable('bundle_requests')
      .set({ failed_at: ctx.now })
      .where('subject_kind', '=', request.subject_kind)
      .where('subject_id', '=', request.subject_id)
      .execute()
    return
  }
  if (bundle === null) return
  const bundleId = bundleIdOf(bundle as unknown as JsonValue)
  await ctx.db
    .insertInto('bundles')
    .values({
      bundle_id: bundleId,
      subject_kind: request.subject_kind,
      subject_id: request.subject_id,
      owner_party_ids: await ownersOf(ctx, request),
      content: new TextDecoder().decode(writeBundle(bundle)),
      public_content: canonicalJson(publicFormOf(bundle as unknown as JsonValue)),
      assembled_at: ctx.now,
    })
    .execute()
  await ctx.emit(bundleAssembled({ bundleId, subjectKind: request.subject_kind, subjectId: request.subject_id }), {
    key: bundleId,
  })
}

/** The parties a bundle belongs to: those of its case, or who retired. */
async function ownersOf(ctx: CommandContext, { subject_kind, subject_id }: BundleRequest): Promise<readonly string[]> {
  if (subject_kind === 'retirement') {
    const row = await ctx.db
      .selectFrom('retirements')
      .select('party_id')
      .where('retirement_id', '=', subject_id)
      .executeTakeFirstOrThrow()
    return [row.party_id]
  }
  const row = await ctx.db
    .selectFrom('cases')
    .select('owner_party_ids')
    .where('id', '=', subject_id)
    .executeTakeFirstOrThrow()
  return row.owner_party_ids
}
