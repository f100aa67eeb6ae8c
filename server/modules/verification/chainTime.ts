import type { CommandContext } from '../../module.ts'

/** Time of the newest final block: what no reorganisation can set back. The beginning of time before there is one. */
export async function finalTime(ctx: CommandContext): Promise<Date> {
  const newest = await ctx.db
    .selectFrom('chain_blocks')
    .select('timestamp')
    .where('state', '=', 'final')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return newest?.timestamp ?? new Date(0)
}
