/** Changes that come in step by step (domain.md 2.1 "phased over 90 d"): which step a moment is in, and the value of that step. */
import type { Parameter, ParameterVersion } from './parameters.ts'

const day = 86_400_000

/**
 * Steps that a version has taken at a moment: one on its effective date and one more on each day after it. Null when it holds in
 * full: at once, or after its last step.
 */
export function stepsTaken(parameter: Parameter<unknown>, row: ParameterVersion, at: Date): number | null {
  if (parameter.phasing === undefined || row.phasedFrom === undefined) return null
  const steps = Math.floor((at.getTime() - new Date(row.effectiveFrom).getTime()) / day) + 1
  return steps >= parameter.phasing.days ? null : steps
}

/**
 * The version as it is in force at a moment: the value that has been reached, and nothing of the way there, so that a set is built
 * again from what it says is in force. @throws PARAMETER_INVALID
 */
export function phaseOf(parameter: Parameter<unknown>, row: ParameterVersion, at: Date): ParameterVersion {
  const { key, version, value, effectiveFrom, phasedFrom } = row
  const steps = stepsTaken(parameter, row, at)
  if (steps === null) return { key, version, value, effectiveFrom }
  const { codec, phasing } = parameter
  const reached = phasing!.between(
    codec.decode(phasedFrom, '', key),
    codec.decode(value, '', key),
    steps,
    phasing!.days,
  )
  return { key, version, value: reached, effectiveFrom }
}

/** The instants from which a stored version says something else than the moment before. */
export function turnsOf(parameter: Parameter<unknown> | undefined, row: ParameterVersion): readonly Date[] {
  const from = new Date(row.effectiveFrom).getTime()
  const days = row.phasedFrom === undefined ? 1 : (parameter?.phasing?.days ?? 1)
  return Array.from({ length: days }, (_, index) => new Date(from + index * day))
}
