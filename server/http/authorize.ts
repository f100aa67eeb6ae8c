/** Deny by default: a route names roles and a scope, and everything else is refused. */
import { AssayError } from '@assay/domain/errors.ts'
import type { Access, Actor, QueryContext, Route } from '../module.ts'
import { httpErrors } from './errors.ts'

/**
 * Before the body is read: has the caller one of the roles, and the scope, and may it command? Errors: ROLE_MISSING, SCOPE_MISSING,
 * CALLER_FROZEN.
 */
export function authorize(access: Access, actor: Actor, method: Route['method']): void {
  if (!access.roles.some((role) => actor.roles.has(role))) throw httpErrors.ROLE_MISSING({ roles: [...access.roles] })
  if (!actor.scopes.has(access.scope)) throw httpErrors.SCOPE_MISSING({ scope: access.scope })
  if (actor.frozen && method !== 'GET') throw httpErrors.CALLER_FROZEN()
}

/** After validation: is the target the caller's? What is missing and what is somebody else's look alike. Errors: NOT_FOUND. */
export async function authorizeOwner(access: Access, context: QueryContext, input: unknown): Promise<void> {
  if (access.owners === undefined) return
  if (access.anyOwner?.some((role) => context.actor.roles.has(role))) return
  const owners = await access.owners(context, input as never).catch((error: unknown) => {
    // A more telling 404 would betray which of the two it is.
    if (error instanceof AssayError && error.status === 404) return null
    throw error
  })
  const { partyId } = context.actor
  if (owners === null || partyId === null || !owners.includes(partyId)) throw httpErrors.NOT_FOUND()
}

/** Refuses to register a route whose declaration would let somebody in by accident. @throws TypeError */
export function assertAccess(route: Route): void {
  const { access, operationId } = route
  if (access === 'public') {
    if (route.method !== 'GET') throw new TypeError(`${operationId}: a command cannot be public`)
    if (route.audited) throw new TypeError(`${operationId}: a public question has nobody to record`)
    return
  }
  if (access === undefined || access === null)
    throw new TypeError(`${operationId}: the route does not say who may call it`)
  if (!Array.isArray(access.roles) || access.roles.length === 0) throw new TypeError(`${operationId}: no role is named`)
  if (typeof access.scope !== 'string') throw new TypeError(`${operationId}: no scope is named`)
  if (access.anyOwner !== undefined && access.owners === undefined) {
    throw new TypeError(`${operationId}: anyOwner without owners says nothing`)
  }
  const stranger = access.anyOwner?.find((role) => !access.roles.includes(role))
  if (stranger !== undefined) throw new TypeError(`${operationId}: ${stranger} is in anyOwner but not in roles`)
}
