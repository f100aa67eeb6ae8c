import { sql } from 'kysely'
import type { Timer } from '../../module.ts'
import { type Machine, systemActor } from '../machine.ts'
import { transact } from '../transact.ts'

/** Runs every timer that is due. Of several processes one gets each timer; the others skip it. A failing timer is logged and
 *  stays due; it does not keep the others from running. Returns how many ran. */
export async function runTimers(machine: Machine): Promise<number> {
  let ran = 0
  for (const timer of machine.timers.values()) {
    try {
      if (await isDue(machine, timer)) ran += (await runTimer(machine, timer)) ? 1 : 0
    } catch (error) {
      machine.log.error({ timer: timer.name, error }, 'timer failed; it will be tried again')
    }
  }
  return ran
}

async function isDue(machine: Machine, timer: Timer): Promise<boolean> {
  const row = await machine.db
    .selectFrom('timer_runs')
    .select('ran_at')
    .where('timer', '=', timer.name)
    .executeTakeFirst()
  return row === undefined || row.ran_at.getTime() + timer.everySeconds * 1_000 <= machine.clock.now().getTime()
}

class NotDue extends Error {}

async function runTimer(machine: Machine, timer: Timer): Promise<boolean> {
  const caller = { actor: systemActor, requestId: `timer:${timer.name}` }
  try {
    await transact(machine, caller, { action: timer.name }, async (context) => {
      const lock = await sql<{
        taken: boolean
      }>`select pg_try_advisory_xact_lock(hashtextextended(${`timer:${timer.name}`}, 0)) as taken`.execute(context.db)
      // Thrown, not returned: a turn that did nothing leaves no audit entry.
      if (!lock.rows[0]?.taken || !(await isDue({ ...machine, db: context.db as never }, timer))) throw new NotDue()
      await timer.run(context)
      await context.db
        .insertInto('timer_runs')
        .values({ timer: timer.name, ran_at: context.now })
        .onConflict((conflict) => conflict.column('timer').doUpdateSet({ ran_at: context.now }))
        .execute()
    })
    return true
  } catch (error) {
    if (error instanceof NotDue) return false
    throw error
  }
}
