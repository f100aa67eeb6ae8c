/** Reading a document a second time: whether its bytes say what the record under the evidence root says that they say. */
import type { DocumentRecord } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { canonicalJson, type JsonValue } from '@assay/protocol/canonicalJson.ts'
import { InputRefused } from '../problems.ts'
import { type ColumnProfile, shippedProfiles } from './columnProfiles.ts'
import { type Format, type FormatName, formats, parserOf } from './formats.ts'
import { parseInspectionBytes } from './inspectionCsv.ts'
import type { ParsedDocument, ParseInput } from './parsing.ts'

export interface SecondReading {
  readonly record: DocumentRecord
  readonly bytes: Uint8Array
  /** A declared column profile, when the parser names one. */
  readonly profile: unknown
  /** Those the document was read under when it came in. */
  readonly parameters: ParameterSet
  /** ISO date of arrival. */
  readonly receivedOn: string
}

export interface Difference {
  readonly member: string
  readonly found: JsonValue
  readonly expected: JsonValue
}

/** The format that a record's parser names, when this program reads it. */
export function formatOf({ parser }: DocumentRecord): Format | null {
  const [name] = parser.split('/')
  return Object.hasOwn(formats, name!) ? formats[name as FormatName] : null
}

/** The first member of the record that a reading of the bytes, now and here, does not come to; null when there is none. */
export function readAgain(reading: SecondReading): Difference | null {
  const { record } = reading
  const [format, , label] = record.parser.split('/') as [FormatName, ...string[]]
  const profile = shippedProfiles.find(({ name }) => name === label) ?? (reading.profile as ColumnProfile | null)
  const known = formatOf(record)
  const parser = known === null ? null : parserOf(format, profile)
  if (known === null || parser !== record.parser) return { member: 'parser', found: parser, expected: record.parser }
  if (!known.kinds.includes(record.kind)) return { member: 'kind', found: [...known.kinds], expected: record.kind }
  const input: ParseInput = {
    // A table names no number of its own: its file's name stands for one.
    file: record.number,
    bytes: reading.bytes,
    kind: record.kind,
    mode: 'quarantine',
    parameters: reading.parameters,
    receivedOn: reading.receivedOn,
    ...(profile === null ? {} : { profile }),
  }
  const found = variantsOf(format, input, record).map((variant) => compare(known, variant, record))
  return found.includes(null) ? null : found[0]!
}

/** A track may have been read as that of the one vessel the record names, or as that of the only vessel in the file. */
function variantsOf(format: FormatName, input: ParseInput, { statements }: DocumentRecord): readonly ParseInput[] {
  const imo = statements.find(({ field }) => field === 'vesselImo')?.value
  return format === 'ais-csv' && imo !== undefined ? [{ ...input, vesselImo: imo }, input] : [input]
}

function compare(format: Format, input: ParseInput, record: DocumentRecord): Difference | null {
  let parsed: ParsedDocument
  try {
    parsed = (format === formats['inspection-csv'] ? parseInspectionBytes(input) : null) ?? format.parse(input)
  } catch (error) {
    const found = error instanceof InputRefused ? error.message : 'unreadable'
    return { member: 'bytes', found, expected: record.parser }
  }
  for (const [member, found, expected] of membersOf(parsed, record)) {
    if (canonicalJson(found) !== canonicalJson(expected)) return { member, found, expected }
  }
  return null
}

/** What the document itself does not say was added by who filed it: nobody can read it again. */
function membersOf(parsed: ParsedDocument, record: DocumentRecord): [string, JsonValue, JsonValue][] {
  const { issuer, issuedOn } = parsed
  const spelling = (name: string) => name.trim().slice(0, 200).toLowerCase()
  return [
    ['statements', parsed.statements as unknown as JsonValue, record.statements as unknown as JsonValue],
    ['measuredSha256', parsed.measuredSha256 ?? null, record.measuredSha256],
    ['number', parsed.number.slice(0, 200), record.number],
    ['issuedOn', issuedOn ?? record.issuedOn, record.issuedOn],
    ['issuer.name', spelling(issuer?.name ?? record.issuer.name), spelling(record.issuer.name)],
    ['issuer.country', issuer?.country ?? record.issuer.country, record.issuer.country],
  ]
}
