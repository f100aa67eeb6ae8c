import { expect, test } from 'vitest'
import { chooseLocale, defaultLocale, formatCarbon, formatDecimal, formatInstant } from './locale.ts'

test.each([
  ['no language', []],
  ['any language', ['*']],
  ['what is no language tag', ['not a tag', '-', '12', 'x'.repeat(200)]],
  ['a language nobody has conventions for', ['tlh', 'qaa']],
  ['more languages than anybody reads', [...Array.from({ length: 20 }, () => 'qaa'), 'de']],
])('for %s the default locale holds', (_name, languages) => {
  expect(chooseLocale(languages)).toBe(defaultLocale)
})

test('the first known language wins, whatever comes before it', () => {
  expect(chooseLocale(['qaa', '*', 'et-EE', 'en'])).toBe('et-EE')
  expect(chooseLocale(['de-CH'])).toBe('de-CH')
})

/** Locales differ in which space they group with. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ')

test('instants are in UTC and say so, in the conventions of the locale', () => {
  const at = new Date('2026-11-21T23:30:13.000Z')
  expect(plain(formatInstant('en-GB', at))).toBe('21 November 2026 at 23:30:13 UTC')
  expect(plain(formatInstant('en-US', at))).toBe('November 21, 2026 at 11:30:13 PM UTC')
  expect(plain(formatInstant('de', at))).toBe('21. November 2026 um 23:30:13 UTC')
})

test('amounts keep every digit, however large or small', () => {
  expect(formatDecimal('en-GB', '4786222.5')).toBe('4,786,222.5')
  expect(formatDecimal('en-GB', '123456789012345678901234567890.000000000000000001')).toBe(
    '123,456,789,012,345,678,901,234,567,890.000000000000000001',
  )
  expect(formatDecimal('de', '1234.5')).toBe('1.234,5')
  expect(plain(formatDecimal('fr', '12345.25'))).toBe('12 345,25')
  expect(formatDecimal('en-GB', '0')).toBe('0')
})

test('kilograms carry their unit', () => {
  expect(plain(formatCarbon('en-GB', '2500'))).toBe('2,500 kg CO₂e')
  expect(plain(formatCarbon('de', '9007199254740993'))).toBe('9.007.199.254.740.993 kg CO₂e')
})
