import { sql } from 'kysely'
import type { CommandContext } from '../../module.ts'
import { auditLogId, type TreeHead } from './auditTree.ts'
import { sequenceEntries } from './sequenceEntries.ts'

/** What anchoring itself writes into the log. A log that has grown by nothing else needs no new anchor. */
const anchorActions = ['reporting.assembleBundles', 'reporting.anchorAuditLog']

/**
 * Writes the newest tree head to the chain (`AuditAnchor.anchor`), after numbering what waits. Nothing happens when that head, or a
 * newer one, is already on its way.
 * @returns the head that is anchored or on its way; undefined while the log is empty.
 */
export async function anchorTreeHead(ctx: CommandContext): Promise<TreeHead | undefined> {
  const head = await sequenceEntries(ctx)
  if (head === undefined || head.treeSize <= (await requestedSize(ctx))) return head
  const intentId = await ctx.intend({
    from: 'anchor',
    contract: 'AuditAnchor',
    functionName: 'anchor',
    args: [await auditLogId(ctx.db), head.treeSize, head.root],
    subject: `audit-log/${head.treeSize}`,
  })
  await ctx.db
    .insertInto('audit_anchor_requests')
    .values({ tree_size: head.treeSize, intent_id: intentId, requested_at: ctx.now })
    .execute()
  return head
}

/** The largest tree size asked to be anchored; 0 when none was. A request whose transaction failed is none (reactions.ts). */
export async function requestedSize(ctx: CommandContext): Promise<bigint> {
  const row = await ctx.db
    .selectFrom('audit_anchor_requests')
    .select((eb) => eb.fn.max('tree_size').as('size'))
    .executeTakeFirst()
  return BigInt(row?.size ?? 0)
}

/** The schedule: anchors when the last anchor is older than the interval and something besides anchoring was recorded since. */
export async function anchorWhenDue(ctx: CommandContext, intervalSeconds: number): Promise<void> {
  const size = await requestedSize(ctx)
  const { rows } = await sql<{ due: boolean }>`
    select not exists (select from audit_anchor_requests where requested_at > ${new Date(ctx.now.getTime() - intervalSeconds * 1000)})
      and exists (
        select from audit_leaves join audit_entries on id = entry_id
        where leaf_index >= ${size.toString()} and not action = any (${anchorActions})
      ) as due`.execute(ctx.db)
  if (rows[0]?.due) await anchorTreeHead(ctx)
}
