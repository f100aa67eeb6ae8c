/** Bill of materials of a building as CSV: section, material, mass in kg. */

import { AssayError } from '@assay/domain/errors.ts'
import { parseQuantity } from '@assay/domain/quantity.ts'
import { billSha256 } from '@assay/protocol/measuredLines.ts'
import { InputRefused, type RefusedRow } from '../problems.ts'
import { type CsvRow, readCsv } from './csvRows.ts'
import { documentProblems } from './documentProblems.ts'
import { billContentSha256 } from './linesContent.ts'
import type { ParsedDocument, ParseInput } from './parsing.ts'

export const billLinesMost = 1_000
const materials = ['hurd', 'timber', 'binder'] as const

interface BillLine {
  readonly section: string
  readonly material: (typeof materials)[number]
  readonly massKg: string
}

/** @throws InputRefused. A bill is a whole: with a bad line it is refused whatever the mode. */
export function parseBillOfMaterials({ file, bytes, profile }: ParseInput): ParsedDocument {
  const required = ['section', 'material', 'massKg']
  const { rows, refused } = readCsv(file, bytes, profile!, { rowsMost: billLinesMost, required })
  const problems = (refused as RefusedRow[]).flatMap((row) => row.problems)
  const seen = new Set<string>()
  const lines: BillLine[] = []
  for (const row of rows) {
    const line = readLine(file, row, problems)
    const key = `${line.section}\n${line.material}`
    if (seen.has(key))
      problems.push(documentProblems.BILL_LINE_REPEATED(file, { line: row.line, pointer: row.column('material') }))
    seen.add(key)
    lines.push(line)
  }
  if (problems.length > 0) throw new InputRefused(problems)
  return {
    number: file,
    issuedOn: null,
    issuer: profile!.issuer ?? null,
    statements: [],
    measuredSha256: billSha256(lines),
    contentSha256: billContentSha256(lines),
    details: { lines: lines.map((line) => ({ ...line })) },
    refusedRows: [],
  }
}

function readLine(file: string, row: CsvRow, problems: InputRefused['problems'][number][]): BillLine {
  const place = (role: string) => ({ line: row.line, pointer: row.column(role), given: row.get(role) })
  const section = row.get('section')
  if (section === '' || section.length > 100) problems.push(documentProblems.TEXT_INVALID(file, place('section')))
  const material = materials.find((name) => name === row.get('material'))
  if (material === undefined) problems.push(documentProblems.MATERIAL_UNKNOWN(file, place('material')))
  const massKg = row.get('massKg')
  try {
    if (parseQuantity(massKg, 'kg', 'massKg').value === 0n)
      problems.push(documentProblems.NUMBER_INVALID(file, place('massKg')))
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    problems.push(documentProblems.NUMBER_INVALID(file, place('massKg')))
  }
  return { section, material: material ?? 'hurd', massKg }
}
