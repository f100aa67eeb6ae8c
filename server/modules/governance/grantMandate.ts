import type { Authority } from '@assay/domain/parameters.ts'
import type { CommandContext } from '../../module.ts'
import { getParty } from '../parties/index.ts'
import { governanceErrors } from './errors.ts'
import { mandateGranted } from './events.ts'
import { type Mandate, mandateInForce, presentMandate } from './mandates.ts'

export interface NewMandate {
  readonly partyId: string
  readonly authority: Authority
  /** Of the body's own decision, for instance its minutes. */
  readonly reason: string
}

/**
 * Lets a party speak for a body. Granting what is in force already gives it back and changes nothing.
 * Errors: PARTY_NOT_FOUND, MANDATE_OF_OWN.
 */
export async function grantMandate(context: CommandContext, input: NewMandate): Promise<Mandate> {
  const { partyId, authority, reason } = input
  await getParty(context.db, partyId)
  if (context.actor.partyId === partyId) throw governanceErrors.MANDATE_OF_OWN({ authority })
  const mandateId = context.newId()
  const granted = await context.db
    .insertInto('mandates')
    .values({
      mandate_id: mandateId,
      party_id: partyId,
      authority,
      reason,
      granted_by: context.actor.partyId,
      granted_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (granted === undefined) return presentMandate((await mandateInForce(context.db, partyId, authority))!)
  await context.emit(mandateGranted({ mandateId, partyId, authority }))
  return presentMandate(granted)
}
