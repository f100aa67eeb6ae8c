/**
 * Units of UN/ECE Recommendation 20. Whether a code exists is decided by the package `un-ece-recommendation` (MIT, revision 3);
 * which codes mean mass, and how much, is the table below: the definitions of NIST SP 811, exact by law.
 */
import { type Exact, parseExact } from '@assay/domain/decimal.ts'
import { REC_20_3 } from 'un-ece-recommendation/20/3'
import { codeErrors } from './errors.ts'

const known = new Set(REC_20_3.map(({ code }) => code))

/** Kilograms of one unit. */
const kilograms: Readonly<Record<string, string>> = {
  MGM: '0.000001', // milligram
  GRM: '0.001', // gram
  KGM: '1', // kilogram
  DTN: '100', // decitonne
  TNE: '1000', // tonne
  KTN: '1000000', // kilotonne
  ONZ: '0.028349523125', // avoirdupois ounce
  LBR: '0.45359237', // pound
  STN: '907.18474', // short ton
  LTN: '1016.0469088', // long ton
  APZ: '0.0311034768', // troy ounce
}

/** Codes that mean mass. */
export const massUnitCodes: readonly string[] = Object.keys(kilograms)

/** Mass in kilograms, exact; undefined for a unit that is not one of mass. */
export function toKilograms(quantity: Exact, unitCode: string): Exact | undefined {
  const factor = kilograms[unitCode]
  return factor === undefined ? undefined : quantity.times(parseExact(factor, 'factor'))
}

/** @throws CODE_UNKNOWN when the code is no unit, or no unit of mass */
export function requireMassUnit(unitCode: string, field: string): string {
  if (!known.has(unitCode)) throw codeErrors.CODE_UNKNOWN({ field, given: unitCode, list: 'UN/ECE Recommendation 20' })
  if (kilograms[unitCode] === undefined) {
    throw codeErrors.CODE_UNKNOWN({ field, given: unitCode, list: `units of mass: ${massUnitCodes.join(', ')}` })
  }
  return unitCode
}
