import { expect, test } from 'vitest'
import {
  amount,
  bands,
  type Codec,
  choice,
  decimal,
  flag,
  hsHeading,
  integer,
  record,
  rows,
  semanticVersion,
} from './codecs.ts'
import { unitText } from './parameterUnits.ts'

const pair = record({ least: integer('count', 0, 9), most: integer('count', 0, 9) }, ({ least, most }) =>
  least > most ? 'least is above most' : null,
)
const refusing: Codec<never> = {
  unit: 'none',
  describes: 'nothing',
  decode: () => {
    throw new TypeError('a mistake in the code')
  },
}

test.each<readonly [Codec<unknown>, unknown, string, string]>([
  [decimal('ratio', '0', '1'), 1, '', 'Value is not a plain decimal number'],
  [decimal('ratio', '0', '1'), '1.1', '', '1.1 is outside 0 to 1'],
  [decimal('ratio', '0', '1'), '-0.1', '', '-0.1 is outside 0 to 1'],
  [decimal('ratio', '0', '1', 2), '0.125', '', 'more than 2 decimal places'],
  [integer('count', 2, 5), '3', '', 'not a whole number'],
  [integer('count', 2, 5), 2.5, '', 'not a whole number'],
  [integer('count', 2, 5), 1, '', '1 is outside 2 to 5'],
  [integer('count', 2, 5), 6, '', '6 is outside 2 to 5'],
  [amount('PT', '1', '5'), 1, '', 'Value is not a quantity'],
  [amount('PT', '1', '5'), '0.9', '', '0.9 is outside 1 to 5'],
  [amount('PT', '1', '5'), '5.1', '', '5.1 is outside 1 to 5'],
  [flag, 'true', '', 'not true or false'],
  [semanticVersion, 1, '', 'not a semantic version such as 1.0.0'],
  [semanticVersion, ['1.0.0'], '', 'not a semantic version such as 1.0.0'],
  [semanticVersion, 'v1.0.0', '', 'not a semantic version such as 1.0.0'],
  [semanticVersion, '1.0.0-beta', '', 'not a semantic version such as 1.0.0'],
  [semanticVersion, '01.0.0', '', 'not a semantic version such as 1.0.0'],
  [semanticVersion, '1.x.0', '', 'not a semantic version such as 1.0.0'],
  [hsHeading, 1001, '', 'Value is not a Harmonised System code'],
  [hsHeading, '7701', '', 'Value is not a Harmonised System code'],
  [hsHeading, '100119', '', 'not a heading of four digits'],
  [hsHeading, '10.01', '', 'not a heading of four digits'],
  [choice(['a', 'b']), 'c', '', 'not one of a, b'],
  [choice(['a', 'b']), ['a'], '', 'not one of a, b'],
  [pair, 'text', '', 'not an object'],
  [pair, null, '', 'not an object'],
  [pair, [], '', 'not an object'],
  [pair, { least: 1, most: 2, more: 3 }, '/more', 'unknown member'],
  [pair, { least: 1 }, '/most', 'member is missing'],
  [pair, { least: 1, most: 10 }, '/most', '10 is outside 0 to 9'],
  [pair, { least: 2, most: 1 }, '', 'least is above most'],
  [rows(flag, 2), true, '', 'not a list of 1 to 2 rows'],
  [rows(flag, 2), [], '', 'not a list of 1 to 2 rows'],
  [rows(flag, 2), [true, true, true], '', 'not a list of 1 to 2 rows'],
  [rows(flag, 2), [true, 'no'], '/1', 'not true or false'],
  [bands('ratio', '0', '9', flag), [{ from: '1', value: true }], '', 'the first band must begin at 0'],
])('%# a value that does not fit is refused with its pointer and the reason', (codec, value, pointer, reason) => {
  expect(() => codec.decode(value, '', 'key')).toThrowError(
    expect.objectContaining({ code: 'PARAMETER_INVALID', details: { key: 'key', pointer, reason } }),
  )
})

test('bounds belong to the range, and so do the longest lists and versions', () => {
  expect(
    [decimal('ratio', '0', '1', 2).decode('0', '', 'k'), decimal('ratio', '0', '1', 2).decode('1', '', 'k')].map(
      String,
    ),
  ).toEqual(['0', '1'])
  expect(decimal('ratio', '0', '1', 2).decode('0.25', '', 'k').toFixed()).toBe('0.25')
  expect([integer('count', 2, 5).decode(2, '', 'k'), integer('count', 2, 5).decode(5, '', 'k')]).toEqual([2, 5])
  expect(amount('t', '1', '5').decode('1', '', 'k').value).toBe(1000n)
  expect(amount('t', '1', '5').decode('5', '', 'k').value).toBe(5000n)
  expect(rows(flag, 2).decode([true, false], '', 'k')).toEqual([true, false])
  for (const version of ['0.0.0', '1.10.100', '123456.123456.123456']) {
    expect(semanticVersion.decode(version, '', 'k')).toBe(version)
  }
})

test('a codec says what it takes', () => {
  expect(decimal('ratio', '0', '1').describes).toBe('decimal 0 to 1, at most 6 places')
  expect(integer('count', 2, 5).describes).toBe('integer 2 to 5')
  expect(amount('PT', '1', '5').describes).toBe('PT 1 to 5')
  expect(choice(['a', 'b'])).toMatchObject({ describes: 'one of a, b', unit: 'none' })
  expect(pair.describes).toBe('{ least: integer 0 to 9; most: integer 0 to 9 }')
  expect(rows(flag, 2).describes).toBe('1 to 2 rows of true or false')
})

test('a mistake in the code is no refusal of the value', () => {
  expect(() => rows(refusing, 2).decode([1], '', 'k')).toThrowError(TypeError)
})

test('a unit is one for the whole value where its numbers agree, and one for each member where they do not', () => {
  expect(pair.unit).toBe('count')
  expect(rows(amount('PT', '0', '1'), 3).unit).toBe('PT')
  expect(record({ most: integer('days', 0, 1), share: decimal('ratio', '0', '1'), on: flag }).unit).toEqual({
    most: 'days',
    share: 'ratio',
    on: 'none',
  })
  expect(bands('PT', '0', '1', integer('days', 0, 1)).unit).toEqual({ from: 'PT', value: 'days' })
  expect(bands('ratio', '0', '1', decimal('ratio', '0', '1')).unit).toBe('ratio')
  expect(record({ a: pair, b: pair }).unit).toBe('count')
  const mixed = record({ a: integer('days', 0, 1), b: flag })
  expect(record({ a: mixed, b: mixed }).unit).toEqual({ a: mixed.unit, b: mixed.unit })
  expect(record({}).unit).toEqual({})
  expect(unitText(record({ a: mixed, b: flag }).unit)).toBe('{ a: { a: days; b: none }; b: none }')
})
