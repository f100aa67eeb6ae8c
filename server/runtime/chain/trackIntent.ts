/** What became of a transaction that was signed: still waiting, included, undone, safe, final, or never possible. */
import { type Address, type Hex, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import { intentFailed } from '../../module.ts'
import { failpoint } from '../failpoint.ts'
import { type Machine, systemActor } from '../machine.ts'
import { transact } from '../transact.ts'
import { alreadyDone } from './alreadyDone.ts'
import { attemptsOf, type IntentRow, moveIntent, type WalletView } from './intentRow.ts'
import { decodeRevert, type Revert } from './revert.ts'

/** Looks once. Returns true when something changed. */
export async function trackIntent(machine: Machine, wallet: WalletView, intent: IntentRow): Promise<boolean> {
  const receipt = await findReceipt(machine, intent)
  if (receipt !== null) return recordReceipt(machine, wallet, intent, receipt)
  if (intent.state === 'included' || intent.state === 'safe') {
    // Its block went away. The same signed transaction goes out again.
    machine.log.warn({ intentId: intent.id, nonce: intent.nonce }, 'transaction left the chain; sending it again')
    return moveIntent(machine, intent, {
      state: 'signed',
      block_number: null,
      block_hash: null,
      transaction_hash: null,
      problem: null,
    })
  }
  if (Number(intent.nonce) < wallet.nonceLatest && Number(intent.nonce) < (await safeNonce(machine, wallet))) {
    // Something else used this nonce and is safe, so none of our transactions with it can be included any more.
    machine.log.warn(
      { intentId: intent.id, nonce: intent.nonce },
      'nonce was used by another transaction; taking a new one',
    )
    return moveIntent(machine, intent, { state: 'queued', nonce: null })
  }
  return false
}

async function safeNonce(machine: Machine, wallet: WalletView): Promise<number> {
  return machine.chain.client.getTransactionCount({ address: wallet.address, blockNumber: wallet.head.safe })
}

async function findReceipt(machine: Machine, intent: IntentRow): Promise<TransactionReceipt | null> {
  for (const attempt of (await attemptsOf(machine, intent)).reverse()) {
    try {
      return await machine.chain.client.getTransactionReceipt({ hash: attempt.hash })
    } catch (error) {
      if (!(error instanceof TransactionReceiptNotFoundError)) throw error
    }
  }
  return null
}

async function recordReceipt(
  machine: Machine,
  wallet: WalletView,
  intent: IntentRow,
  receipt: TransactionReceipt,
): Promise<boolean> {
  const { head } = wallet
  const state = receipt.blockNumber <= head.final ? 'final' : receipt.blockNumber <= head.safe ? 'safe' : 'included'
  if (state === intent.state && intent.block_hash === receipt.blockHash) return false
  failpoint('submitter.receipt')
  if (state === 'final') failpoint('submitter.final')
  const reverted = receipt.status === 'reverted'
  const revert = reverted ? await whyReverted(machine, intent, receipt) : null
  const change = {
    state,
    problem: revert?.text ?? null,
    transaction_hash: receipt.transactionHash,
    block_number: receipt.blockNumber,
    block_hash: receipt.blockHash,
    gas_used: receipt.gasUsed,
    gas_price_wei: receipt.effectiveGasPrice,
  }
  // A revert counts when its block is final: until then a reorganisation may still turn it into a success.
  if (state !== 'final' || revert === null || (await alreadyDone(machine, intent, revert)) === 'final')
    return moveIntent(machine, intent, change)
  if (!(await moveIntent(machine, intent, { ...change, state: 'safe' }))) return false
  await failIntent(machine, { ...intent, state: 'safe' }, revert.text)
  return true
}

/** Repeats the call to learn the reason, which a receipt does not carry: on the state before the block, then on the one after,
 *  for what went before it in the same block. */
async function whyReverted(machine: Machine, intent: IntentRow, receipt: TransactionReceipt): Promise<Revert> {
  for (const blockNumber of [receipt.blockNumber - 1n, receipt.blockNumber]) {
    try {
      await machine.chain.client.call({
        account: intent.from_address as Address,
        to: intent.to_address as Address,
        data: intent.calldata as Hex,
        blockNumber,
      })
    } catch (error) {
      const revert = decodeRevert(error, Object.values(machine.chain.abis))
      if (revert !== null) return revert
    }
  }
  return { name: 'unknown', text: 'reverted in its block; the same call succeeds before and after it' }
}

/** Ends an intent for good and tells the modules, in one transaction. */
export async function failIntent(machine: Machine, intent: IntentRow, error: string): Promise<void> {
  const caller = { actor: systemActor, requestId: intent.request_id }
  machine.log.error(
    { intentId: intent.id, subject: intent.subject, functionName: intent.function_name, reason: error },
    'intent failed',
  )
  await transact(machine, caller, { action: 'chain.failIntent', input: { intentId: intent.id } }, async (context) => {
    const moved = await context.db
      .updateTable('chain_intents')
      .set({ state: 'failed', problem: error, state_at: context.now })
      .where('id', '=', intent.id)
      .where('state', '=', intent.state)
      .executeTakeFirst()
    if (moved.numUpdatedRows !== 1n) return
    const { id, subject, contract, function_name: functionName } = intent
    await context.emit(intentFailed({ intentId: id, subject, contract, functionName, error }), { key: id })
  })
}
