/** What a rule did with a spoiled field: refused it rightly, took it rightly, or not. */
import { Exact } from '../../decimal.ts'
import { AssayError } from '../../errors.ts'
import { parameterErrors } from '../../parameterErrors.ts'
import type { ParameterSet } from '../../parameters.ts'
import { mergedVersions, type Recording, recordingSet } from '../../recording.ts'
import { names, type Odd, type RuleExample } from './rule.ts'
import { isParameterSet, type Spoiled } from './spoil.ts'

export interface Verdict {
  /** Null when the rule did right. */
  readonly wrong: string | null
  readonly code: string | null
  /** Why a refusal refused, where it says so. */
  readonly reason: string | null
}

export function judge(of: RuleExample, spoiled: Spoiled): Verdict {
  const taken = takes(of, spoiled)
  let result: unknown
  try {
    result = call(of, spoiled.args)
  } catch (error) {
    if (!(error instanceof AssayError)) return verdict(`not a typed error: ${String(error)}`)
    if (error.code === 'QUANTITY_TOO_LARGE') return verdict('overflow', error)
    // What may be right can also be refused for what it means together with the rest.
    if (spoiled.odd === 'any' || taken) return verdict(null, error)
    const wrong = isNamed(error, spoiled) ? null : `${error.code} names ${String(error.details.field)}`
    return verdict(wrong, error)
  }
  const broken = brokenAt(result, 'result')
  if (broken !== null) return verdict(`a broken result: ${broken}`)
  return verdict(spoiled.odd === 'any' || taken ? null : 'taken')
}

function verdict(wrong: string | null, error?: AssayError): Verdict {
  const reason = error?.details.reason
  return { wrong, code: error?.code ?? null, reason: typeof reason === 'string' ? reason : null }
}

export function call(of: RuleExample, args: readonly unknown[]): unknown {
  return of.run(...(args as never[]))
}

/** The codes a rule answers with when a parameter it reads has no version; every one must name the parameter. */
export function withoutParameters(of: RuleExample): readonly string[] {
  return parametersRead(of).flatMap((key) => {
    const args = of.args.map((arg) => (isParameterSet(arg) ? without(arg as ParameterSet, key) : arg))
    try {
      call(of, args)
    } catch (error) {
      if (error instanceof AssayError && error.code === 'PARAMETER_UNKNOWN' && error.details.key === key) return []
      return [`${key}: ${String(error)}`]
    }
    return [`${key}: not missed`]
  })
}

/** Keys of the parameters an example reads, sorted. */
export function parametersRead(of: RuleExample): readonly string[] {
  const recordings: Recording[] = []
  const args = of.args.map((arg) => {
    if (!isParameterSet(arg)) return arg
    const recording = recordingSet(arg as ParameterSet)
    recordings.push(recording)
    return recording.set
  })
  call(of, args)
  return [...new Set(mergedVersions(recordings).map(({ key }) => key))]
}

function without(set: ParameterSet, key: string): ParameterSet {
  return {
    ...set,
    get(parameter) {
      if (parameter.key === key) throw parameterErrors.PARAMETER_UNKNOWN({ key })
      return set.get(parameter)
    },
  }
}

/** Why an odd value is right, by the table of the rule. */
export function takes(of: RuleExample, { path, name, odd, text }: Spoiled): boolean {
  if (text && names.has(name) && odd !== null && odd !== 'empty') return true
  return oddities(of, path).includes(odd as Odd)
}

function oddities(of: RuleExample, path: string): readonly Odd[] {
  const entry = of.takes[path]
  if (entry === undefined) return []
  return typeof entry[0] === 'string' ? [entry[0] as Odd] : entry.map(([odd]) => odd as Odd)
}

/** Methodologies name by JSON pointer: an empty one is all of their inputs. */
function isNamed(error: AssayError, { name, path }: Spoiled): boolean {
  if (error.details.field === '' && !path.includes('.')) return true
  return typeof error.details.field === 'string' && error.details.field.split(/[/.]/).includes(name)
}

/** Where a result holds what is no number or no instant, in words; null when it holds none. */
export function brokenAt(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? null : `${path} is ${value}`
  if (value === undefined || value === null || typeof value !== 'object') return null
  if (Exact.isDecimal(value)) return value.isFinite() ? null : `${path} is ${value.toString()}`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? `${path} is no instant` : null
  const entries = value instanceof Map ? [...value] : Object.entries(value)
  for (const [name, member] of entries) {
    const broken = brokenAt(member, `${path}.${String(name)}`)
    if (broken !== null) return broken
  }
  return null
}
