/** What a rule takes: a row for every field of its examples, with what its comment says, its unit, and the range its refusals tell. */
import { Exact } from '../domain/decimal.ts'
import { judge } from '../domain/test/rulebook/judge.ts'
import type { RuleExample } from '../domain/test/rulebook/rule.ts'
import { isParameterSet, spoiledArgs } from '../domain/test/rulebook/spoil.ts'
import { isQuantity } from './rulebookCode.ts'
import { type FunctionSource, type Member, memberOf, type Types } from './rulebookSource.ts'

export interface Answers {
  /** Codes the rule answered with. */
  readonly codes: readonly string[]
  /** What refusals said, by the path of the field in the example. */
  readonly reasons: ReadonlyMap<string, readonly string[]>
  /** Paths of the texts that are read as a number: another text is none. */
  readonly numbers: ReadonlySet<string>
}

/** What a rule answers when the fields of an example are spoiled. */
export function answersOf(example: RuleExample, of: FunctionSource): Answers {
  const codes = new Set<string>()
  const reasons = new Map<string, string[]>()
  const numbers = new Set<string>()
  const names = of.arguments.map(({ name }) => name)
  for (const spoiled of spoiledArgs(example.args, names)) {
    const { code, reason } = judge(example, spoiled)
    if (code !== null) codes.add(code)
    if (spoiled.text && (code === 'DECIMAL_INVALID' || code === 'QUANTITY_INVALID')) numbers.add(spoiled.path)
    if (reason !== null) reasons.set(spoiled.path, [...(reasons.get(spoiled.path) ?? []), reason])
  }
  return { codes: [...codes], reasons, numbers }
}

/** Rows of the table of inputs, by the name of the field. */
export function inputsOf(
  example: RuleExample,
  of: FunctionSource,
  { reasons, numbers }: Answers,
  types: Types,
): readonly (readonly [string, string])[] {
  return example.args.flatMap((arg, index) => {
    if (isParameterSet(arg)) return []
    const { name, type } = of.arguments[index]!
    const says = of.params.get(name) ?? ''
    return leaves(arg, { name, path: String(index) }, { type, says }, types).map(({ at, value, about }) => {
      const odd = oddOf(example, at.path)
      const kind = value === null ? about.type : kindOf(value, reasons.get(at.path) ?? [], numbers.has(at.path))
      return [at.name, `| \`${at.name}\` | ${cell(about.says)} | ${cell(kind)}${odd} |`] as const
    })
  })
}

interface At {
  readonly name: string
  readonly path: string
}

interface Leaf {
  readonly at: At
  readonly value: unknown
  readonly about: Member
}

/** The first entry of a list, set or map stands for all. */
function leaves(value: unknown, at: At, about: Member, types: Types): readonly Leaf[] {
  const entries = entriesOf(value)
  if (entries !== null) {
    const inside = { name: `${at.name}[]`, path: `${at.path}.*` }
    return entries.length === 0 ? [{ at, value, about }] : leaves(entries[0], inside, about, types)
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    Exact.isDecimal(value) ||
    value instanceof Date ||
    isQuantity(value)
  ) {
    return [{ at, value, about }]
  }
  return Object.entries(value).flatMap(([name, member]) => {
    const inside = { name: `${at.name}.${name}`, path: `${at.path}.${name}` }
    return leaves(member, inside, memberOf(types, about.type, name) ?? { type: '', says: '' }, types)
  })
}

function entriesOf(value: unknown): readonly unknown[] | null {
  if (value instanceof Set || value instanceof Map) return [...value.values()]
  return Array.isArray(value) ? value : null
}

/** A number that has no bound of its own. */
const unbounded = String(2 ** 51)

function kindOf(value: unknown, reasons: readonly string[], isNumber: boolean): string {
  const said = (pattern: RegExp) => reasons.flatMap((reason) => pattern.exec(reason)?.slice(1) ?? [])
  const [choices] = said(/ is not one of (.+)$/)
  if (choices !== undefined) return `one of ${choices}`
  if (isQuantity(value)) return value.unit
  const least = said(/^-\d+(?:\.\d+)? is below (-?[\d.]+)$/)[0]
  const most = said(/^\d+(?:\.\d+)? is above (-?[\d.]+)$/)[0]
  const from = least === undefined ? '' : most === undefined ? `, not below ${least}` : `, ${least} to ${most}`
  if (Exact.isDecimal(value))
    return reasons.some((reason) => reason.endsWith('is not above zero')) ? 'decimal above 0' : `decimal${from}`
  if (value instanceof Date) return 'instant'
  switch (typeof value) {
    case 'bigint':
      return `base units${from}`
    case 'number': {
      const [low, high] = said(/ is outside (-?\d+) to (\d+)$/)
      return low === undefined
        ? 'whole number'
        : `whole number, ${high === unbounded ? `from ${low}` : `${low} to ${high}`}`
    }
    case 'boolean':
      return 'true or false'
    case 'function':
      return 'calculation'
    case 'string':
      return isNumber || reasons.some((reason) => reason.includes('decimal')) ? 'decimal as text' : 'text'
    default:
      return 'list'
  }
}

/** Odd values that the field takes, with the reason. */
function oddOf({ takes }: RuleExample, path: string): string {
  const entry = takes[path]
  if (entry === undefined) return ''
  const [[odd, why]] = (typeof entry[0] === 'string' ? [entry] : entry) as readonly (readonly [string, string])[] as [
    [string, string],
  ]
  return `; ${odd}: ${cell(why)}`
}

export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
