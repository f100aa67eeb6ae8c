/** The facts of a bundle: logs of our contracts, each led back to the hash of a block. */
import type { Bundle } from '@assay/protocol/bundle.ts'
import { decodeProvenLog, type ProvenContract } from '@assay/protocol/events.ts'
import { type ReceiptProof, verifyReceipt } from '@assay/protocol/receipts.ts'
import type { Hex } from 'viem'
import { holds, same } from './checklist.ts'

export interface ProvenFact {
  readonly contract: ProvenContract
  readonly event: string
  readonly args: Readonly<Record<string, unknown>>
  readonly blockNumber: bigint
  /** Seconds since 1970. */
  readonly timestamp: bigint
  readonly blockHash: Hex
}

/** A bundle with its facts. */
export interface ProvenBundle<B extends Bundle = Bundle> {
  readonly bundle: B
  readonly facts: readonly ProvenFact[]
}

/** Proves every receipt and reads every fact. @throws Error for a proof or a log that does not fit, and for one that is not used. */
export async function proveFacts(bundle: Bundle): Promise<ProvenFact[]> {
  const receipts = await Promise.all(bundle.receipts.map((receipt) => verifyReceipt(receipt as ReceiptProof)))
  const places = new Set<string>()
  const facts = bundle.facts.map((fact) => {
    const receipt = receipts[fact.receipt]
    const log = receipt?.logs[fact.log]
    if (receipt === undefined || log === undefined)
      throw new Error(`there is no log ${fact.log} in receipt ${fact.receipt}`)
    const contract = fact.contract as ProvenContract
    same(`the contract of ${contract}.${fact.event}`, log.address, bundle.chain.contracts[contract])
    const decoded = decodeProvenLog(contract, log)
    same(`the event in receipt ${fact.receipt}, log ${fact.log}`, decoded.event, fact.event)
    places.add(`${fact.receipt}/${fact.log}`)
    const { blockNumber, timestamp } = receipt
    return { contract, ...decoded, blockNumber, timestamp, blockHash: bundle.receipts[fact.receipt]!.blockHash as Hex }
  })
  same('the number of different facts', places.size, facts.length)
  const used = new Set(bundle.facts.map(({ receipt }) => receipt))
  same('the number of receipts used', used.size, bundle.receipts.length)
  const named = Object.keys(bundle.chain.contracts)
  holds(
    named.every((name) => facts.some(({ contract }) => contract === name)),
    'a contract is named that no fact is from',
  )
  return facts
}

/** The one fact of an event that matches. @throws Error when there is none, or more than one */
export function factOf(
  facts: readonly ProvenFact[],
  event: string,
  matching: (args: Readonly<Record<string, unknown>>) => boolean = () => true,
): ProvenFact {
  const found = facts.filter((fact) => fact.event === event && matching(fact.args))
  if (found.length !== 1) throw new Error(`${found.length} facts ${event} match; there should be one`)
  return found[0]!
}
