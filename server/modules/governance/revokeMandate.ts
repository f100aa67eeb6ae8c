import type { CommandContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'
import { mandateRevoked } from './events.ts'
import { type Mandate, presentMandate } from './mandates.ts'

/**
 * Ends a mandate. What its holder announced or confirmed before stays as it was. Ending it twice changes nothing.
 * Errors: MANDATE_NOT_FOUND.
 */
export async function revokeMandate(context: CommandContext, mandateId: string): Promise<Mandate> {
  const revoked = await context.db
    .updateTable('mandates')
    .set({ revoked_by: context.actor.partyId, revoked_at: context.now })
    .where('mandate_id', '=', mandateId)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (revoked !== undefined) {
    await context.emit(mandateRevoked({ mandateId, partyId: revoked.party_id, authority: revoked.authority }))
    return presentMandate(revoked)
  }
  const known = await context.db
    .selectFrom('mandates')
    .selectAll()
    .where('mandate_id', '=', mandateId)
    .executeTakeFirst()
  if (known === undefined) throw governanceErrors.MANDATE_NOT_FOUND({ mandateId })
  return presentMandate(known)
}
