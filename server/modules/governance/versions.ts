import type { ParameterVersion } from '@assay/domain/parameters.ts'
import { sql } from 'kysely'
import type { QueryContext } from '../../module.ts'

/** `pending`: a second person can still confirm it; `lapsed`: that did not happen in time, so it never takes effect. */
export const versionStates = ['pending', 'confirmed', 'withdrawn', 'lapsed'] as const
export type VersionState = (typeof versionStates)[number]

/** A version is confirmed at least so long before its date: nothing is computed with the old value while the decision is being written. */
export const decidedAheadMs = 60_000

/** A stored version with what was said of it. */
export interface AnnouncedVersion extends ParameterVersion {
  readonly state: VersionState
  readonly authority: string
  readonly reason: string
  readonly announcedAt: string
  /** Null when an installation was founded with the value. */
  readonly proposedBy: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** Every version of some parameters, newest first, with the state each is in at `now`. */
export async function versionsOf(
  db: QueryContext['db'],
  keys: readonly string[],
  now: Date,
): Promise<readonly AnnouncedVersion[]> {
  if (keys.length === 0) return []
  const rows = await db
    .selectFrom('parameter_versions as version')
    .leftJoin('parameter_decisions as decision', (join) =>
      join.onRef('decision.key', '=', 'version.key').onRef('decision.version', '=', 'version.version'),
    )
    .selectAll('version')
    .select(['decision.decision', 'decision.decided_by', 'decision.decided_at'])
    .where('version.key', 'in', keys)
    .orderBy('version.key')
    .orderBy('version.version', 'desc')
    .execute()
  return rows.map((row) => ({
    ...versionOf(row),
    state:
      (row.decision as VersionState | null) ??
      (row.effective_from.getTime() - decidedAheadMs > now.getTime() ? 'pending' : 'lapsed'),
    authority: row.authority,
    reason: row.reason,
    announcedAt: row.announced_at.toISOString(),
    proposedBy: row.proposed_by,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
  }))
}

/** Versions that a second person confirmed: the only ones that are ever in force. */
export function confirmedVersions(db: QueryContext['db']) {
  return db
    .selectFrom('parameter_versions as version')
    .innerJoin('parameter_decisions as decision', (join) =>
      join
        .onRef('decision.key', '=', 'version.key')
        .onRef('decision.version', '=', 'version.version')
        .on('decision.decision', '=', sql.lit('confirmed')),
    )
    .select(['version.key', 'version.version', 'version.value', 'version.effective_from', 'version.phased_from'])
}

export function versionOf(row: {
  readonly key: string
  readonly version: number
  readonly value: unknown
  readonly effective_from: Date
  readonly phased_from: unknown
}): ParameterVersion {
  return {
    key: row.key,
    version: row.version,
    value: row.value as ParameterVersion['value'],
    effectiveFrom: row.effective_from.toISOString(),
    ...(row.phased_from === null ? {} : { phasedFrom: row.phased_from as ParameterVersion['value'] }),
  }
}
