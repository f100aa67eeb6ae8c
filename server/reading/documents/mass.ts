import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import { toKilograms } from '../codes/unitCodes.ts'
import type { Place } from '../problems.ts'
import { documentProblems } from './documentProblems.ts'
import type { Mass } from './jsonFields.ts'
import type { Findings } from './parsing.ts'
import { readDecimal } from './statements.ts'

/** Tonnes of a stated mass, exact; null with a problem when number or unit is none. */
export function readTonnes(findings: Findings, { value, unitCode }: Mass, place: Place): string | null {
  const number = readDecimal(value, 0, 1e15)
  if (number === null) {
    findings.add(documentProblems.NUMBER_INVALID(findings.file, { ...place, given: value }))
    return null
  }
  const kilograms = toKilograms(parseExact(number, 'value'), unitCode)
  if (kilograms === undefined) {
    findings.add(documentProblems.UNIT_UNKNOWN_REC20(findings.file, { ...place, given: unitCode }))
    return null
  }
  return formatExact(kilograms.div(1000))
}

/** Sum of decimal strings. */
export function sumDecimals(values: readonly string[]): string {
  return formatExact(values.reduce((sum, value) => sum.plus(parseExact(value, 'value')), parseExact('0', 'value')))
}
