import { sql } from 'kysely'
import type { CommandContext } from '../../module.ts'

/** Lets commands on the same thing come one after the other until each transaction ends. */
export async function lockFor(ctx: CommandContext, thing: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${thing}, 0))`.execute(ctx.db)
}
