/** Export inspection certificates as CSV: one row is one certificate, its columns mapped by a profile. */

import { InputRefused } from '../problems.ts'
import { type ColumnProfile, readProfileDate } from './columnProfiles.ts'
import { type CsvFile, type CsvRow, readCsv, rowOf } from './csvRows.ts'
import { documentProblems } from './documentProblems.ts'
import { decodeUtf8 } from './jsonDocument.ts'
import { readTonnes } from './mass.ts'
import { Findings, type ParsedDocument, type ParseInput } from './parsing.ts'

export const certificatesMost = 5_000

/** All rows of the file. @throws InputRefused */
export function readInspectionRows({ file, bytes, profile }: ParseInput): CsvFile {
  const required = ['number', 'issuedOn', 'quantity']
  return readCsv(file, bytes, requireProfile(file, profile), { rowsMost: certificatesMost, required })
}

/** The single certificate of a file. @throws InputRefused */
export function parseInspectionCertificate(input: ParseInput): ParsedDocument {
  const { rows, refused } = readInspectionRows(input)
  const problems = refused.flatMap((row) => row.problems)
  if (problems.length > 0) throw new InputRefused(problems)
  const [row, second] = rows
  if (second !== undefined) {
    throw new InputRefused([documentProblems.CSV_SEVERAL_CERTIFICATES(input.file, { line: second.line })])
  }
  return parseInspectionRow(input, row!)
}

/** A row that became a document of its own, as the bytes of that document. */
export function writeInspectionRow({ name }: ColumnProfile, row: CsvRow): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ profile: name, row: row.raw }))
}

/** The certificate in such bytes; null when they are anything else, such as a file of certificates. @throws InputRefused */
export function parseInspectionBytes(input: ParseInput): ParsedDocument | null {
  let written: { readonly profile?: unknown; readonly row?: unknown }
  try {
    written = Object(JSON.parse(decodeUtf8(input.file, input.bytes)))
  } catch {
    return null
  }
  const profile = requireProfile(input.file, input.profile)
  const { row } = written
  if (written.profile !== profile.name || typeof row !== 'object' || row === null) return null
  const fields = Object.values(row)
  if (!fields.every((field) => typeof field === 'string')) return null
  return parseInspectionRow(input, rowOf(0, 1, Object.keys(row), fields, profile))
}

const stated = [
  'originCountry',
  'productionSiteCountry',
  'grade',
  'moisturePercent',
  'loadPort',
  'dischargePort',
  'vesselImo',
  'transportDocument',
  'seller',
  'buyer',
] as const

/** One row. @throws InputRefused */
export function parseInspectionRow(input: ParseInput, row: CsvRow): ParsedDocument {
  const { file, profile: named } = input
  const profile = requireProfile(file, named)
  const findings = new Findings(input)
  const place = (role: string) => ({ line: row.line, pointer: row.column(role) })
  const number = row.get('number')
  if (number === '') findings.add(documentProblems.VALUE_MISSING(file, place('number')))
  const issuedOn = readProfileDate(row.get('issuedOn'), profile.dateFormat ?? 'YYYY-MM-DD')
  if (issuedOn === null)
    findings.add(documentProblems.DATE_INVALID(file, { ...place('issuedOn'), given: row.get('issuedOn') }))
  const mass = { value: row.get('quantity'), unitCode: profile.unitCode ?? 'TNE' }
  findings.state('quantityTonnes', readTonnes(findings, mass, place('quantity')), place('quantity'))
  findings.state('hsCode', row.get('hsCode'), place('hsCode'))
  for (const field of stated) findings.state(field, row.get(field), place(field))
  const statements = findings.finish()
  return {
    number,
    issuedOn,
    issuer: profile.issuer ?? null,
    statements,
    details: { profile: profile.name, line: row.line },
    refusedRows: [],
  }
}

function requireProfile(file: string, profile: ParseInput['profile']) {
  if (profile === undefined) throw new InputRefused([documentProblems.CSV_COLUMN_MISSING(file, { pointer: 'profile' })])
  return profile
}
