import { fictra } from '@assay/domain/programmes/fictra.ts'
import type { CommandContext } from '../../module.ts'

/** Time of the newest final block: what no reorganisation can set back. The beginning of time before there is one. */
export async function finalTime(ctx: CommandContext): Promise<Date> {
  return (await ctx.records.finalBlock())?.timestamp ?? new Date(0)
}

/** Doublings of the pause between two looks: from seconds, while a block is on its way, to minutes, while a chain is silent. */
const doublingsMost = 7

/** When to look at the chain again after the given attempt, counted from 1. */
export function lookAgainAt(ctx: CommandContext, attempt: number): Date {
  const seconds = ctx.parameters.get(fictra.verification.settlementRetrySeconds)
  return new Date(ctx.now.getTime() + seconds * 1000 * 2 ** Math.min(attempt - 1, doublingsMost))
}
