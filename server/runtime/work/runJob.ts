/** The jobs the queue knows. Each runs as one command; a marker row written in that same transaction makes it happen once. */
import type { Reaction } from '../../module.ts'
import type { FinalJob } from '../chain/finality.ts'
import { runFinalHandler } from '../chain/finality.ts'
import type { ReactionJob } from '../events.ts'
import { type Machine, systemActor } from '../machine.ts'
import { transact } from '../transact.ts'

/** Task name in the queue -> what it does. */
export function tasksOf(machine: Machine): Record<string, (payload: unknown) => Promise<void>> {
  return {
    react: (payload) => runReaction(machine, payload as ReactionJob),
    final: (payload) => runFinalHandler(machine, payload as FinalJob),
  }
}

async function runReaction(machine: Machine, job: ReactionJob): Promise<void> {
  const caller = { actor: systemActor, requestId: job.eventId }
  const reaction = findReaction(machine, job.reaction)
  await transact(machine, caller, { action: job.reaction, input: { eventId: job.eventId } }, async (context) => {
    const event = await context.db
      .selectFrom('events')
      .select(['id', 'data', 'occurred_at'])
      .where('id', '=', job.eventId)
      .executeTakeFirstOrThrow()
    const marker = await context.db
      .insertInto('reaction_runs')
      .values({ event_id: event.id, reaction: job.reaction, ran_at: context.now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('event_id')
      .executeTakeFirst()
    if (marker === undefined) return
    await reaction.run(context, event.data as never, { id: event.id, occurredAt: event.occurred_at })
  })
}

function findReaction(machine: Machine, name: string): Reaction {
  for (const reactions of machine.reactions.values()) {
    const found = reactions.find((reaction) => reaction.name === name)
    if (found !== undefined) return found
  }
  // A job of a newer version, or of a reaction that was removed: it stays in the queue and in the log.
  throw new Error(`no reaction is named ${name}`)
}
