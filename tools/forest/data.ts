/** Published forest data beside the repository: read where it lies, never copied. */
import { existsSync, readFileSync } from 'node:fs'
import { Exact } from '@assay/domain/decimal.ts'
import { parse } from 'csv-parse/sync'

const folder = new URL('../../../shared/data/forest/', import.meta.url)

export const forestDataPresent = existsSync(folder)

export type Row = Readonly<Record<string, string>>

export function csv(name: string): readonly Row[] {
  return parse(readFileSync(new URL(name, folder)), { columns: true }) as Row[]
}

export function json(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
}

/** A number as statistics programs write it, exponents included. */
export function number(text: string | number | undefined): Exact {
  const value = new Exact(text === undefined || text === '' ? Number.NaN : `${text}`)
  if (!value.isFinite()) throw new Error(`${text} is not a number`)
  return value
}
