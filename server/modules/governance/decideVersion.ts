import type { Authority } from '@assay/domain/parameters.ts'
import { parameterOf } from '@assay/domain/programmes/catalogue.ts'
import type { CommandContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'
import { parameterVersionDecided } from './events.ts'
import { requireMandate } from './mandates.ts'
import { type AnnouncedVersion, versionsOf } from './versions.ts'

export interface VersionDecision {
  readonly key: string
  readonly version: number
  readonly decision: 'confirmed' | 'withdrawn'
  readonly reason: string
}

/**
 * What a body says of an announced version before its date: a second member confirms it, or any member withdraws it. Saying the same
 * again changes nothing.
 * Errors: PARAMETER_UNKNOWN, PARAMETER_VERSION_UNKNOWN, MANDATE_MISSING, CONFIRMATION_BY_PROPOSER, PARAMETER_VERSION_DECIDED.
 */
export async function decideVersion(context: CommandContext, input: VersionDecision): Promise<AnnouncedVersion> {
  const { key, version, decision, reason } = input
  const announced = await findVersion(context, key, version)
  const member = await requireMandate(context, announced.authority as Authority)
  if (announced.state === decision) return announced
  if (announced.state !== 'pending')
    throw governanceErrors.PARAMETER_VERSION_DECIDED({ key, version, state: announced.state })
  if (decision === 'confirmed' && announced.proposedBy === member)
    throw governanceErrors.CONFIRMATION_BY_PROPOSER({ key, version, authority: announced.authority })
  const stored = await context.db
    .insertInto('parameter_decisions')
    .values({ key, version, decision, reason, decided_by: member, decided_at: context.now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst()
  const now = await findVersion(context, key, version)
  // Somebody said something in this moment.
  if (stored === undefined && now.state !== decision)
    throw governanceErrors.PARAMETER_VERSION_DECIDED({ key, version, state: now.state })
  if (stored !== undefined) await context.emit(parameterVersionDecided({ key, version, decision }))
  return now
}

async function findVersion({ db, now }: CommandContext, key: string, version: number): Promise<AnnouncedVersion> {
  const found = (await versionsOf(db, [parameterOf(key).key], now)).find((one) => one.version === version)
  if (found === undefined) throw governanceErrors.PARAMETER_VERSION_UNKNOWN({ key, version })
  return found
}
