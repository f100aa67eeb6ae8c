/** Values of the rulebook as code that gives them again, and results as a reader writes them down. */
import { Exact, formatExact } from '../domain/decimal.ts'
import { beginning, type ParameterSet } from '../domain/parameters.ts'
import { formatQuantity, type Quantity, unitDecimals } from '../domain/quantity.ts'
import { isParameterSet } from '../domain/test/rulebook/spoil.ts'

/** What the code of every example uses. */
export const preamble = `import { exact } from '@assay/domain/decimal.ts'
import { parametersAt } from '@assay/domain/programmes/catalogue.ts'
import { parseQuantity } from '@assay/domain/quantity.ts'

const amount = (text, unit) => parseQuantity(text, unit, 'amount')
const parameters = parametersAt([], new Date('2026-01-01'))`

const width = 128

export function callOf(name: string, args: readonly string[]): string {
  return wrapped(`${name}(`, args, ')')
}

/** @throws TypeError for a value that has no code. */
export function codeOf(value: unknown): string {
  if (isParameterSet(value)) return parametersCode(value as ParameterSet)
  if (isQuantity(value)) return `amount('${formatQuantity(value)}', '${value.unit}')`
  if (Exact.isDecimal(value)) return `exact('${formatExact(value)}')`
  if (value instanceof Date) return `new Date('${day(value)}')`
  if (Array.isArray(value)) return wrapped('[', value.map(codeOf), ']')
  if (value instanceof Set) return `new Set(${codeOf([...value])})`
  if (value instanceof Map) return `new Map(${codeOf([...value])})`
  switch (typeof value) {
    case 'bigint':
      return `${value}n`
    case 'function':
      return String(value)
    case 'object':
      return value === null ? 'null' : objectCode(value, codeOf)
    default:
      return literal(value)
  }
}

/** A result on one line. */
export function shown(value: unknown): string {
  if (isQuantity(value)) return `${formatQuantity(value)} ${value.unit}`
  if (Exact.isDecimal(value)) return formatExact(value.toSignificantDigits(30))
  if (value instanceof Date) return day(value)
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (value instanceof Map) return `{ ${[...value].map(([key, of]) => `${key}: ${shown(of)}`).join(', ')} }`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value !== 'object' || value === null) return literal(value)
  return `{ ${Object.entries(value)
    .map(([key, of]) => `${key}: ${shown(of)}`)
    .join(', ')} }`
}

/** The initial values, or what differs from them. */
function parametersCode(set: ParameterSet): string {
  const changed = set.versions().filter(({ effectiveFrom }) => effectiveFrom !== beginning)
  return changed.length === 0 ? 'parameters' : `parametersAt(${codeOf(changed)}, new Date('2026-01-01'))`
}

function objectCode(value: object, code: (of: unknown) => string): string {
  const members = Object.entries(value).map(([key, of]) => `${/^\w+$/.test(key) ? key : literal(key)}: ${code(of)}`)
  return members.length === 0 ? '{}' : wrapped('{ ', members, ' }')
}

/** On one line where it fits, else each part on its own. */
function wrapped(open: string, parts: readonly string[], close: string): string {
  const line = `${open}${parts.join(', ')}${close}`
  if (line.length <= width && !line.includes('\n')) return line
  const inner = parts.map((part) => `  ${part.replaceAll('\n', '\n  ')},`).join('\n')
  return `${open.trimEnd()}\n${inner}\n${close.trimStart()}`
}

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value)
}

function day(at: Date): string {
  return at.toISOString().replace('T00:00:00.000Z', '')
}

export function isQuantity(value: unknown): value is Quantity {
  if (typeof value !== 'object' || value === null || !('unit' in value) || !('value' in value)) return false
  return typeof value.value === 'bigint' && typeof value.unit === 'string' && value.unit in unitDecimals
}
