/** From an access token to an actor. The token says who; the database says, at every request, what they may still do. */
import type { Role, Scope } from '@assay/domain/roles.ts'
import { errors, importJWK, type JWTPayload, jwtVerify } from 'jose'
import type { Kysely } from 'kysely'
import type { Database } from '../generated/rows.ts'
import type { Actor } from '../module.ts'
import { httpErrors } from './errors.ts'
import { findVerificationKey, signingAlgorithm } from './oidc/keys.ts'
import { apiResource } from './oidc/provider.ts'

/** What a client may do at this moment. */
export interface ClientIdentity {
  readonly clientId: string
  readonly partyId: string
  /** Roles the party has now. */
  readonly roles: readonly Role[]
  /** Scopes the client has now. */
  readonly scopes: readonly Scope[]
}

export interface AuthenticatorOptions {
  readonly db: Kysely<Database>
  readonly issuer: string
  /** Null when the client does not exist or was revoked. */
  readonly findIdentity: (clientId: string) => Promise<ClientIdentity | null>
}

/** Nobody: who asks a public route. */
export const anonymous: Actor = { clientId: 'anonymous', partyId: null, roles: new Set(), scopes: new Set() }

/** @returns a function from the Authorization header to the actor. Errors: TOKEN_REQUIRED, TOKEN_INVALID. */
export function createAuthenticator(
  options: AuthenticatorOptions,
): (authorization: string | undefined) => Promise<Actor> {
  const keyOf = createKeyCache(options.db)
  return async (authorization) => {
    if (authorization === undefined) throw httpErrors.TOKEN_REQUIRED()
    const [, token] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization) ?? []
    if (token === undefined) throw httpErrors.TOKEN_INVALID()
    const payload = await verify(token, keyOf, options)
    const identity = typeof payload.client_id === 'string' ? await options.findIdentity(payload.client_id) : null
    if (identity === null) throw httpErrors.TOKEN_INVALID()
    const granted = new Set(typeof payload.scope === 'string' ? payload.scope.split(' ') : [])
    return {
      clientId: identity.clientId,
      partyId: identity.partyId,
      roles: new Set(identity.roles),
      scopes: new Set(identity.scopes.filter((scope) => granted.has(scope))),
    }
  }
}

type KeyOf = (kid: string) => Promise<CryptoKey | null>

async function verify(token: string, keyOf: KeyOf, options: AuthenticatorOptions): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const key = kid === undefined ? null : await keyOf(kid)
        if (key === null) throw new errors.JWKSNoMatchingKey()
        return key
      },
      {
        issuer: options.issuer,
        audience: apiResource,
        typ: 'at+jwt',
        algorithms: [signingAlgorithm],
        requiredClaims: ['exp', 'iat', 'client_id'],
      },
    )
    return payload
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw httpErrors.TOKEN_INVALID({}, { cause })
    throw cause
  }
}

/** A key is read again after this long, so that a retired one stops verifying in every process. */
const keyLifeMs = 30_000

function createKeyCache(db: Kysely<Database>): KeyOf {
  const cache = new Map<string, { key: CryptoKey; readAt: number }>()
  return async (kid) => {
    const known = cache.get(kid)
    const at = performance.now()
    if (known !== undefined && at - known.readAt < keyLifeMs) return known.key
    const jwk = await findVerificationKey(db, kid)
    cache.delete(kid)
    // Absence is not remembered: a key made a moment ago by another process (rotation) must verify at once.
    if (jwk === null) return null
    const key = (await importJWK(jwk, signingAlgorithm)) as CryptoKey
    cache.set(kid, { key, readAt: at })
    return key
  }
}
