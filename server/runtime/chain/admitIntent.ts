/** From queued to sent. A nonce is taken only when the call succeeds in a simulation on the pending block and can be paid. */
import { type Address, type Hex, parseGwei } from 'viem'
import { walletIndexes } from '../../ports/signer.ts'
import type { Machine } from '../machine.ts'
import { alreadyDone } from './alreadyDone.ts'
import { currentFees, type Fees } from './fees.ts'
import { type IntentRow, moveIntent, type WalletView } from './intentRow.ts'
import { decodeRevert, type Revert } from './revert.ts'
import { broadcast, signIntent } from './sendIntent.ts'
import { requestTopUp } from './topUp.ts'
import { failIntent } from './trackIntent.ts'

/** A call that reverts in simulation is tried this often, with growing pauses, before the intent fails: what it depends on
 *  may be another wallet's transaction or the chain's clock. The pauses add up to about three minutes. */
export const triesMost = 12
const longestPauseMs = 30_000
/** What somebody else has done is looked at again this often until it is final; that uses up no tries. */
const untilFinalPauseMs = 2_000

/** `sent` took the nonce; `passed` did not (this intent waits, those behind it need not); `blocked`: the wallet cannot pay; `funding`: money
 *  for it was asked for just now. */
export type Admission = 'sent' | 'passed' | 'blocked' | 'funding'

export async function admitIntent(
  machine: Machine,
  wallet: WalletView,
  intent: IntentRow,
  nonce: number,
): Promise<Admission> {
  if (!(await machine.signer.holds(intent.from_address as Address))) {
    await failIntent(machine, intent, 'the key of the sending wallet is not held by this installation')
    return 'passed'
  }
  const estimate = await simulate(machine, intent)
  if (typeof estimate !== 'bigint') return postpone(machine, intent, estimate)
  const fees = currentFees(wallet.baseFeeWei, wallet.tipWei, machine.config.maxFeePerGasWei)
  if (fees === null) {
    await park(machine, intent, `fee above the cap: base fee ${wallet.baseFeeWei}, tip ${wallet.tipWei} wei`)
    return 'blocked'
  }
  const gas = withMarginUp(estimate)
  const paid = await canPay(machine, wallet, intent, gas, fees)
  if (paid !== 'yes') return paid
  const signed = await signIntent(machine, intent, nonce, gas, fees)
  if (signed === null) return 'passed'
  await broadcast(machine, signed.intent, signed)
  return 'sent'
}

/** Gas the call needs on the pending block, or why it reverts there. Errors of the connection are thrown. */
async function simulate(machine: Machine, intent: IntentRow): Promise<bigint | Revert> {
  try {
    return await machine.chain.client.estimateGas({
      account: intent.from_address as Address,
      to: intent.to_address as Address,
      data: intent.calldata as Hex,
      value: BigInt(intent.value_wei),
      blockTag: 'pending',
    })
  } catch (error) {
    const revert = decodeRevert(error, Object.values(machine.chain.abis))
    if (revert === null) throw error
    return revert
  }
}

async function postpone(machine: Machine, intent: IntentRow, revert: Revert): Promise<Admission> {
  const done = await alreadyDone(machine, intent, revert)
  if (done === 'final') {
    await moveIntent(machine, intent, { state: 'final', problem: `done before: ${revert.text}` })
    return 'passed'
  }
  if (done === 'soon') {
    // It is somebody else's until its block is final; should that go away, this one is sent after all.
    const next_try_at = new Date(machine.clock.now().getTime() + untilFinalPauseMs)
    await moveIntent(machine, intent, { next_try_at, problem: `done, not final: ${revert.text}` })
    return 'passed'
  }
  if (intent.tries + 1 >= triesMost) {
    await failIntent(machine, intent, revert.text)
    return 'passed'
  }
  const pauseMs = Math.min(longestPauseMs, 250 * 2 ** intent.tries)
  await moveIntent(machine, intent, {
    tries: intent.tries + 1,
    next_try_at: new Date(machine.clock.now().getTime() + pauseMs),
    problem: revert.text,
  })
  return 'passed'
}

async function canPay(
  machine: Machine,
  wallet: WalletView,
  intent: IntentRow,
  gas: bigint,
  fees: Fees,
): Promise<'yes' | 'blocked' | 'funding'> {
  const needed = gas * fees.maxFeePerGasWei + BigInt(intent.value_wei)
  const operator = (await machine.signer.address(walletIndexes.operator)).toLowerCase()
  if (intent.from_address === operator) {
    if (wallet.balanceWei >= needed) return 'yes'
    machine.log.error(
      { wallet: wallet.address, balanceWei: String(wallet.balanceWei) },
      'the operator wallet cannot pay for gas',
    )
    await park(machine, intent, `the operator wallet needs ${needed} wei`)
    return 'blocked'
  }
  const low = wallet.balanceWei < needed || wallet.balanceWei < machine.config.walletMinimumWei
  const asked = low && (await requestTopUp(machine, wallet, needed))
  if (wallet.balanceWei >= needed) return 'yes'
  await park(machine, intent, `waiting for gas: ${needed} wei`)
  return asked ? 'funding' : 'blocked'
}

async function park(machine: Machine, intent: IntentRow, problem: string): Promise<void> {
  if (intent.state !== 'parked' || intent.problem !== problem)
    await moveIntent(machine, intent, { state: 'parked', problem })
}

/** A fifth more than estimated: state may change before inclusion. */
function withMarginUp(gas: bigint): bigint {
  return (gas * 6n + 4n) / 5n
}

/** What a node without an opinion is tipped. */
export const defaultTipWei = parseGwei('1')
