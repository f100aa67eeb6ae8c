/** The chain facts of a bundle: logs of ours as indexed, each with the proof that its block holds it. */
import type { ProvenContract } from '@assay/protocol/events.ts'
import { proveReceipt, type ReceiptProof, type RpcReceipt } from '@assay/protocol/receipts.ts'
import type { Hex } from 'viem'
import type { CommandContext, LogRecord } from '../../module.ts'
import { reportingErrors } from './errors.ts'

/** A log of ours, and where it stands. */
export interface LogPlace extends LogRecord {
  readonly contract: ProvenContract
  readonly eventName: string
}

export interface LogWanted {
  readonly contract: ProvenContract
  readonly eventName: string
  /** First indexed member. */
  readonly subject?: Hex
  /** No later block counts. */
  readonly upTo?: bigint
}

/** Logs that match, oldest first. */
export async function findLogs(ctx: CommandContext, wanted: LogWanted): Promise<LogPlace[]> {
  const { contract, eventName } = wanted
  return (await ctx.records.logs(wanted)).map((log) => ({ contract, eventName, ...log }))
}

/** The newest log that matches. @throws BUNDLE_SUBJECT_INCOMPLETE when there is none */
export async function newestLog(ctx: CommandContext, wanted: LogWanted): Promise<LogPlace> {
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
