/** A change of a governed parameter: what must hold before it may be stored (domain.md 2.1 "Change authority", 2.17). */
import type { JsonValue } from './codecs.ts'
import { parameterErrors } from './parameterErrors.ts'
import { type Authority, beginning, type Parameter, type ParameterSet, type ParameterVersion } from './parameters.ts'

const day = 86_400_000

export interface Proposal {
  readonly version: number
  readonly value: JsonValue
  readonly effectiveFrom: Date
  readonly announcedAt: Date
  /** Who decided. */
  readonly authority: Authority
}

/**
 * Checks a new version against its definition: value and range, step from the previous value, who decided, version number,
 * notice, and the interval since the change before it.
 * @param inForce the parameters now in force, for steps that are themselves governed.
 * @param latest the newest stored version of the key that is or will be in force; undefined when only the initial one is.
 * @param newest the highest number given so far, to a version that never came into force as well.
 * @returns the row to store.
 * @throws PARAMETER_INVALID PARAMETER_AUTHORITY_WRONG PARAMETER_VERSION_CONFLICT PARAMETER_NOTICE_TOO_SHORT
 * PARAMETER_CHANGE_TOO_SOON
 */
export function nextVersion(
  parameter: Parameter<unknown>,
  latest: ParameterVersion | undefined,
  proposal: Proposal,
  inForce: ParameterSet,
  newest = latest?.version ?? 1,
): ParameterVersion {
  const { key, codec } = parameter
  const previous = latest ?? { key, version: 1, value: parameter.initial, effectiveFrom: beginning }
  const next = codec.decode(proposal.value, '', key)
  const before = codec.decode(previous.value, '', key)
  const reason = parameter.step?.(next, before, inForce) ?? null
  if (reason !== null) throw parameterErrors.PARAMETER_INVALID({ key, pointer: '', reason })
  const authority = parameter.escalation?.(next, before, inForce) ?? parameter.authority
  if (proposal.authority !== authority) {
    throw parameterErrors.PARAMETER_AUTHORITY_WRONG({ key, given: proposal.authority, authority })
  }
  if (proposal.version !== newest + 1) {
    throw parameterErrors.PARAMETER_VERSION_CONFLICT({ key, given: proposal.version, expected: newest + 1 })
  }
  checkDate(parameter, new Date(previous.effectiveFrom), proposal)
  return {
    ...{ key, version: proposal.version, value: proposal.value, effectiveFrom: proposal.effectiveFrom.toISOString() },
    ...(parameter.phasing === undefined ? {} : { phasedFrom: previous.value }),
  }
}

/** After its notice, and not before the interval since the change it follows has passed. */
function checkDate(
  { key, noticeDays, intervalDays = 0 }: Parameter<unknown>,
  previous: Date,
  { announcedAt, effectiveFrom }: Proposal,
): void {
  const noticed = announcedAt.getTime() + noticeDays * day
  const spaced = previous.getTime() + intervalDays * day
  const earliest = new Date(Math.max(noticed, spaced)).toISOString()
  if (effectiveFrom.getTime() < noticed) throw parameterErrors.PARAMETER_NOTICE_TOO_SHORT({ key, noticeDays, earliest })
  if (effectiveFrom.getTime() >= spaced) return
  if (intervalDays === 0) throw parameterErrors.PARAMETER_NOTICE_TOO_SHORT({ key, noticeDays, earliest })
  throw parameterErrors.PARAMETER_CHANGE_TOO_SOON({ key, intervalDays, earliest })
}
