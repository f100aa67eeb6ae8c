import type { CommandContext } from '../../module.ts'
import { settleQuantification } from '../quantification/index.ts'
import { factsOf, lockCase } from './caseRow.ts'
import { finalTime, lookAgainAt } from './chainTime.ts'
import { caseRejected, caseSettled, windowDue } from './events.ts'

/**
 * Looks whether the outcome can no longer be contested, by the clock of the newest final block, and if so lets its consequences
 * follow, once. A final block at or past the end of the window means that no reorganisation can bring a challenge any more.
 * While the window runs it asks again later; a challenge or a closed case ends the asking, since their events begin it anew.
 */
export async function settleCase(ctx: CommandContext, input: { caseId: string; attempt: number }): Promise<void> {
  const of = await lockCase(ctx, input.caseId)
  if (of.settled_at !== null) return
  const onChain = await ctx.db
    .selectFrom('cases_on_chain')
    .select(['state', 'outcome', 'quantity', 'challenge_until'])
    .where('on_chain_id', '=', of.on_chain_id)
    .executeTakeFirst()
  if (onChain?.state !== 'concluded' || onChain.challenge_until === null || onChain.quantity === null) return
  if ((await finalTime(ctx)) < onChain.challenge_until) {
    const attempt = input.attempt + 1
    await ctx.emit(windowDue({ caseId: of.id, attempt }), {
      at: lookAgainAt(ctx, input.attempt),
      key: `${of.id}/${ctx.now.getTime()}/${attempt}`,
    })
    return
  }
  await ctx.db.updateTable('cases').set({ settled_at: ctx.now }).where('id', '=', of.id).execute()
  if (onChain.outcome === 'rejected') {
    await ctx.emit(caseRejected(factsOf(of)), { key: of.id })
    return
  }
  if (of.subject_kind === 'quantification') {
    await settleQuantification(ctx, { quantificationId: of.id, inFull: onChain.outcome === 'approved' })
  }
  await ctx.emit(
    caseSettled({
      ...factsOf(of),
      outcome: onChain.outcome as 'approved' | 'partial',
      quantity: onChain.quantity,
      contractedQuantity: of.contracted_quantity,
    }),
    { key: of.id },
  )
}
