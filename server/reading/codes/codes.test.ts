import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { formatExact, parseExact } from '@assay/domain/decimal.ts'
import { inputs } from '@assay/domain/programmes/inputs.ts'
import { expect, test } from 'vitest'
import { initial, withValue } from '../../../domain/test/parameters.ts'
import { currencyDecimals, isCountry } from './countryCodes.ts'
import * as hs from './hsCodes.ts'
import * as ports from './portCodes.ts'
import { requireMassUnit, toKilograms } from './unitCodes.ts'

const isHsCode = (digits: string) => hs.isHsCode(digits, initial)
const requireHsCode = (value: string) => hs.requireHsCode(value, 'hsCode', initial)
const isListedPort = (code: string) => ports.isListedPort(code, initial)
const requirePort = (text: string) => ports.requirePort(text, 'loadPort', initial)

test.each([
  ['hsCode', () => requireHsCode('7701'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('1009'), 'CODE_UNKNOWN'],
  ['hsCode', () => requireHsCode('9901'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('10'), 'HS_CODE_INVALID'],
  ['hsCode', () => requireHsCode('100195'), 'CODE_UNKNOWN'],
  ['hsCode', () => requireHsCode('1001959000'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('NLRTX'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('DEMUC'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('XXABC'), 'CODE_UNKNOWN'],
  ['loadPort', () => requirePort('FITK'), 'CODE_UNKNOWN'],
  ['unitCode', () => requireMassUnit('T', 'unitCode'), 'CODE_UNKNOWN'],
  ['unitCode', () => requireMassUnit('MTQ', 'unitCode'), 'CODE_UNKNOWN'],
])('%s: a code that is on no list is refused with the list', (field, ask, code) => {
  expect(ask).toThrowError(expect.objectContaining({ code, details: expect.objectContaining({ field }) }))
})

test.each([
  ['10019500', () => requireHsCode('10019500'), ['100191', '100199']],
  ['1009', () => requireHsCode('1009'), ['1008', '1007', '1006']],
  ['NLRTX', () => requirePort('NLRTX'), ['NLRTM', 'NLRTG']],
  ['NLTRM', () => requirePort('NLTRM'), ['NLRTM', 'NLTKM', 'NLTRO']],
  ['DE9Q9', () => requirePort('DE9Q9'), []],
])('%s is refused with the codes most like it', (_code, ask, nearest) => {
  expect(ask).toThrowError(expect.objectContaining({ details: expect.objectContaining({ nearest }) }))
})

test('a port that is not listed is taken where ports of its country are missing from the list, and only there', () => {
  expect(['FITKU', 'NLRTM', 'EEPLS', 'USNYC', 'SGSIN'].map(isListedPort)).toEqual([true, true, true, true, true])
  expect(['FIXYZ', 'PLXYZ', 'NOXYZ'].map((code) => requirePort(code))).toEqual(['FIXYZ', 'PLXYZ', 'NOXYZ'])
  expect(['FIXYZ', 'PLXYZ', 'NOXYZ'].map(isListedPort)).toEqual([false, false, false])
  expect(() => requirePort('EEXYZ')).toThrowError(expect.objectContaining({ code: 'CODE_UNKNOWN' }))
})

test('a port or subheading that was added is taken like a listed one, and offered when it is mistyped', () => {
  const opened = withValue(inputs.codes.portsAdded, ['EEXYZ', 'FIXYZ', 'XZNEW'])
  expect(() => requirePort('EEXYZ')).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ list: 'UN/LOCODE 2014-2, ports' }) }),
  )
  expect(['EE XYZ', 'FIXYZ', 'XZNEW'].map((code) => ports.requirePort(code, 'loadPort', opened))).toEqual([
    'EEXYZ',
    'FIXYZ',
    'XZNEW',
  ])
  expect(ports.isListedPort('FIXYZ', opened)).toBe(true)
  expect(ports.nearestPorts('EEXZY', opened)).toContain('EEXYZ')
  expect(() => ports.requirePort('EEXYW', 'loadPort', opened)).toThrowError(
    expect.objectContaining({ code: 'CODE_UNKNOWN' }),
  )

  const cited = withValue(inputs.codes.subheadingsAdded, ['100699'])
  expect(() => requireHsCode('10069900')).toThrowError(
    expect.objectContaining({ details: expect.objectContaining({ list: 'HS 2022' }) }),
  )
  expect(hs.requireHsCode('1006.99.00', 'hsCode', cited)).toBe('10069900')
  expect(() => hs.requireHsCode('100698', 'hsCode', cited)).toThrowError(
    expect.objectContaining({ code: 'CODE_UNKNOWN' }),
  )
})

test.each([
  ['a place without its country', inputs.codes.portsAdded, ['XYZ']],
  ['a code as it is printed', inputs.codes.portsAdded, ['EE XYZ']],
  ['a code twice', inputs.codes.portsAdded, ['EEXYZ', 'EEXYZ']],
  ['a heading for a subheading', inputs.codes.subheadingsAdded, ['1006']],
  ['a chapter that does not exist', inputs.codes.subheadingsAdded, ['770100']],
  ['what a country adds', inputs.codes.subheadingsAdded, ['10019900']],
])('%s cannot be added', (_name, parameter, value) => {
  expect(() => withValue(parameter, value)).toThrowError(expect.objectContaining({ code: 'PARAMETER_INVALID' }))
})

test('what was added stays: nodes read old papers by it again', () => {
  const step = inputs.codes.portsAdded.step!
  expect(step(['EEXYZ', 'FIXYZ'], ['EEXYZ'], initial)).toBeNull()
  expect(step(['FIXYZ'], ['EEXYZ'], initial)).toContain('EEXYZ')
})

test('codes that exist are accepted as they are usually written', () => {
  expect(requireHsCode('1001.99')).toBe('100199')
  expect(requireHsCode('1001.99.00.10')).toBe('1001990010')
  expect(requirePort('nl rtm')).toBe('NLRTM')
  expect(requirePort(' de ham ')).toBe('DEHAM')
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
  for (const { code, position } of ports.portsWithPosition()) {
    expect(Math.abs(position.longitude) <= 180 && Math.abs(position.latitude) <= 90, code).toBe(true)
  }
  expect(ports.portsWithPosition().length).toBeGreaterThan(1_500)
  expect(ports.portsWithPosition().find(({ code }) => code === 'NLRTM')?.position).toEqual({
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

const program = fileURLToPath(new URL('../../../tools/codeLists.ts', import.meta.url))
const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' })

test('one command makes the lists of another edition; of UN/LOCODE it keeps what is a port and stays one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-lists-'))
  try {
    expect([run(folder).status, run().status]).toEqual([2, 2])
    writeFileSync(join(folder, 'hs-codes.csv'), 'hscode,level\n10,2\n1001,4\n100112,6\n100111,6\n999999,6\n')
    writeFileSync(
      join(folder, 'code-list.csv'),
      [
        'Change,Country,Location,Name,Status,Function',
        ',EE,,.ESTONIA,,',
        ',EE,TLL,Tallinn,AI,12345---',
        '+,EE,NEW,New Harbour,RL,1-------',
        ',EE,TAY,Tartu,AI,-2345---',
        ',EE,OLD,Old Harbour,XX,1-------',
        'X,EE,GON,Gone,RL,1-------',
        ',FI,HEL,Helsinki,AI,12345---',
      ].join('\n'),
    )
    expect(run(folder, '--hs', '2028', '--unlocode', '2027-1', '--to', folder).status).toBe(0)
    const made = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown
    expect(made('hs.json')).toEqual({ edition: '2028', chapters: { 'chapter 10': '01 11 12' } })
    expect(made('unlocode.json')).toEqual({ edition: '2027-1', partly: null, ports: { EE: 'NEWTLL', FI: 'HEL' } })
    expect([
      run(folder, '--hs', '2028', '--unlocode', '2027-1', '--to', folder, '--check').status,
      run(folder, '--hs', '2028', '--unlocode', '2027-2', '--to', folder, '--check').status,
    ]).toEqual([0, 1])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const published = new URL('../../../../shared/data/trade/', import.meta.url)
test.skipIf(!existsSync(published))('the lists are those that were published', () => {
  const made = run(fileURLToPath(published), '--check')
  expect([made.stderr, made.status]).toEqual(['', 0])
})
