import { ed25519 } from '@noble/curves/ed25519.js'
import type { Selectable } from 'kysely'
import type { Issuers } from '../../generated/rows.ts'
import type { CommandContext } from '../../module.ts'
import { numericCountry } from './countries.ts'
import { partyErrors } from './errors.ts'
import type { NewIssuer, RecognisedIssuer } from './schema.ts'

/**
 * Recognises an issuer of documents: who it is, which kinds it may issue, and the key it signs with.
 * Errors: COUNTRY_UNKNOWN, ISSUER_KEY_INVALID, ISSUER_ALREADY_RECOGNISED.
 */
export async function registerIssuer(context: CommandContext, input: NewIssuer): Promise<RecognisedIssuer> {
  numericCountry(input.country)
  const key = input.publicKey ?? null
  if (key !== null) assertKey(key.x)
  const row = await context.db
    .insertInto('issuers')
    .values({
      issuer_id: context.newId(),
      name: input.name,
      country: input.country,
      type: input.type,
      document_kinds: input.documentKinds,
      public_jwk: key === null ? null : JSON.stringify(key),
      recognised_by: context.actor.partyId,
      recognised_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw partyErrors.ISSUER_ALREADY_RECOGNISED({ name: input.name })
  return presentIssuer(row)
}

/** Ends the recognition: documents that enter from now on count as of an unknown issuer. Errors: ISSUER_NOT_FOUND. */
export async function revokeIssuer(context: CommandContext, input: { issuerId: string }): Promise<RecognisedIssuer> {
  const row = await context.db
    .updateTable('issuers')
    .set({ revoked_at: context.now })
    .where('issuer_id', '=', input.issuerId)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw partyErrors.ISSUER_NOT_FOUND({ issuerId: input.issuerId })
  return presentIssuer(row)
}

export function presentIssuer(row: Selectable<Issuers>): RecognisedIssuer {
  return {
    issuerId: row.issuer_id,
    name: row.name,
    country: row.country,
    type: row.type as RecognisedIssuer['type'],
    documentKinds: row.document_kinds as RecognisedIssuer['documentKinds'],
    publicKey: row.public_jwk as RecognisedIssuer['publicKey'],
    recognisedAt: row.recognised_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}

/** The point must lie on the curve and not be of small order: such a key would verify forged signatures. */
function assertKey(x: string): void {
  try {
    const point = ed25519.Point.fromBytes(Buffer.from(x, 'base64url'))
    if (!point.isSmallOrder()) return
  } catch {
    // Not a point: answered below like any other unusable key.
  }
  throw partyErrors.ISSUER_KEY_INVALID()
}
