import type { Selectable, Updateable } from 'kysely'
import type { Address, Hex } from 'viem'
import type { ChainAttempts, ChainIntents } from '../../generated/rows.ts'
import type { Machine } from '../machine.ts'

export type IntentRow = Selectable<ChainIntents>
export type AttemptRow = Selectable<ChainAttempts>

/** States in which a transaction of the intent may be in a pool or a block. */
export const inFlight = ['signed', 'broadcast', 'included', 'safe'] as const

/** One wallet and what the node says of it right now. */
export interface WalletView {
  readonly address: Address
  /** Next nonce by the newest block, and by the pool. */
  readonly nonceLatest: number
  readonly noncePending: number
  readonly balanceWei: bigint
  readonly baseFeeWei: bigint
  readonly tipWei: bigint
  readonly head: Heads
}

export interface Heads {
  readonly latest: bigint
  readonly safe: bigint
  readonly final: bigint
}

/** Moves an intent on, but only from where this process saw it: another submitter may have taken over meanwhile. */
export async function moveIntent(
  machine: Machine,
  intent: IntentRow,
  change: Updateable<ChainIntents>,
): Promise<boolean> {
  const { numUpdatedRows } = await machine.db
    .updateTable('chain_intents')
    .set({ ...change, state_at: machine.clock.now() })
    .where('id', '=', intent.id)
    .where('state', '=', intent.state)
    .where('nonce', intent.nonce === null ? 'is' : '=', intent.nonce)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Every transaction ever signed for an intent, oldest first. */
export async function attemptsOf(machine: Machine, intent: IntentRow): Promise<(AttemptRow & { hash: Hex })[]> {
  const rows = await machine.db
    .selectFrom('chain_attempts')
    .selectAll()
    .where('intent_id', '=', intent.id)
    .orderBy('signed_at')
    .orderBy('max_fee_per_gas_wei')
    .execute()
  return rows as (AttemptRow & { hash: Hex })[]
}
