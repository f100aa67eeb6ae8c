/** CSV of RFC 4180 through `csv-parse`, with the columns a profile names. Rows keep the line they stand on. */
import { CsvError, parse } from 'csv-parse/sync'
import { type InputProblem, InputRefused, type RefusedRow } from '../problems.ts'
import type { ColumnProfile } from './columnProfiles.ts'
import { documentProblems } from './documentProblems.ts'
import { decodeUtf8 } from './jsonDocument.ts'

export interface CsvRow {
  /** Data row, from 0. */
  readonly position: number
  /** Line of the file, from 1. */
  readonly line: number
  /** The value of a role in the profile: its column (mapped by `values`), or its constant; empty when it has neither. */
  get(role: string): string
  /** The column a role is read from, for problems. */
  column(role: string): string
  /** All fields as they came, for quarantine. */
  readonly raw: Readonly<Record<string, string>>
}

export interface CsvFile {
  readonly rows: readonly CsvRow[]
  /** Rows that are no rows: wrong number of fields. */
  readonly refused: readonly RefusedRow[]
}

const fieldBytesMost = 100_000

/** Reads a whole file. @throws InputRefused when the file as a whole cannot be read. */
export function readCsv(
  file: string,
  bytes: Uint8Array,
  profile: ColumnProfile,
  limits: { readonly rowsMost: number; readonly required: readonly string[] },
): CsvFile {
  const records = parseRecords(file, decodeUtf8(file, bytes), limits.rowsMost)
  const [header, ...body] = records
  if (header === undefined || body.length === 0) throw new InputRefused([documentProblems.CSV_EMPTY(file)])
  const names = header.record.map((name) => name.trim())
  const problems = headerProblems(file, names, profile, limits.required)
  if (problems.length > 0) throw new InputRefused(problems)
  if (body.length > limits.rowsMost) {
    throw new InputRefused([documentProblems.CSV_TOO_MANY_ROWS(file, { given: `limit ${limits.rowsMost}` })])
  }
  const rows: CsvRow[] = []
  const refused: RefusedRow[] = []
  for (const [position, { record, line }] of body.entries()) {
    if (record.length === names.length) {
      rows.push(rowOf(position, line, names, record, profile))
    } else {
      const problem = documentProblems.CSV_ROW_WIDTH(file, {
        line,
        given: `${record.length} of ${names.length} fields`,
      })
      refused.push({ position, problems: [problem], row: record })
    }
  }
  return { rows, refused }
}

function parseRecords(file: string, text: string, rowsMost: number): { record: string[]; line: number }[] {
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: fieldBytesMost,
      to: rowsMost + 2,
    }) as unknown as { record: string[]; info: { bytes: number } }[]
    const lineAt = lineCounter(Buffer.from(text))
    // The parser says where a record ends; people look for where it begins.
    return records.map(({ record }, index) => ({ record, line: lineAt(records[index - 1]?.info.bytes ?? 0) }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number((error as unknown as { lines?: number }).lines ?? 1)
    throw new InputRefused([documentProblems.CSV_MALFORMED(file, { line, given: error.code })])
  }
}

/** Line of the first character at or after a place that is no line break; asked for places in ascending order. */
function lineCounter(bytes: Uint8Array): (place: number) => number {
  const [cr, lf] = [0x0d, 0x0a]
  let [line, at] = [1, 0]
  return (place) => {
    for (; at < bytes.length && (at < place || bytes[at] === cr || bytes[at] === lf); at += 1)
      if (bytes[at] === lf || (bytes[at] === cr && bytes[at + 1] !== lf)) line += 1
    return line
  }
}

function headerProblems(
  file: string,
  names: readonly string[],
  profile: ColumnProfile,
  required: readonly string[],
): InputProblem[] {
  const repeated = names.filter((name, index) => name !== '' && names.indexOf(name) !== index)
  const missing = Object.entries(profile.columns)
    .filter(([role, column]) => !names.includes(column) && required.includes(role))
    .map(([, column]) => column)
  const unmapped = required.filter(
    (role) => profile.columns[role] === undefined && profile.constants?.[role] === undefined,
  )
  return [
    ...repeated.map((column) => documentProblems.CSV_COLUMN_REPEATED(file, { line: 1, pointer: column })),
    ...missing.map((column) => documentProblems.CSV_COLUMN_MISSING(file, { line: 1, pointer: column })),
    ...unmapped.map((role) => documentProblems.CSV_COLUMN_MISSING(file, { line: 1, pointer: role })),
  ]
}

/** A row of named fields as a profile means it. */
export function rowOf(
  position: number,
  line: number,
  names: readonly string[],
  record: readonly string[],
  { columns, constants, values }: ColumnProfile,
): CsvRow {
  const field = (column: string | undefined) =>
    column === undefined ? '' : (record[names.indexOf(column)] ?? '').trim()
  return {
    position,
    line,
    column: (role) => columns[role] ?? role,
    get(role) {
      const text = field(columns[role]) || (constants?.[role] ?? '')
      const words = values?.[role] ?? {}
      // Every object knows words such as `constructor` that nobody declared.
      return Object.hasOwn(words, text) ? words[text]! : text
    },
    get raw() {
      return Object.fromEntries(names.map((name, index) => [name, record[index] ?? '']))
    },
  }
}
