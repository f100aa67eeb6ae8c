/** Signing, persisting and broadcasting, in this order: whatever was broadcast is known after a crash. */
import { type Address, type Hex, keccak256 } from 'viem'
import { failpoint } from '../failpoint.ts'
import type { Machine } from '../machine.ts'
import type { Fees } from './fees.ts'
import { type AttemptRow, type IntentRow, moveIntent } from './intentRow.ts'

/** Signs `intent` with a nonce and persists nonce and transaction together. Null when another process was faster. */
export async function signIntent(
  machine: Machine,
  intent: IntentRow,
  nonce: number,
  gas: bigint,
  fees: Fees,
): Promise<{ intent: IntentRow; raw: Hex; hash: Hex } | null> {
  const raw = await machine.signer.signTransaction(intent.from_address as Address, {
    chainId: machine.chain.chainId,
    nonce,
    to: intent.to_address as Address,
    data: intent.calldata as Hex,
    value: BigInt(intent.value_wei),
    gas,
    maxFeePerGas: fees.maxFeePerGasWei,
    maxPriorityFeePerGas: fees.maxPriorityFeePerGasWei,
  })
  const hash = keccak256(raw)
  failpoint('submitter.signed')
  const now = machine.clock.now()
  const persisted = await machine.db.transaction().execute(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('chain_intents')
      .set({ state: 'signed', nonce: String(nonce), problem: null, state_at: now })
      .where('id', '=', intent.id)
      .where('state', '=', intent.state)
      .where('nonce', intent.nonce === null ? 'is' : '=', intent.nonce)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) return false
    await db
      .insertInto('chain_attempts')
      .values({
        hash,
        intent_id: intent.id,
        nonce: String(nonce),
        raw,
        gas: gas.toString(),
        max_fee_per_gas_wei: fees.maxFeePerGasWei,
        max_priority_fee_per_gas_wei: fees.maxPriorityFeePerGasWei,
        signed_at: now,
      })
      .onConflict((conflict) => conflict.column('hash').doNothing())
      .execute()
    return true
  })
  failpoint('submitter.persisted')
  return persisted ? { intent: { ...intent, state: 'signed', nonce: String(nonce) }, raw, hash } : null
}

/** Hands the transaction to the node. A node that knows it already is content; a node that refuses it is asked again later,
 *  and what the refusal means is read from the chain, never from its words. Returns the refusal, or null. */
export async function broadcast(
  machine: Machine,
  intent: IntentRow,
  attempt: Pick<AttemptRow, 'raw' | 'hash'>,
): Promise<string | null> {
  let refusal: string | null = null
  try {
    await machine.chain.client.sendRawTransaction({ serializedTransaction: attempt.raw as Hex })
  } catch (error) {
    const message = String((error as { details?: unknown }).details ?? (error as Error).message)
    if (!/already known|already imported|known transaction/i.test(message)) refusal = message.slice(0, 300)
  }
  failpoint('submitter.broadcast')
  if (refusal !== null) {
    machine.log.warn({ intentId: intent.id, nonce: intent.nonce, refusal }, 'the node refused a transaction')
    await moveIntent(machine, intent, { problem: refusal })
    return refusal
  }
  await machine.db
    .updateTable('chain_attempts')
    .set({ broadcast_at: machine.clock.now() })
    .where('hash', '=', attempt.hash)
    .execute()
  await moveIntent(machine, intent, { state: 'broadcast', problem: null })
  return null
}
