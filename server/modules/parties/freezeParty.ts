import type { Address } from 'viem'
import type { CommandContext } from '../../module.ts'
import { lockParty } from './changeParty.ts'
import { partyFrozen } from './events.ts'
import { presentParties, walletsOf } from './queries.ts'
import type { Party } from './schema.ts'

export interface Freeze {
  readonly partyId: string
  readonly frozen: boolean
  /** Kept in the register, not shown to the party and never logged. */
  readonly reason: string
}

/**
 * Freezes or releases a party: every wallet it has on chain, and new claims. Errors: PARTY_NOT_FOUND.
 */
export async function freezeParty(context: CommandContext, input: Freeze): Promise<Party> {
  const { partyId, frozen } = input
  await lockParty(context, partyId)
  const freezeId = context.newId()
  const row = await context.db
    .updateTable('parties')
    .set({ frozen })
    .where('party_id', '=', partyId)
    .returningAll()
    .executeTakeFirstOrThrow()
  await context.db
    .insertInto('party_freezes')
    .values({
      freeze_id: freezeId,
      party_id: partyId,
      frozen,
      reason: input.reason,
      decided_by: context.actor.partyId,
      decided_at: context.now,
    })
    .execute()
  for (const wallet of await walletsOf(context.db, partyId)) {
    await context.intend({
      from: 'compliance',
      contract: 'Parties',
      functionName: 'setFrozen',
      args: [wallet.address as Address, frozen],
      // Freezing, releasing and freezing again are three transactions with two calldata.
      salt: freezeId,
      subject: `freeze:${freezeId}`,
    })
  }
  await context.emit(partyFrozen({ partyId, frozen }))
  return (await presentParties(context.db, [row]))[0]!
}
