import type { CommandContext } from '../../module.ts'
import { weightsOfNodes } from '../oracles/index.ts'
import { decide, explain, inOrder } from './aggregateRound.ts'
import { broughtReports, type StoredTally } from './broughtReports.ts'
import { type CaseRow, lockRound } from './caseRow.ts'
import { reportsOf } from './reports.ts'

/**
 * The round whose reports gave the outcome on chain, with the tally of the reports that were brought there. One that was asked for and
 * that the outcome forestalled ends with it.
 * @returns its number
 */
export async function finaliseRound(ctx: CommandContext, of: CaseRow, reportsHash: string): Promise<number> {
  const { round } = await ctx.db
    .selectFrom('cases_on_chain')
    .select('round')
    .where('on_chain_id', '=', of.on_chain_id)
    .executeTakeFirstOrThrow()
  const tally = await tallyOnChain(ctx, of, round, reportsHash)
  await ctx.db
    .updateTable('case_rounds')
    .set({ state: 'finalised', aggregated_at: ctx.now, ...(tally === null ? {} : { tally: JSON.stringify(tally) }) })
    .where('case_id', '=', of.id)
    .where('round', '=', round)
    .execute()
  if (round === of.round) return round
  await ctx.db.updateTable('cases').set({ round }).where('id', '=', of.id).execute()
  await ctx.db
    .updateTable('case_rounds')
    .set({ state: 'escalated' })
    .where('case_id', '=', of.id)
    .where('round', '>', round)
    .execute()
  return round
}

/** Null when the stored one is the chain's. */
async function tallyOnChain(ctx: CommandContext, of: CaseRow, number: number, reportsHash: string) {
  const round = await lockRound(ctx, of.id, number)
  const all = inOrder(await reportsOf(ctx, of.id, number))
  const brought = broughtReports(all, reportsHash, of.min_reports)
  if (brought === null) {
    ctx.log.error({ caseId: of.id, round: number }, 'which reports the chain counted is not known')
    const unknown: StoredTally = { brought: null }
    return { ...(round.tally as object | null), ...unknown }
  }
  const asSent = brought.length === all.length
  if (asSent && round.tally !== null) return null
  const committee = await weightsOfNodes(ctx, of.committee)
  const verdict = decide(of, round, committee, brought, await ctx.parametersAt(of.parameters_at))
  const nodes: StoredTally = asSent ? {} : { brought: brought.map(({ node_index }) => node_index) }
  return { ...explain(verdict), ...nodes, parameters: ctx.parametersUsed() }
}
