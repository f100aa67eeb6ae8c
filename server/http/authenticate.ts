/** From an access token to an actor. The token says who; the database says, at every request, what they may still do. */
import { hash } from 'node:crypto'
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
  /** Compliance has frozen the party. */
  readonly frozen: boolean
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
  const verify = createVerifier(options)
  return async (authorization) => {
    if (authorization === undefined) throw httpErrors.TOKEN_REQUIRED()
    const [, token] = /^Bearer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i.exec(authorization) ?? []
    if (token === undefined) throw httpErrors.TOKEN_INVALID()
    const payload = await verify(token)
    const identity = typeof payload.client_id === 'string' ? await options.findIdentity(payload.client_id) : null
    if (identity === null) throw httpErrors.TOKEN_INVALID()
    const granted = new Set(typeof payload.scope === 'string' ? payload.scope.split(' ') : [])
    return {
      clientId: identity.clientId,
      partyId: identity.partyId,
      frozen: identity.frozen,
      roles: new Set(identity.roles),
      scopes: new Set(identity.scopes.filter((scope) => granted.has(scope))),
    }
  }
}

/** A key is read again after this long, so that a retired one stops verifying in every process. */
const keyLifeMs = 30_000
/** Clients use a token many times; so many tokens are remembered at most. */
const verifiedMost = 10_000

interface ReadKey {
  readonly key: CryptoKey
  /** On the clock of the process. */
  readonly staleAt: number
}

type Verify = (token: string) => Promise<JWTPayload>

/** A signature is checked once and remembered for as long as its key. */
function createVerifier(options: AuthenticatorOptions): Verify {
  const keyOf = createKeyCache(options.db)
  const verified = new Map<string, { payload: JWTPayload; staleAt: number }>()
  return async (token) => {
    // Not the token itself: a credential stays in memory no longer than its request.
    const digest = hash('sha256', token)
    const known = verified.get(digest)
    if (known !== undefined && performance.now() < known.staleAt && Date.now() < known.payload.exp! * 1_000)
      return known.payload
    const { payload, staleAt } = await verify(token, keyOf, options)
    if (verified.size >= verifiedMost) verified.clear()
    verified.set(digest, { payload, staleAt })
    return payload
  }
}

type KeyOf = (kid: string) => Promise<ReadKey | null>

async function verify(
  token: string,
  keyOf: KeyOf,
  options: AuthenticatorOptions,
): Promise<{ payload: JWTPayload; staleAt: number }> {
  let staleAt = 0
  try {
    const { payload } = await jwtVerify(
      token,
      async ({ kid }) => {
        const read = kid === undefined ? null : await keyOf(kid)
        if (read === null) throw new errors.JWKSNoMatchingKey()
        staleAt = read.staleAt
        return read.key
      },
      {
        issuer: options.issuer,
        audience: apiResource,
        typ: 'at+jwt',
        algorithms: [signingAlgorithm],
        requiredClaims: ['exp', 'iat', 'client_id'],
      },
    )
    return { payload, staleAt }
  } catch (cause) {
    if (cause instanceof errors.JOSEError) throw httpErrors.TOKEN_INVALID({}, { cause })
    throw cause
  }
}

function createKeyCache(db: Kysely<Database>): KeyOf {
  const cache = new Map<string, ReadKey>()
  return async (kid) => {
    const known = cache.get(kid)
    const at = performance.now()
    if (known !== undefined && at < known.staleAt) return known
    const jwk = await findVerificationKey(db, kid)
    cache.delete(kid)
    // Absence is not remembered: a key made a moment ago by another process (rotation) must verify at once.
    if (jwk === null) return null
    const read = { key: (await importJWK(jwk, signingAlgorithm)) as CryptoKey, staleAt: at + keyLifeMs }
    cache.set(kid, read)
    return read
  }
}
