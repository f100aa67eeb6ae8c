/** Tree inventories as CSV: one tree a row; diameters at breast height in cm, heights in m, wood density in g/cm3. */
import { treesSha256 } from '@assay/protocol/measuredLines.ts'
import { type InputProblem, InputRefused, type RefusedRow } from '../problems.ts'
import { type CsvRow, readCsv } from './csvRows.ts'
import { documentProblems } from './documentProblems.ts'
import { treesContentSha256 } from './linesContent.ts'
import type { ParsedDocument, ParseInput } from './parsing.ts'
import { readDecimal } from './statements.ts'

export const treesMost = 100_000

export interface Tree {
  /** Of the file. */
  readonly line: number
  readonly plot: string
  readonly species: string
  readonly diameterCm: string
  readonly heightM: string | null
  readonly woodDensity: string | null
}

/** Every tree that was accepted, and the rows that were not. @throws InputRefused */
export function readTrees(input: Pick<ParseInput, 'file' | 'bytes' | 'profile' | 'mode'>): {
  readonly trees: readonly Tree[]
  readonly refusedRows: readonly RefusedRow[]
} {
  const { file, bytes, profile } = input
  const required = ['species', 'diameterCm']
  const { rows, refused } = readCsv(file, bytes, profile!, { rowsMost: treesMost, required })
  const refusedRows: RefusedRow[] = [...refused]
  const trees: Tree[] = []
  for (const row of rows) {
    const { tree, problems } = readTree(file, row)
    if (problems.length > 0) refusedRows.push({ position: row.position, problems, row: row.raw })
    else trees.push(tree)
  }
  if (input.mode === 'refuse' && refusedRows.length > 0)
    throw new InputRefused(refusedRows.flatMap(({ problems }) => problems))
  if (trees.length === 0) throw new InputRefused(refusedRows.flatMap(({ problems }) => problems).slice(0, 50))
  return { trees, refusedRows }
}

/** @throws InputRefused */
export function parseTreeInventory(input: ParseInput): ParsedDocument {
  const { trees, refusedRows } = readTrees(input)
  return {
    number: input.file,
    issuedOn: null,
    issuer: input.profile!.issuer ?? null,
    statements: [],
    measuredSha256: treesSha256(trees),
    contentSha256: treesContentSha256(trees),
    details: {
      trees: trees.length,
      plots: new Set(trees.map(({ plot }) => plot)).size,
      species: new Set(trees.map(({ species }) => species)).size,
      heightsMeasured: trees.filter(({ heightM }) => heightM !== null).length,
      densitiesKnown: trees.filter(({ woodDensity }) => woodDensity !== null).length,
    },
    refusedRows,
  }
}

function readTree(file: string, row: CsvRow): { tree: Tree; problems: InputProblem[] } {
  const problems: InputProblem[] = []
  const place = (role: string) => ({ line: row.line, pointer: row.column(role), given: row.get(role) })
  const species = [row.get('genus'), row.get('species')].filter((part) => part !== '').join(' ')
  if (species === '') problems.push(documentProblems.VALUE_MISSING(file, place('species')))
  const diameterCm = readDecimal(shorten(row.get('diameterCm')), 1, 1000)
  if (diameterCm === null) problems.push(documentProblems.TREE_DIAMETER_INVALID(file, place('diameterCm')))
  const optional = (role: string, min: number, max: number, code: 'TREE_HEIGHT_INVALID' | 'TREE_DENSITY_INVALID') => {
    const text = row.get(role)
    if (text === '' || text === 'NA') return null
    const value = readDecimal(shorten(text), min, max)
    if (value === null) problems.push(documentProblems[code](file, place(role)))
    return value
  }
  const heightM = optional('heightM', 1.3, 130, 'TREE_HEIGHT_INVALID')
  const woodDensity = optional('woodDensity', 0.05, 1.5, 'TREE_DENSITY_INVALID')
  const measured = { diameterCm: diameterCm ?? '0', heightM, woodDensity }
  return { tree: { line: row.line, plot: row.get('plot'), species, ...measured }, problems }
}

/** Measurements computed by statistics programs carry up to 17 digits; what is beyond a micrometre is cut off. */
function shorten(text: string): string {
  return text.replace(/^(-?\d+\.\d{6})\d+$/, '$1')
}
