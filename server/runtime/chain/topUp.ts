import type { Address } from 'viem'
import { walletIndexes } from '../../ports/signer.ts'
import { uuidv7 } from '../ids.ts'
import type { Machine } from '../machine.ts'
import type { WalletView } from './intentRow.ts'
import { intentKey } from './recordIntent.ts'

/** Asks the operator to fund a wallet of ours, as one more intent. Its key holds the wallet's nonce and balance, so that the
 *  same need asks once however often it is noticed. Returns true when it asked now. */
export async function requestTopUp(machine: Machine, wallet: WalletView, neededWei: bigint): Promise<boolean> {
  const target = 2n * larger(machine.config.walletMinimumWei, neededWei)
  const salt = `top-up:${wallet.nonceLatest}:${wallet.balanceWei}`
  const id = await recordPlainTransfer(machine, {
    from: await machine.signer.address(walletIndexes.operator),
    to: wallet.address,
    valueWei: target - wallet.balanceWei,
    salt,
    subject: `gas for ${wallet.address}`,
  })
  return id !== null
}

/** A transfer of gas money between wallets of ours (or to itself, which uses up a nonce), as an intent like any other. */
export async function recordPlainTransfer(
  machine: Machine,
  of: { from: Address; to: Address; valueWei: bigint; salt: string; subject: string },
): Promise<string | null> {
  const now = machine.clock.now()
  const { chainId } = machine.chain
  const row = await machine.db
    .insertInto('chain_intents')
    .values({
      id: uuidv7(now),
      key: intentKey({ chainId, from: of.from, to: of.to, calldata: '0x', salt: of.salt }),
      chain_id: String(chainId),
      from_address: of.from.toLowerCase(),
      to_address: of.to.toLowerCase(),
      contract: '',
      function_name: 'transfer',
      calldata: '0x',
      value_wei: of.valueWei,
      salt: of.salt,
      subject: of.subject,
      request_id: 'submitter',
      created_at: now,
      state_at: now,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
