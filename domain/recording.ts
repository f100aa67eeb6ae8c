/** Which parameter versions a computation read, so that its result can say so and be repeated with the same ones. */
import type { Parameter, ParameterSet } from './parameters.ts'

/** A version that was read; its value is the one in force at the instant of the computation. */
export interface UsedVersion {
  readonly key: string
  readonly version: number
}

export interface Recording {
  readonly set: ParameterSet
  /** What was read so far, sorted by key. */
  used(): readonly UsedVersion[]
}

/** The same set, which remembers what is read from it. Listing versions is no reading: a rule computes with what it gets. */
export function recordingSet(of: ParameterSet): Recording {
  const keys = new Set<string>()
  const set: ParameterSet = {
    ...of,
    get<T>(parameter: Parameter<T>): T {
      const value = of.get(parameter)
      keys.add(parameter.key)
      return value
    },
  }
  return {
    set: Object.freeze(set),
    used: () => [...keys].sort().map((key) => ({ key, version: of.version(key).version })),
  }
}

/** Applies a rule and adds the versions it read to its result. */
export function withVersions<R extends object>(
  parameters: ParameterSet,
  rule: (set: ParameterSet) => R,
): R & { readonly parameters: readonly UsedVersion[] } {
  const { set, used } = recordingSet(parameters)
  return { ...rule(set), parameters: used() }
}

/** What several recordings read, each version once, sorted by key and version. */
export function mergedVersions(recordings: readonly Recording[]): readonly UsedVersion[] {
  const all = new Map(
    recordings.flatMap(({ used }) => used().map((one) => [`${one.key}@${one.version}`, one] as const)),
  )
  return [...all.values()].sort((a, b) => (a.key === b.key ? a.version - b.version : a.key < b.key ? -1 : 1))
}
