/**
 * Quantities and instants as their reader is used to seeing them. The conventions are those of `Intl` (Unicode CLDR), the locale
 * is what the reader's browser asks for (RFC 9110 section 12.5.4). Instants are shown in UTC and say so: a server does not know
 * where its reader is.
 */

/** For readers who state no language we know: long dates and a clock of 24 hours, which nobody misreads. */
export const defaultLocale = 'en-GB'

/** A header may name any number of languages; nobody reads more. */
const languagesMost = 20

/** The first of the reader's languages, most preferred first, that `Intl` knows. */
export function chooseLocale(languages: readonly string[]): string {
  for (const language of languages.slice(0, languagesMost)) {
    const known = supported(language)
    if (known !== undefined) return known
  }
  return defaultLocale
}

function supported(language: string): string | undefined {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(language)[0]
  } catch {
    // `*` and misspelt tags are no languages (RFC 5646).
    return undefined
  }
}

/** `21 November 2026 at 12:00:13 UTC` */
export function formatInstant(locale: string, at: Date): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' }).format(at)
}

/** A decimal string with every digit it has, grouped: `4,786,222.5`. */
export function formatDecimal(locale: string, decimal: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 18 }).format(decimal as `${number}`)
}

/** Whole kilograms of carbon dioxide equivalent: `2,500 kg CO₂e`. */
export function formatCarbon(locale: string, kg: string): string {
  const unit = new Intl.NumberFormat(locale, { style: 'unit', unit: 'kilogram', unitDisplay: 'short' })
  return `${unit.format(BigInt(kg))} CO₂e`
}
