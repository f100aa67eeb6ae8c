import { roleConflicts } from '@assay/domain/policy/roleSeparation.ts'
import type { Role } from '@assay/domain/roles.ts'
import { idOf } from '@assay/protocol/ids.ts'
import type { CommandContext } from '../../module.ts'
import { numericCountry } from './countries.ts'
import { partyErrors } from './errors.ts'
import { partyRegistered } from './events.ts'
import { presentParties } from './queries.ts'
import type { NewParty, Party } from './schema.ts'

/**
 * Enters a party into the register.
 * Errors: COUNTRY_UNKNOWN, SOVEREIGN_NOT_STATE, PARTY_ROLES_CONFLICT, TRACK_RECORD_WITHOUT_SOURCE.
 */
export async function registerParty(context: CommandContext, input: NewParty): Promise<Party> {
  numericCountry(input.country)
  assertRoles(context, input.type, input.roles)
  assertTrackRecord(input.trackRecord)
  const partyId = context.newId()
  const row = await context.db
    .insertInto('parties')
    .values({
      party_id: partyId,
      on_chain_id: idOf('party', partyId),
      name: input.name,
      country: input.country,
      type: input.type,
      roles: input.roles,
      verified_before: input.trackRecord?.verified ?? 0,
      failed_before: input.trackRecord?.failed ?? 0,
      track_record_source: input.trackRecord?.source ?? null,
      registered_at: context.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await context.emit(partyRegistered({ partyId, roles: input.roles }))
  return (await presentParties(context.db, [row]))[0]!
}

/**
 * A sovereign is a party that is a state (docs/glossary.md), and nobody holds roles that check each other.
 * Errors: SOVEREIGN_NOT_STATE, PARTY_ROLES_CONFLICT.
 */
export function assertRoles({ parameters }: CommandContext, type: string, roles: readonly Role[]): void {
  if (roles.includes('sovereign') && type !== 'state') throw partyErrors.SOVEREIGN_NOT_STATE({ type })
  const conflicts = roleConflicts(roles, parameters)
  if (conflicts.length > 0) throw partyErrors.PARTY_ROLES_CONFLICT({ conflicts })
}

/** Numbers from outside are only as good as where they come from. Errors: TRACK_RECORD_WITHOUT_SOURCE. */
export function assertTrackRecord(record: NewParty['trackRecord']): void {
  if (record === undefined || (record.verified === 0 && record.failed === 0)) return
  if (record.source === undefined) throw partyErrors.TRACK_RECORD_WITHOUT_SOURCE()
}
