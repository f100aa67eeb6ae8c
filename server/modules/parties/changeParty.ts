import type { Role } from '@assay/domain/roles.ts'
import type { Selectable } from 'kysely'
import type { Parties } from '../../generated/rows.ts'
import type { CommandContext } from '../../module.ts'
import { partyErrors } from './errors.ts'
import { partyRolesChanged } from './events.ts'
import { presentParties } from './queries.ts'
import { assertRoles, assertTrackRecord } from './registerParty.ts'
import type { NewParty, Party } from './schema.ts'

export interface PartyChange {
  readonly partyId: string
  readonly roles?: readonly Role[]
  readonly trackRecord?: NewParty['trackRecord']
}

/**
 * Replaces a party's roles, its record from outside, or both. A role taken away stops working at the next request; claims on
 * chain are revoked apart, because a wallet may have to finish what it holds.
 * Errors: PARTY_OWN, PARTY_NOT_FOUND, SOVEREIGN_NOT_STATE, PARTY_ROLES_CONFLICT, TRACK_RECORD_WITHOUT_SOURCE.
 */
export async function changeParty(context: CommandContext, input: PartyChange): Promise<Party> {
  if (input.partyId === context.actor.partyId) throw partyErrors.PARTY_OWN()
  const before = await lockParty(context, input.partyId)
  if (input.roles !== undefined) assertRoles(context, before.type, input.roles)
  assertTrackRecord(input.trackRecord)
  const row = await context.db
    .updateTable('parties')
    .set({
      roles: input.roles ?? before.roles,
      verified_before: input.trackRecord?.verified ?? before.verified_before,
      failed_before: input.trackRecord?.failed ?? before.failed_before,
      track_record_source:
        input.trackRecord === undefined ? before.track_record_source : (input.trackRecord.source ?? null),
    })
    .where('party_id', '=', input.partyId)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (input.roles !== undefined) await context.emit(partyRolesChanged({ partyId: input.partyId, roles: input.roles }))
  return (await presentParties(context.db, [row]))[0]!
}

/** Reads a party and keeps others from changing it until the command has committed. Errors: PARTY_NOT_FOUND. */
export async function lockParty(context: CommandContext, partyId: string): Promise<Selectable<Parties>> {
  const row = await context.db
    .selectFrom('parties')
    .selectAll()
    .where('party_id', '=', partyId)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw partyErrors.PARTY_NOT_FOUND({ partyId })
  return row
}
