import type { Scope } from '@assay/domain/roles.ts'
import type { Selectable } from 'kysely'
import type { Clients } from '../../generated/rows.ts'
import type { CommandContext } from '../../module.ts'
import { lockParty } from './changeParty.ts'
import { hashClientSecret, newClientSecret } from './clientSecret.ts'
import { partyErrors } from './errors.ts'
import { clientRevoked } from './events.ts'
import type { Client, ClientWithSecret } from './schema.ts'

export interface NewClient {
  readonly partyId: string
  readonly name: string
  readonly scopes: readonly Scope[]
}

/**
 * Creates a machine client that acts for a party (RFC 6749 section 2). The secret is in this answer and nowhere else.
 * Errors: PARTY_NOT_FOUND, CLIENT_SCOPE_EXCEEDED.
 */
export async function createClient(context: CommandContext, input: NewClient): Promise<ClientWithSecret> {
  await lockParty(context, input.partyId)
  assertScopes(context, input.partyId, input.scopes)
  const clientSecret = newClientSecret()
  const row = await context.db
    .insertInto('clients')
    .values({
      client_id: context.newId(),
      party_id: input.partyId,
      name: input.name,
      secret_hash: hashClientSecret(clientSecret),
      scopes: [...input.scopes],
      created_at: context.now,
      secret_changed_at: context.now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ...presentClient(row), clientSecret }
}

/**
 * Replaces a client's secret; the old one stops working at once. Whoever sees the new secret can do what the client can, so a
 * client with less may not ask for it. Errors: CLIENT_NOT_FOUND, CLIENT_SCOPE_EXCEEDED.
 */
export async function rotateClientSecret(context: CommandContext, input: ClientKey): Promise<ClientWithSecret> {
  const known = await context.db
    .selectFrom('clients')
    .select('scopes')
    .where('client_id', '=', input.clientId)
    .where('party_id', '=', input.partyId)
    .where('revoked_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (known === undefined) throw partyErrors.CLIENT_NOT_FOUND({ clientId: input.clientId })
  assertScopes(context, input.partyId, known.scopes as Scope[])
  const clientSecret = newClientSecret()
  const row = await context.db
    .updateTable('clients')
    .set({ secret_hash: hashClientSecret(clientSecret), secret_changed_at: context.now })
    .where('client_id', '=', input.clientId)
    .returningAll()
    .executeTakeFirstOrThrow()
  return { ...presentClient(row), clientSecret }
}

/** Ends a client; tokens it holds stop working at once. Errors: CLIENT_NOT_FOUND. */
export async function revokeClient(context: CommandContext, input: ClientKey): Promise<Client> {
  const row = await context.db
    .updateTable('clients')
    .set({ revoked_at: context.now })
    .where('client_id', '=', input.clientId)
    .where('party_id', '=', input.partyId)
    .where('revoked_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw partyErrors.CLIENT_NOT_FOUND({ clientId: input.clientId })
  await context.emit(clientRevoked({ partyId: input.partyId, clientId: input.clientId }))
  return presentClient(row)
}

export interface ClientKey {
  readonly partyId: string
  readonly clientId: string
}

export function presentClient(row: Selectable<Clients>): Client {
  return {
    clientId: row.client_id,
    partyId: row.party_id,
    name: row.name,
    scopes: row.scopes as Scope[],
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }
}

/** A client passes on to its own party what it has, whatever its roles; for other parties compliance and the operator decide freely. */
function assertScopes(context: CommandContext, partyId: string, wanted: readonly Scope[]): void {
  const { roles, scopes, clientId, partyId: own } = context.actor
  const registers = roles.has('compliance') || roles.has('operator')
  if ((registers && partyId !== own) || clientId === 'system') return
  const exceeding = wanted.filter((scope) => !scopes.has(scope))
  if (exceeding.length > 0) throw partyErrors.CLIENT_SCOPE_EXCEEDED({ scopes: exceeding })
}
