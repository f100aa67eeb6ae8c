/** Statements in normal form (domain/dossier.ts): each field is a row with its own reader, so that two documents that say the
 *  same say it in the same letters. */
import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import type { StatementField } from '@assay/domain/dossier.ts'
import type { ParameterSet } from '@assay/domain/parameters.ts'
import { currencyDecimals, isCountry } from '../codes/countryCodes.ts'
import { isHsCode, nearestHsCodes } from '../codes/hsCodes.ts'
import { nearestPorts, readPort } from '../codes/portCodes.ts'
import type { InputProblem, Place } from '../problems.ts'
import { documentProblems } from './documentProblems.ts'
import { readImo } from './imo.ts'
import { readIsoDate } from './isoDate.ts'

type Read =
  | { readonly value: string; readonly problem?: never }
  | { readonly value?: never; readonly problem: InputProblem }
type Code = keyof typeof documentProblems

interface Reader {
  /** Normal form, or null. */
  read(text: string, parameters: ParameterSet): string | null
  readonly problem: Code
  /** Codes of the list most like what was given. */
  nearest?(text: string, parameters: ParameterSet): readonly string[]
}

const decimal = (min: number, max: number): Reader => ({
  problem: 'NUMBER_INVALID',
  read: (text) => readDecimal(text, min, max),
})
const country: Reader = { problem: 'COUNTRY_UNKNOWN', read: (text) => (isCountry(text) ? text : null) }
const date: Reader = { problem: 'DATE_INVALID', read: readIsoDate }
const text: Reader = {
  problem: 'TEXT_INVALID',
  read: (value) => (/^[^\p{Cc}]{1,200}$/u.test(value) ? value.normalize('NFC') : null),
}
const port: Reader = { problem: 'PORT_UNKNOWN', read: readPort, nearest: nearestPorts }

const readers: Readonly<Record<StatementField, Reader>> = {
  quantityTonnes: decimal(0, 1e12),
  hsCode: {
    problem: 'HS_UNKNOWN',
    read(value, parameters) {
      const digits = value.replaceAll('.', '')
      return /^[0-9]{4,10}$/.test(digits) && isHsCode(digits, parameters) ? digits : null
    },
    nearest: (value) => nearestHsCodes(value.replaceAll('.', '')),
  },
  originCountry: country,
  productionSiteCountry: country,
  loadPort: port,
  dischargePort: port,
  vesselImo: { problem: 'IMO_INVALID', read: readImo },
  shippedOn: date,
  departedOn: date,
  arrivedOn: date,
  seller: text,
  buyer: text,
  transportDocument: text,
  invoiceValue: decimal(0, 1e18),
  currency: { problem: 'CURRENCY_UNKNOWN', read: (value) => (currencyDecimals(value) === undefined ? null : value) },
  moisturePercent: decimal(0, 100),
  grade: text,
}

/** What a value is read by: the name of its file for the problem, and the lists of codes as they are kept up. */
export interface ReadBy {
  readonly file: string
  readonly parameters: ParameterSet
}

/** One statement in normal form, or the problem with it. */
export function normaliseStatement(by: ReadBy, field: StatementField, value: unknown, place: Place): Read {
  const reader = readers[field]
  const given = String(value).trim()
  const normal = given === '' ? null : reader.read(given, by.parameters)
  if (normal !== null) return { value: normal }
  const nearest = reader.nearest?.(given, by.parameters)
  return { problem: documentProblems[reader.problem](by.file, { ...place, given, ...(nearest && { nearest }) }) }
}

/** Plain decimal within bounds, at most 12 places, without trailing zeros; null otherwise. */
export function readDecimal(value: string, min: number, max: number): string | null {
  if (!/^-?(?:0|[1-9][0-9]{0,30})(?:\.[0-9]{1,12})?$/.test(value)) return null
  const number = parseExact(value, 'value')
  return number.lessThan(min) || number.greaterThan(max) ? null : formatExact(number)
}
