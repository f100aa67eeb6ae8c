import { createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { AuditEntry, AuditSink, CommandContext } from '../../module.ts'

/**
 * Appends what a command did to the audit log, in the command's own transaction. It only inserts, so commands never wait for each
 * other; the sequencer gives numbers afterwards. What the machine room itself did is recorded when it had a consequence (an event
 * or an intent); a timer that found nothing to do leaves no line.
 */
export const recordAuditEntry: AuditSink = async (context: CommandContext, entry: AuditEntry): Promise<void> => {
  const bySystem = context.actor.clientId === 'system'
  if (bySystem && entry.events.length === 0 && entry.intents.length === 0) return
  const actor = bySystem ? null : await pseudonymOf(context, `client:${context.actor.clientId}`)
  const party = context.actor.partyId === null ? null : await pseudonymOf(context, `party:${context.actor.partyId}`)
  const commitment =
    entry.inputHash === null || actor === null
      ? null
      : createHmac('sha256', actor.key).update(entry.inputHash).digest('hex')
  await sql`
    with entry as (
      insert into audit_entries (id, occurred_at, actor, party, action, input_commitment, event_ids, event_types, intent_ids)
      values (${context.newId()}, ${context.now}, ${actor?.pseudonym ?? 'system'}, ${party?.pseudonym ?? null}, ${entry.action},
        ${commitment}, ${entry.events.map(({ id }) => id)}, ${entry.events.map(({ type }) => type)}, ${[...entry.intents]})
      returning id
    )
    insert into audit_queue (entry_id) select id from entry`.execute(context.db)
}

interface Pseudonym {
  readonly pseudonym: string
  readonly key: Buffer
}

/** The lasting pseudonym of a client or party, made at its first appearance. */
async function pseudonymOf(context: CommandContext, subject: string): Promise<Pseudonym> {
  const known = await findPseudonym(context, subject)
  if (known !== undefined) return known
  await context.db
    .insertInto('audit_pseudonyms')
    .values({ subject, pseudonym: context.newId(), key: randomBytes(32) })
    .onConflict((conflict) => conflict.column('subject').doNothing())
    .execute()
  const made = await findPseudonym(context, subject)
  if (made === undefined) throw new Error(`the pseudonym of ${subject} vanished while it was made`)
  return made
}

function findPseudonym(context: CommandContext, subject: string): Promise<Pseudonym | undefined> {
  return context.db
    .selectFrom('audit_pseudonyms')
    .select(['pseudonym', 'key'])
    .where('subject', '=', subject)
    .executeTakeFirst()
}
