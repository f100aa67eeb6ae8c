/** What a part has measured, as tables that can be read in a terminal and pasted into a document. */
import { show } from './figures.ts'
import type { MachineFacts } from './machine.ts'

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

export interface Options {
  /** Fewer rounds: to see that it works, not to quote. */
  readonly quick: boolean
}

/** A run of one part. */
export interface Result {
  readonly measuredAt: string
  readonly quick: boolean
  readonly machine: MachineFacts
  readonly section: Section
}

/** Tells people what happens while it is measured. */
export type Say = (line: string) => void

/** Other work than this, in cores, makes rates and times indicative only. */
const idleCoresMost = 0.1

/** When, where and how quietly. */
export function describeRun({ measuredAt, quick, machine }: Result): string {
  const { processor, cores, node, commit, busyCores } = machine
  const facts = `Measured ${measuredAt.slice(0, 16).replace('T', ' ')} UTC: ${processor}, ${cores} cores, Node ${node}, commit ${commit}`
  const busy = `Other work kept ${show(busyCores)} cores busy before the run: rates and times are indicative only; gas is not touched by it`
  return [
    facts,
    ...(busyCores > idleCoresMost ? [`**${busy}**`] : []),
    ...(quick ? ['**A quick run of few rounds**'] : []),
  ]
    .map((sentence) => `${sentence}.`)
    .join(' ')
}

/** @param level of its heading. */
export function renderSection({ title, tables, notes }: Section, level: number): string {
  const mark = '#'.repeat(level)
  const parts = [`${mark} ${title}`, ...tables.map((table) => renderTable(table, `${mark}#`))]
  return [...parts, notes.map((note) => `- ${note}`).join('\n')].join('\n\n')
}

function renderTable({ title, columns, rows }: Table, mark: string): string {
  const widths = columns.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)))
  // The first column says what a row is about, even where that begins with a number.
  const isFigures = columns.map((_, i) => i > 0 && rows.every((row) => /^(-?\d|-$)/.test(row[i] ?? '')))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (isFigures[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))).join(' | ')} |`
  const rule = widths.map((width, i) => (isFigures[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)))
  return [`${mark} ${title}`, '', line(columns), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}
