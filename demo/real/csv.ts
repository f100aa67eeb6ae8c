/** CSV as a client reads it to choose: the API reads the same files again, and strictly. */
import { parse } from 'csv-parse/sync'

export type CsvRecord = Readonly<Record<string, string>>

/** The rows by column; an unreadable file has none, and the API says why. */
export function readRows(text: string): readonly CsvRecord[] {
  try {
    return parse(text, { columns: true, bom: true, relax_column_count: true, skip_empty_lines: true, trim: true })
  } catch {
    return []
  }
}

/** The names of the columns, empty when the file cannot be read. */
export function readHeader(text: string): readonly string[] {
  try {
    const [header = []] = parse(text, { bom: true, to: 1, relax_column_count: true, trim: true }) as string[][]
    return header
  } catch {
    return []
  }
}

export interface ColumnProfile {
  readonly name: string
  readonly format: string
  readonly columns: Readonly<Record<string, string>>
  readonly constants?: Readonly<Record<string, string>>
  readonly dateFormat?: string
}

/** The first profile of a format whose columns the file all has. */
export function profileFor(
  profiles: readonly ColumnProfile[],
  format: string,
  header: readonly string[],
): ColumnProfile | undefined {
  return profiles.find(
    (profile) => profile.format === format && Object.values(profile.columns).every((column) => header.includes(column)),
  )
}
