import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import { expect, test } from 'vitest'
import { currencyDecimals, isCountry } from './countryCodes.ts'
import { isHsCode, requireHsCode } from './hsCodes.ts'
import { isListedPort, portsWithPosition, requirePort } from './portCodes.ts'
import { requireMassUnit, toKilograms } from './unitCodes.ts'

test.each([
  ['hsCode', () => requireHsCode('7701'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('1009'), 'CODE_UNKNOWN'],
  ['hsCode', () => requireHsCode('9901'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('10'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('100195'), 'CODE_UNKNOWN'],
  ['hsCode', () => requireHsCode('1001959000'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('NLRTX', 'loadPort'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('DEMUC', 'loadPort'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('XXABC', 'loadPort'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('FITK', 'loadPort'), 'CODE_UNKNOWN'],
  ['unitCode', () => requireMassUnit('T', 'unitCode'), 'CODE_UNKNOWN'],
  ['unitCode', () => requireMassUnit('MTQ', 'unitCode'), 'CODE_UNKNOWN'],
])('%s: a code that is on no list is refused with the list', (field, ask, code) => {
  expect(ask).toThrowError(expect.objectContaining({ code, details: expect.objectContaining({ field }) }))
})

test.each([
  ['10019500', () => requireHsCode('10019500'), ['100191', '100199']],
  ['1009', () => requireHsCode('1009'), ['1008', '1007', '1006']],
  ['NLRTX', () => requirePort('NLRTX', 'loadPort'), ['NLRTM', 'NLRTG']],
  ['NLTRM', () => requirePort('NLTRM', 'loadPort'), ['NLRTM', 'NLTKM', 'NLTRO']],
  ['DE9Q9', () => requirePort('DE9Q9', 'loadPort'), []],
])('%s is refused with the codes most like it', (_code, ask, nearest) => {
  expect(ask).toThrowError(expect.objectContaining({ details: expect.objectContaining({ nearest }) }))
})

test('a port that is not listed is taken where ports of its country are missing from the list, and only there', () => {
  expect(['FITKU', 'NLRTM', 'EEPLS', 'USNYC', 'SGSIN'].map(isListedPort)).toEqual([true, true, true, true, true])
  expect(['FIXYZ', 'PLXYZ', 'NOXYZ'].map((code) => requirePort(code, 'loadPort'))).toEqual(['FIXYZ', 'PLXYZ', 'NOXYZ'])
  expect(['FIXYZ', 'PLXYZ', 'NOXYZ'].map(isListedPort)).toEqual([false, false, false])
  expect(() => requirePort('EEXYZ', 'loadPort')).toThrowError(expect.objectContaining({ code: 'CODE_UNKNOWN' }))
})

test('codes that exist are accepted as they are usually written', () => {
  expect(requireHsCode('1001.99')).toBe('100199')
  expect(requireHsCode('1001.99.00.10')).toBe('1001990010')
  expect(requirePort('nl rtm', 'loadPort')).toBe('NLRTM')
  expect(requirePort(' de ham ', 'loadPort')).toBe('DEHAM')
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

test('every port with a position lies on Earth', () => {
  for (const { code, position } of portsWithPosition()) {
    expect(Math.abs(position.longitude) <= 180 && Math.abs(position.latitude) <= 90, code).toBe(true)
  }
  expect(portsWithPosition().length).toBeGreaterThan(1_500)
  expect(portsWithPosition().find(({ code }) => code === 'NLRTM')?.position).toEqual({
    longitude: 4.5,
    latitude: 51.92,
  })
})

test('the headings are the 1,228 of 96 chapters, and every heading has a subheading', () => {
  const digits = Array.from({ length: 9800 }, (_, index) => String(index).padStart(4, '0'))
  const headings = digits.filter(isHsCode)
  expect([headings.length, new Set(headings.map((code) => code.slice(0, 2))).size]).toEqual([1_228, 96])
  const last = Array.from({ length: 100 }, (_, index) => String(index).padStart(2, '0'))
  const counts = headings.map((heading) => last.filter((two) => isHsCode(heading + two)).length)
  expect([Math.min(...counts), counts.reduce((sum, count) => sum + count)]).toEqual([1, 5_612])
})

const published = new URL('../../../../shared/data/trade/', import.meta.url)
test.skipIf(!existsSync(published))('the lists are those that were published', () => {
  const program = fileURLToPath(new URL('../../../tools/codeLists.ts', import.meta.url))
  const made = spawnSync(process.execPath, [program, fileURLToPath(published), '--check'], { encoding: 'utf8' })
  expect([made.stderr, made.status]).toEqual(['', 0])
})
