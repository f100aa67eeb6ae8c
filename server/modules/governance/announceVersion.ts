import { nextVersion } from '@assay/domain/parameterChange.ts'
import { parameterErrors } from '@assay/domain/parameterErrors.ts'
import type { Authority, ParameterVersion } from '@assay/domain/parameters.ts'
import { parameterOf } from '@assay/domain/programmes/catalogue.ts'
import type { CommandContext } from '../../module.ts'
import { governanceErrors } from './errors.ts'
import { parameterVersionAnnounced } from './events.ts'
import { requireMandate } from './mandates.ts'
import { type AnnouncedVersion, decidedAheadMs, versionOf, versionsOf } from './versions.ts'

export interface ParameterProposal {
  readonly key: string
  /** One more than the newest version; states what the proposer has seen. */
  readonly version: number
  readonly value: ParameterVersion['value']
  /** ISO instant. */
  readonly effectiveFrom: string
  /** Who decided (domain.md 2.1 "Change authority"); the proposer speaks for it. */
  readonly authority: Authority
  readonly reason: string
}

/**
 * Announces the next version of a parameter: checked against range, step, authority, notice period and interval. It takes effect at
 * its date when a second person who speaks for the same body confirms it before.
 * Errors: PARAMETER_UNKNOWN, PARAMETER_INVALID, PARAMETER_VERSION_CONFLICT, PARAMETER_VERSION_PENDING, PARAMETER_NOTICE_TOO_SHORT,
 * PARAMETER_CHANGE_TOO_SOON, PARAMETER_AUTHORITY_WRONG, MANDATE_MISSING.
 */
export async function announceVersion(context: CommandContext, proposal: ParameterProposal): Promise<AnnouncedVersion> {
  const parameter = parameterOf(proposal.key)
  const { key, noticeDays } = parameter
  const known = await versionsOf(context.db, [key], context.now)
  const row = nextVersion(
    parameter,
    known.find(({ state }) => state === 'confirmed' || state === 'pending'),
    {
      version: proposal.version,
      value: proposal.value,
      effectiveFrom: new Date(proposal.effectiveFrom),
      announcedAt: context.now,
      authority: proposal.authority,
    },
    context.parameters,
    known[0]?.version,
  )
  // Who could confirm it in no time at all?
  if (new Date(row.effectiveFrom).getTime() - decidedAheadMs <= context.now.getTime())
    throw parameterErrors.PARAMETER_NOTICE_TOO_SHORT({ key, noticeDays, earliest: soonAfter(context.now) })
  const proposedBy = await requireMandate(context, proposal.authority)
  const pending = known.find(({ state }) => state === 'pending')
  if (pending !== undefined) throw governanceErrors.PARAMETER_VERSION_PENDING({ key, version: pending.version })
  const stored = await context.db
    .insertInto('parameter_versions')
    .values({
      key,
      version: row.version,
      value: JSON.stringify(row.value),
      effective_from: row.effectiveFrom,
      phased_from: row.phasedFrom === undefined ? null : JSON.stringify(row.phasedFrom),
      reason: proposal.reason,
      authority: proposal.authority,
      proposed_by: proposedBy,
      announced_at: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst()
  // Somebody announced the same number in this moment.
  if (stored === undefined)
    throw parameterErrors.PARAMETER_VERSION_CONFLICT({ key, given: row.version, expected: row.version + 1 })
  await context.emit(parameterVersionAnnounced({ key, version: row.version, effectiveFrom: row.effectiveFrom }))
  return {
    ...versionOf(stored),
    ...{ state: 'pending', authority: proposal.authority, reason: proposal.reason, proposedBy },
    ...{ announcedAt: context.now.toISOString(), decidedBy: null, decidedAt: null },
  }
}

function soonAfter(now: Date): string {
  return new Date(now.getTime() + decidedAheadMs + 1_000).toISOString()
}
