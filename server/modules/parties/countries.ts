import countries from 'i18n-iso-countries'
import { partyErrors } from './errors.ts'

/** ISO 3166-1 numeric code of an alpha-2 code. Errors: COUNTRY_UNKNOWN. */
export function numericCountry(alpha2: string): number {
  const numeric = /^[A-Z]{2}$/.test(alpha2) ? countries.alpha2ToNumeric(alpha2) : undefined
  if (numeric === undefined) throw partyErrors.COUNTRY_UNKNOWN({ country: alpha2 })
  return Number(numeric)
}

/** Alpha-2 of a numeric code as the chain stores it, or null. */
export function alpha2Country(numeric: number): string | null {
  return countries.numericToAlpha2(String(numeric).padStart(3, '0')) ?? null
}
