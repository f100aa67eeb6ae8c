/** What a part has measured, as tables that can be read in a terminal and pasted into a document. */

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface Section {
  readonly title: string
  readonly tables: readonly Table[]
  /** How the figures came about, and what they do not say. */
  readonly notes: readonly string[]
  /** The bare numbers, for the results file. */
  readonly figures: unknown
}

/** Tells people what happens while it is measured. */
export type Say = (line: string) => void

export function renderSection({ title, tables, notes }: Section): string {
  return [`## ${title}`, ...tables.map(renderTable), notes.map((note) => `- ${note}`).join('\n')].join('\n\n')
}

function renderTable({ title, columns, rows }: Table): string {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)))
  // The first column is words, the others are figures.
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [`### ${title}`, '', line(columns), rule, ...rows.map(line)].join('\n')
}
