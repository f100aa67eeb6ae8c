import type { Authority } from '@assay/domain/parameters.ts'
import type { Selectable } from 'kysely'
import type { Mandates } from '../../generated/rows.ts'
import type { CommandContext, QueryContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'

/** The right of a party to speak for a body. */
export interface Mandate {
  readonly mandateId: string
  readonly partyId: string
  readonly authority: Authority
  readonly reason: string
  readonly grantedAt: string
  readonly revokedAt: string | null
}

/** Refuses who asks when it does not speak for the body now. Errors: MANDATE_MISSING. */
export async function requireMandate({ db, actor }: CommandContext, authority: Authority): Promise<string> {
  const { partyId } = actor
  const held = partyId === null ? undefined : await mandateInForce(db, partyId, authority)
  if (partyId === null || held === undefined) throw governanceErrors.MANDATE_MISSING({ authority })
  return partyId
}

export function mandateInForce(db: QueryContext['db'], partyId: string, authority: Authority) {
  return db
    .selectFrom('mandates')
    .selectAll()
    .where('party_id', '=', partyId)
    .where('authority', '=', authority)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

export function presentMandate(row: Selectable<Mandates>): Mandate {
  return {
    mandateId: row.mandate_id,
    partyId: row.party_id,
    authority: row.authority as Authority,
    reason: row.reason,
    grantedAt: row.granted_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}
