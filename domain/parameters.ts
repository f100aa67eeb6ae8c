/**
 * Governed parameters. Every number of the programmes is a parameter: it has a key, a type with a range, an authority and a
 * notice period, and its value is a version that takes effect at a date. A computation reads a `ParameterSet`: the versions
 * in force at one moment.
 */
import type { Codec, JsonValue } from './codecs.ts'
import { parameterErrors } from './parameterErrors.ts'
import { phaseOf } from './phasing.ts'

/** Who may change a parameter, domain.md 2.1 "Change authority" and 2.17. */
export const authorities = [
  'council',
  'councilAndSovereigns',
  'technicalCommittee',
  'stabilityCommittee',
  'economicsCommittee',
  'methodologyBoard',
] as const
export type Authority = (typeof authorities)[number]

export interface Parameter<T> {
  readonly key: string
  readonly title: string
  readonly codec: Codec<T>
  /** Version 1, in force from the beginning. */
  readonly initial: JsonValue
  readonly authority: Authority
  /** Days between announcement and effect. */
  readonly noticeDays: number
  /** Days between the effective dates of two changes at least; left out where the source limits nothing. */
  readonly intervalDays?: number
  /** How a change comes in, where it does not come at once. */
  readonly phasing?: Phasing<T>
  /** Section of domain.md, with [P] when the value is a proposal of ours. */
  readonly source: string
  /** A reason why `next` must not follow `previous`, or null. */
  step?(next: T, previous: T, inForce: ParameterSet): string | null
  /** Who decides when the change is so large that `authority` alone may not, or null (domain.md 2.12 "Adjustment authority"). */
  escalation?(next: T, previous: T, inForce: ParameterSet): Authority | null
}

/** A change in equal daily steps: the first on the effective date, the last makes it whole. */
export interface Phasing<T> {
  readonly days: number
  /** The value after so many of all steps. */
  between(previous: T, next: T, steps: number, of: number): JsonValue
}

export interface ParameterVersion {
  readonly key: string
  readonly version: number
  readonly value: JsonValue
  /** ISO instant. In force from then on, until the next version's. */
  readonly effectiveFrom: string
  /** The value it moves away from step by step; left out where it is in force at once, and of what a set says is in force. */
  readonly phasedFrom?: JsonValue
}

/** The versions in force at `asOf`. Immutable; safe to keep for as long as a computation lasts. */
export interface ParameterSet {
  /** ISO instant. */
  readonly asOf: string
  /** The value, decoded by the parameter's type. */
  get<T>(parameter: Parameter<T>): T
  /** The version behind a key. @throws PARAMETER_UNKNOWN */
  version(key: string): ParameterVersion
  /** The versions behind some parameters (default: all), sorted by key: what a bundle records. */
  versions(of?: readonly Parameter<unknown>[]): readonly ParameterVersion[]
}

export const beginning = '1970-01-01T00:00:00.000Z'

/** A parameter before it has its key. */
export interface Definition<T> extends Omit<Parameter<T>, 'key' | 'step' | 'escalation' | 'phasing'> {
  readonly phasing?: {
    readonly days: number
    between(previous: never, next: never, steps: number, of: number): JsonValue
  }
  step?(next: never, previous: never, inForce: ParameterSet): string | null
  escalation?(next: never, previous: never, inForce: ParameterSet): Authority | null
}

/** Declares parameters under a common prefix: { singleCap: {...} } under `fictra.allocation` has the key `fictra.allocation.singleCap`. */
export function defineParameters<const D extends Readonly<Record<string, Definition<unknown>>>>(
  prefix: string,
  definitions: D,
): { readonly [K in keyof D]: D[K] extends { codec: Codec<infer T> } ? Parameter<T> : never } {
  const parameters: Record<string, Parameter<unknown>> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const parameter = { key: `${prefix}.${name}`, ...definition } as unknown as Parameter<unknown>
    parameter.codec.decode(parameter.initial, '', parameter.key)
    parameters[name] = Object.freeze(parameter)
  }
  return parameters as never
}

/**
 * Builds the set in force at `asOf` from stored versions (any order, any keys of the catalogue).
 * A key without a stored version in force has its initial value as version 1.
 * @throws PARAMETER_UNKNOWN PARAMETER_INVALID
 */
export function parameterSetAt(
  catalogue: readonly Parameter<unknown>[],
  stored: readonly ParameterVersion[],
  asOf: Date,
): ParameterSet {
  const at = asOf.toISOString()
  const known = new Map(catalogue.map((parameter) => [parameter.key, parameter]))
  const inForce = new Map<string, ParameterVersion>()
  for (const { key, initial } of catalogue)
    inForce.set(key, { key, version: 1, value: initial, effectiveFrom: beginning })
  for (const row of stored) {
    const current = inForce.get(row.key)
    if (current === undefined) throw parameterErrors.PARAMETER_UNKNOWN({ key: row.key })
    const from = new Date(row.effectiveFrom).toISOString()
    const later = from > current.effectiveFrom || (from === current.effectiveFrom && row.version >= current.version)
    if (from <= at && later) inForce.set(row.key, { ...row, effectiveFrom: from })
  }
  const values = new Map<string, unknown>()
  for (const [key, row] of inForce) {
    const parameter = known.get(key)!
    const reached = phaseOf(parameter, row, asOf)
    inForce.set(key, reached)
    values.set(key, parameter.codec.decode(reached.value, '', key))
  }
  return setOf(at, inForce, values)
}

function setOf(asOf: string, inForce: ReadonlyMap<string, ParameterVersion>, values: ReadonlyMap<string, unknown>) {
  const version = (key: string): ParameterVersion => {
    const row = inForce.get(key)
    if (row === undefined) throw parameterErrors.PARAMETER_UNKNOWN({ key })
    return row
  }
  const set: ParameterSet = {
    asOf,
    get<T>(parameter: Parameter<T>): T {
      version(parameter.key)
      return values.get(parameter.key) as T
    },
    version,
    versions(of) {
      const keys = of?.map(({ key }) => key) ?? [...inForce.keys()]
      return [...new Set(keys)].sort().map(version)
    },
  }
  return Object.freeze(set)
}
