import { sql } from 'kysely'
import type { CommandContext, EventOf, Json } from '../module.ts'
import type { Machine } from './machine.ts'

/** Job payload: run one reaction to one event. `at` is the deadline on the product's clock, which tests control. */
export interface ReactionJob {
  readonly eventId: string
  readonly reaction: string
  readonly at: string | null
}

/** Writes the event and one job per reaction in the command's transaction. Returns null when the key was used before. */
export async function recordEvent<Data extends Json>(
  machine: Pick<Machine, 'reactions' | 'clock'>,
  context: CommandContext,
  event: EventOf<Data>,
  how: { at?: Date; key?: string } = {},
): Promise<string | null> {
  const id = context.newId()
  const inserted = await context.db
    .insertInto('events')
    .values({
      id,
      type: event.type,
      data: JSON.stringify(event.data),
      key: how.key ?? null,
      occurred_at: context.now,
      client_id: context.actor.clientId,
      party_id: context.actor.partyId,
      request_id: context.requestId,
    })
    .onConflict((conflict) => conflict.columns(['type', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (inserted === undefined) return null
  for (const reaction of machine.reactions.get(event.type) ?? []) {
    const job: ReactionJob = { eventId: id, reaction: reaction.name, at: how.at?.toISOString() ?? null }
    await addJob(context.db, 'react', job, how.at === undefined ? null : machine.clock.jobRunAt(how.at))
  }
  return id
}

/** Adds a job in the caller's transaction; jobs of one queue run one after the other. */
export async function addJob(
  db: CommandContext['db'],
  task: string,
  payload: object,
  runAt: Date | null = null,
  queue: string | null = null,
): Promise<void> {
  await sql`select graphile_worker.add_job(${task}, ${JSON.stringify(payload)}::json, queue_name => ${queue}, run_at => ${runAt})`.execute(
    db,
  )
}
