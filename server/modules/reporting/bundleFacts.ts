/** The chain facts of a bundle: logs of ours as indexed, each with the proof that its block holds it. */
import type { ProvenContract } from '@assay/protocol/events.ts'
import { proveReceipt, type ReceiptProof, type RpcReceipt } from '@assay/protocol/receipts.ts'
import { sql } from 'kysely'
import type { Hex } from 'viem'
import type { CommandContext } from '../../module.ts'
import { reportingErrors } from './errors.ts'

/** Where a log of ours stands. */
export interface LogPlace {
  readonly contract: ProvenContract
  readonly eventName: string
  readonly blockNumber: bigint
  readonly logIndex: number
  readonly transactionHash: Hex
}

export interface LogWanted {
  readonly contract: ProvenContract
  readonly eventName: string
  /** First indexed member. */
  readonly subject?: Hex
  /** No later block counts. */
  readonly upTo?: bigint
}

interface LogRow {
  readonly block_number: string
  readonly log_index: number
  readonly transaction_hash: string
  readonly topics: readonly string[]
}

/** Logs that match, oldest first. */
export async function findLogs(
  ctx: CommandContext,
  wanted: LogWanted,
): Promise<(LogPlace & { topics: readonly string[] })[]> {
  const { rows } = await sql<LogRow>`
    select block_number, log_index, transaction_hash, topics from chain_logs
    where contract = ${wanted.contract} and event_name = ${wanted.eventName}
      and (${wanted.subject ?? null}::text is null or topics[2] = ${wanted.subject ?? null})
      and (${wanted.upTo?.toString() ?? null}::bigint is null or block_number <= ${wanted.upTo?.toString() ?? null}::bigint)
    order by block_number, log_index`.execute(ctx.db)
  return rows.map((row) => ({
    contract: wanted.contract,
    eventName: wanted.eventName,
    blockNumber: BigInt(row.block_number),
    logIndex: row.log_index,
    transactionHash: row.transaction_hash as Hex,
    topics: row.topics,
  }))
}

/** The newest log that matches. @throws BUNDLE_SUBJECT_INCOMPLETE when there is none */
export async function newestLog(
  ctx: CommandContext,
  wanted: LogWanted,
): Promise<LogPlace & { topics: readonly string[] }> {
  const found = (await findLogs(ctx, wanted)).at(-1)
  if (found !== undefined) return found
  const { contract, eventName, subject } = wanted
  throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ missing: `${contract}.${eventName}`, subject: subject ?? null })
}

export interface BundleFacts {
  readonly receipts: (Omit<ReceiptProof, 'proof'> & { proof: Hex[] })[]
  readonly facts: { contract: ProvenContract; event: string; receipt: number; log: number }[]
}

/** Reads each block once and proves each receipt once. @throws CHAIN_UNAVAILABLE; Error when the node's blocks do not hash */
export async function proveLogs(ctx: CommandContext, places: readonly LogPlace[]): Promise<BundleFacts> {
  const receipts: BundleFacts['receipts'] = []
  const facts: BundleFacts['facts'] = []
  const known = new Map<string, { at: number; receipt: RpcReceipt }>()
  const blocks = new Map<bigint, Awaited<ReturnType<CommandContext['chain']['block']>>>()
  for (const { contract, eventName, blockNumber, logIndex, transactionHash } of places) {
    const block = blocks.get(blockNumber) ?? (await ctx.chain.block(blockNumber))
    blocks.set(blockNumber, block)
    let proven = known.get(transactionHash)
    if (proven === undefined) {
      const receipt = block.receipts.find((each) => each.transactionHash === transactionHash)
      if (receipt === undefined) throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ missing: transactionHash })
      const proof = await proveReceipt(block.header, block.receipts, transactionHash)
      receipts.push({ ...proof, proof: [...proof.proof] })
      proven = { at: receipts.length - 1, receipt }
      known.set(transactionHash, proven)
    }
    const log = proven.receipt.logs.findIndex((each) => Number((each as { logIndex?: Hex }).logIndex) === logIndex)
    if (log < 0) throw reportingErrors.BUNDLE_SUBJECT_INCOMPLETE({ missing: `${transactionHash}/${logIndex}` })
    facts.push({ contract, event: eventName, receipt: proven.at, log })
  }
  return { receipts, facts }
}
