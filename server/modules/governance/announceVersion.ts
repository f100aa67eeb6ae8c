import type { Authority, ParameterVersion } from '@assay/domain/parameters.ts'
import { nextVersion, parameterErrors } from '@assay/domain/parameters.ts'
import { parameterOf } from '@assay/domain/programmes/catalogue.ts'
import type { CommandContext } from '../../module.ts'
import { parameterVersionAnnounced } from './events.ts'

export interface ParameterProposal {
  readonly key: string
  /** One more than the newest version; states what the proposer has seen. */
  readonly version: number
  readonly value: ParameterVersion['value']
  /** ISO instant. */
  readonly effectiveFrom: string
  /** Who decided (domain.md 2.1 "Change authority"). */
  readonly authority: Authority
  readonly reason: string
}

/**
 * Announces the next version of a parameter: checked against range, step, authority and notice period; in force from its date.
 * Errors: PARAMETER_UNKNOWN, PARAMETER_INVALID, PARAMETER_VERSION_CONFLICT, PARAMETER_NOTICE_TOO_SHORT, PARAMETER_AUTHORITY_WRONG.
 */
export async function announceVersion(context: CommandContext, proposal: ParameterProposal) {
  const parameter = parameterOf(proposal.key)
  const { key } = parameter
  const { authority } = proposal
  const row = nextVersion(
    parameter,
    await newestVersion(context, key),
    {
      version: proposal.version,
      value: proposal.value,
      effectiveFrom: new Date(proposal.effectiveFrom),
      announcedAt: context.now,
      authority,
    },
    context.parameters,
  )
  const stored = await context.db
    .insertInto('parameter_versions')
    .values({
      key,
      version: row.version,
      value: JSON.stringify(row.value),
      effective_from: row.effectiveFrom,
      reason: proposal.reason,
      authority,
      proposed_by: context.actor.partyId,
      announced_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst()
  // Somebody announced the same number in this moment.
  if (stored === undefined)
    throw parameterErrors.PARAMETER_VERSION_CONFLICT({ key, given: row.version, expected: row.version + 1 })
  await context.emit(parameterVersionAnnounced({ key, version: row.version, effectiveFrom: row.effectiveFrom }))
  return { ...row, authority, reason: proposal.reason, announcedAt: context.now.toISOString() }
}

async function newestVersion(context: CommandContext, key: string): Promise<ParameterVersion | undefined> {
  const row = await context.db
    .selectFrom('parameter_versions')
    .select(['version', 'value', 'effective_from'])
    .where('key', '=', key)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    key,
    version: row.version,
    value: row.value as ParameterVersion['value'],
    effectiveFrom: row.effective_from.toISOString(),
  }
}
