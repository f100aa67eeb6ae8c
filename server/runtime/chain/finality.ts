import { decodeEventLog, type Hex } from 'viem'
import type { CommandContext, Projection } from '../../module.ts'
import { type Machine, systemActor } from '../machine.ts'
import { transact } from '../transact.ts'
import { abiOf } from './chain.ts'

/** Job payload: run the consequences of one final log. The occurrence tells equal logs apart. */
export interface FinalJob {
  readonly blockNumber: string
  readonly logIndex: number
  readonly contentKey: string
  readonly occurrence: number
  /** Which of the projections of this event, by its place in the modules' order. */
  readonly handler: string
}

/** A log row as stored, joined with its block's time. */
export interface StoredLog {
  readonly block_number: string
  readonly log_index: number
  readonly transaction_hash: string
  readonly contract: string
  readonly address: string
  readonly event_name: string
  readonly topics: readonly string[]
  readonly data: string
  readonly timestamp: Date
}

/** Stable names of the handlers of one event: an event may have several, in one module or in many. */
export function handlersOf(
  machine: Machine,
  contract: string,
  eventName: string,
): { handler: string; projection: Projection }[] {
  const of = `${contract}.${eventName}`
  return (machine.projections.get(of) ?? []).map((projection, place) => ({ handler: `${of}#${place}`, projection }))
}

/** The log as modules see it: decoded and typed. */
export function decodeLog(machine: Machine, log: StoredLog): unknown {
  const { args } = decodeEventLog({
    abi: abiOf(machine.chain.abis, log.contract),
    topics: log.topics as [Hex, ...Hex[]],
    data: log.data as Hex,
  })
  return {
    contract: log.contract,
    eventName: log.event_name,
    args,
    address: log.address,
    blockNumber: BigInt(log.block_number),
    blockTimestamp: log.timestamp,
    transactionHash: log.transaction_hash,
    logIndex: log.log_index,
  }
}

/** Runs `whenFinal` of one handler for one log, once. */
export async function runFinalHandler(machine: Machine, job: FinalJob): Promise<void> {
  const caller = { actor: systemActor, requestId: `final:${job.blockNumber}:${job.logIndex}` }
  await transact(machine, caller, { action: job.handler, input: job }, async (context) => {
    const marker = await context.db
      .insertInto('chain_final_runs')
      .values({ content_key: job.contentKey, occurrence: job.occurrence, handler: job.handler, ran_at: context.now })
      .onConflict((conflict) => conflict.doNothing())
      .returning('handler')
      .executeTakeFirst()
    if (marker === undefined) return
    const log = await findLog(context, job)
    const found = handlersOf(machine, log.contract, log.event_name).find((row) => row.handler === job.handler)
    await found?.projection.whenFinal?.(context, decodeLog(machine, log) as never)
  })
}

/** By content first: an embedded chain that came back older holds the same log in another block. */
async function findLog(context: CommandContext, job: FinalJob): Promise<StoredLog> {
  return context.db
    .selectFrom('chain_logs')
    .innerJoin('chain_blocks', 'chain_blocks.number', 'chain_logs.block_number')
    .selectAll('chain_logs')
    .select('chain_blocks.timestamp')
    .where('content_key', '=', job.contentKey)
    .orderBy('block_number')
    .orderBy('log_index')
    .offset(job.occurrence)
    .limit(1)
    .executeTakeFirstOrThrow()
}
