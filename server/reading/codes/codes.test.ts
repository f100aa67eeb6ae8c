import { existsSync, readFileSync } from 'node:fs'
import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import { expect, test } from 'vitest'
import { currencyDecimals, isCountry } from './countryCodes.ts'
import { isHsHeading, requireHsCode } from './hsCodes.ts'
import { normalisePortCode, portOf, portsWithPosition, requirePort } from './portCodes.ts'
import { requireMassUnit, toKilograms } from './unitCodes.ts'

test.each([
  ['hsCode', () => requireHsCode('7701'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('1009'), 'CODE_UNKNOWN'],
  ['hsCode', () => requireHsCode('9901'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('10'), 'HS_CODE_INVALID'],
  ['loadPort', () => requirePort('NLRTX', 'loadPort'), 'CODE_UNKNOWN'],
  ['unitCode', () => requireMassUnit('T', 'unitCode'), 'CODE_UNKNOWN'],
  ['unitCode', () => requireMassUnit('MTQ', 'unitCode'), 'CODE_UNKNOWN'],
])('%s: a code that is on no list is refused with the list', (field, ask, code) => {
  expect(ask).toThrowError(expect.objectContaining({ code, details: expect.objectContaining({ field }) }))
})

test('codes that exist are accepted as they are usually written', () => {
  expect(requireHsCode('1001.99')).toBe('100199')
  expect(requirePort('nl rtm', 'loadPort')).toBe('NLRTM')
  expect(normalisePortCode(' DE HAM ')).toBe('DEHAM')
  expect([isCountry('EE'), isCountry('XX'), isCountry('ee')]).toEqual([true, false, false])
  expect(['EUR', 'JPY', 'KWD', 'EEK', 'XXX'].map(currencyDecimals)).toEqual([2, 0, 3, undefined, 0])
})

test('units of mass convert exactly', () => {
  const kilograms = (value: string, unit: string) => formatExact(toKilograms(parseExact(value, 'value'), unit)!)
  expect(kilograms('10000', 'TNE')).toBe('10000000')
  expect(kilograms('1000', 'LBR')).toBe('453.59237')
  expect(kilograms('1', 'STN')).toBe('907.18474')
  expect(toKilograms(parseExact('1', 'value'), 'LTR')).toBeUndefined()
})

test('every port has a code of its country and a position on Earth', () => {
  for (const { code, country, position } of portsWithPosition()) {
    expect(code.startsWith(country)).toBe(true)
    expect(Math.abs(position.longitude) <= 180 && Math.abs(position.latitude) <= 90, code).toBe(true)
  }
  expect(portsWithPosition().length).toBeGreaterThan(1_500)
  expect(portOf('NLRTM')?.position).toMatchObject({ longitude: 4.5, latitude: 51.92 })
})

const list = new URL('../../../../shared/data/trade/hs-codes.csv', import.meta.url)
test.skipIf(!existsSync(list))('the headings are those of the published list, no more and no fewer', () => {
  const published = new Set(
    readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => /^[IVX]+,([0-9]{4}),/.exec(line)?.[1]),
  )
  const differing: string[] = []
  for (let chapter = 1; chapter <= 97; chapter += 1) {
    for (let heading = 0; heading <= 99; heading += 1) {
      const code = `${String(chapter).padStart(2, '0')}${String(heading).padStart(2, '0')}`
      if (isHsHeading(code) !== published.has(code)) differing.push(code)
    }
  }
  expect(differing).toEqual([])
})
