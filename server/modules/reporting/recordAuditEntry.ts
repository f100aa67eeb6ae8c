import { createHmac, randomBytes } from 'node:crypto'
import { aboutEvent, aboutIntent } from '@assay/protocol/auditEntry.ts'
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
  const { clientId, partyId } = context.actor
  const subjects = [bySystem ? null : `client:${clientId}`, partyId === null ? null : `party:${partyId}`] as const
  const [actor, party] = await pseudonymsOf(context, subjects)
  const commitment =
    entry.inputHash === null || actor === null
      ? null
      : createHmac('sha256', actor.key).update(entry.inputHash).digest('hex')
  await sql`
    with entry as (
      insert into audit_entries (id, occurred_at, actor, party, action, input_commitment, event_ids, event_types, intent_ids, about)
      values (${context.newId()}, ${context.now}, ${actor?.pseudonym ?? 'system'}, ${party?.pseudonym ?? null}, ${entry.action},
        ${commitment}, ${entry.events.map(({ id }) => id)}, ${entry.events.map(({ type }) => type)}, ${entry.intents.map(({ id }) => id)}, ${aboutOf(entry)})
      returning id
    )
    insert into audit_queue (entry_id) select id from entry`.execute(context.db)
}

function aboutOf({ events, intents }: AuditEntry): string[] {
  const told = events.flatMap(({ type, key }) => (key === null ? [] : [aboutEvent(type, key)]))
  return [...told, ...intents.map(({ subject }) => aboutIntent(subject))]
}

interface Pseudonym {
  readonly pseudonym: string
  readonly key: Buffer
}

/** The lasting pseudonym of each client or party, made at its first appearance; null for nobody. */
async function pseudonymsOf<const Subjects extends readonly (string | null)[]>(
  context: CommandContext,
  subjects: Subjects,
): Promise<{ [Place in keyof Subjects]: Pseudonym | null }> {
  const wanted = subjects.filter((subject) => subject !== null)
  let known = await findPseudonyms(context, wanted)
  const missing = wanted.filter((subject) => !known.has(subject))
  if (missing.length > 0) {
    await context.db
      .insertInto('audit_pseudonyms')
      .values(missing.map((subject) => ({ subject, pseudonym: context.newId(), key: randomBytes(32) })))
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute()
    known = await findPseudonyms(context, wanted)
  }
  return subjects.map((subject) => {
    if (subject === null) return null
    const found = known.get(subject)
    if (found === undefined) throw new Error(`the pseudonym of ${subject} vanished while it was made`)
    return found
  }) as { [Place in keyof Subjects]: Pseudonym | null }
}

async function findPseudonyms(
  context: CommandContext,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, Pseudonym>> {
  if (subjects.length === 0) return new Map()
  const rows = await context.db
    .selectFrom('audit_pseudonyms')
    .select(['subject', 'pseudonym', 'key'])
    .where('subject', 'in', subjects)
    .execute()
  return new Map(rows.map((row) => [row.subject, row]))
}
