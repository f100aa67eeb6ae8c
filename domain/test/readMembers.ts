/** Which members of parameters a rule reads: values that tell when one of their members is taken. */
import { Exact } from '../decimal.ts'
import type { ParameterSet } from '../parameters.ts'

/** A set whose values note each member that is read, as `key/member/member`; rows of a list have no name of their own. */
export function notingMembers(set: ParameterSet, read: Set<string>): ParameterSet {
  return {
    ...set,
    get(parameter) {
      return noting(set.get(parameter), parameter.key, read) as never
    },
  }
}

function noting(value: unknown, path: string, read: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((row) => noting(row, path, read))
  if (!isTable(value)) {
    read.add(path)
    return value
  }
  const copy = {}
  for (const [name, member] of Object.entries(value)) {
    const get = () => noting(member, `${path}/${name}`, read)
    Object.defineProperty(copy, name, { enumerable: true, get })
  }
  return copy
}

/** Every member of a value, written in the same way. */
export function membersOf(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((row) => membersOf(row, path))
  if (!isTable(value)) return [path]
  return Object.entries(value).flatMap(([name, member]) => membersOf(member, `${path}/${name}`))
}

/** Decimals and quantities are values, not tables of members. */
function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Exact.isDecimal(value)) return false
  return !('unit' in value && 'value' in value)
}
