/** Countries of ISO 3166-1 (package `i18n-iso-countries`, MIT) and currencies of ISO 4217 (package `currency-codes`, MIT). */
import currencies from 'currency-codes'
import countries from 'i18n-iso-countries'
import { codeErrors } from './errors.ts'

const alpha2 = new Set(Object.keys(countries.getAlpha2Codes()))

export function isCountry(code: string): boolean {
  return alpha2.has(code)
}

/** @throws CODE_UNKNOWN */
export function requireCountry(code: string, field: string): string {
  if (!alpha2.has(code)) throw codeErrors.CODE_UNKNOWN({ field, given: code, list: 'ISO 3166-1 alpha-2' })
  return code
}

/** Decimals of a currency's minor unit: 2 for EUR, 0 for JPY, 3 for KWD; undefined when the code is not in ISO 4217. */
export function currencyDecimals(code: string): number | undefined {
  return currencies.code(code)?.digits
}
