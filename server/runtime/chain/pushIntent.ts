import type { Machine } from '../machine.ts'
import { currentFees, replacementFees } from './fees.ts'
import { attemptsOf, type IntentRow, moveIntent, type WalletView } from './intentRow.ts'
import { broadcast, signIntent } from './sendIntent.ts'

/** A transaction in the pool is handed out again this often: nodes forget, restart and lie. */
const repeatMs = 2_000

/** Keeps a signed transaction moving: broadcast, repeated, and replaced at a higher fee when it stays out too long or the node
 *  finds it too cheap. Returns true when something changed. */
export async function pushIntent(machine: Machine, wallet: WalletView, intent: IntentRow): Promise<boolean> {
  const now = machine.clock.now().getTime()
  const attempts = (await attemptsOf(machine, intent)).filter((attempt) => attempt.nonce === intent.nonce)
  const last = attempts.at(-1)
  // Nonce and transaction are persisted together; without one the nonce was never used.
  if (last === undefined) return moveIntent(machine, intent, { state: 'queued', nonce: null })
  let refused = false
  if (last.broadcast_at === null || intent.state === 'signed' || now - last.broadcast_at.getTime() >= repeatMs) {
    refused = (await broadcast(machine, intent, last)) !== null
    if (!refused && intent.state === 'signed') return true
  }
  const cap = machine.config.maxFeePerGasWei
  const current = currentFees(wallet.baseFeeWei, wallet.tipWei, cap)
  const previous = {
    maxFeePerGasWei: BigInt(last.max_fee_per_gas_wei),
    maxPriorityFeePerGasWei: BigInt(last.max_priority_fee_per_gas_wei),
  }
  const tooCheap = previous.maxFeePerGasWei < wallet.baseFeeWei
  const overdue = now - last.signed_at.getTime() >= machine.config.replaceAfterMs
  if (!overdue && !(refused && tooCheap)) return false
  const fees = current === null ? null : replacementFees(previous, current, cap)
  if (fees === null) {
    await moveIntent(machine, intent, { problem: `waiting for the price to fall below ${cap} wei per gas` })
    return false
  }
  const [fresh] = [
    await machine.db.selectFrom('chain_intents').selectAll().where('id', '=', intent.id).executeTakeFirstOrThrow(),
  ]
  if (fresh.nonce !== intent.nonce || (fresh.state !== 'signed' && fresh.state !== 'broadcast')) return false
  const signed = await signIntent(machine, fresh, Number(intent.nonce), BigInt(last.gas), fees)
  if (signed === null) return false
  machine.log.info(
    { intentId: intent.id, nonce: intent.nonce, maxFeePerGasWei: String(fees.maxFeePerGasWei) },
    'replacing a transaction',
  )
  await broadcast(machine, signed.intent, signed)
  return true
}
