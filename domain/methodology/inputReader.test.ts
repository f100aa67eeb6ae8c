import { expect, test } from 'vitest'
import { exact, formatExact } from '../decimal.ts'
import {
  assertDistinct,
  listMost,
  readAboveZero,
  readCarry,
  readChoice,
  readCount,
  readDecimal,
  readList,
  readObject,
  readPercent,
  readSeed,
  readText,
} from './inputReader.ts'

const one = exact(1n)
const text = (length: number) => 'x'.repeat(length)
const read = (entry: unknown) => entry

test.each([
  [() => readObject('text', '/a', []), '/a', 'not an object'],
  [() => readObject(null, '/a', []), '/a', 'not an object'],
  [() => readObject([], '/a', []), '/a', 'not an object'],
  [() => readObject({ known: 1, misspelt: 1 }, '/a', ['known']), '/a/misspelt', 'unknown member'],
  [() => readList({ length: 1 }, '/a', read), '/a', 'not a list'],
  [() => readList([], '/a', read, 1), '/a', 'no entry'],
  [() => readList([1], '/a', read, 2), '/a', 'fewer than 2 entries'],
  [() => readList(new Array(listMost + 1).fill(1), '/a', read), '/a', 'more than 100000 entries'],
  [() => readText(7, '/a'), '/a', 'not a text of 1 to 500'],
  [() => readText('', '/a'), '/a', 'not a text of 1 to 500'],
  [() => readText(text(501), '/a'), '/a', 'not a text of 1 to 500'],
  [() => readCount(-1, '/a'), '/a', 'not a count'],
  [() => readCount(0.5, '/a'), '/a', 'not a count'],
  [() => readCount('1', '/a'), '/a', 'not a count'],
  [() => readChoice('d', '/a', ['b', 'c']), '/a', 'not one of b, c'],
  [() => readDecimal('-0.1', '/a'), '/a', 'negative'],
  [() => readDecimal('1.1', '/a', one), '/a', 'above 1'],
  [() => readAboveZero('0', '/a'), '/a', 'not above zero'],
  [() => readPercent('100.1', '/a'), '/a', 'above 100'],
  [() => readCarry('1', '/a'), '/a', 'not below 1'],
  [() => readSeed(1, '/a'), '/a', 'not a whole number'],
  [() => readSeed('01', '/a'), '/a', 'not a whole number'],
  [() => readSeed('1.0', '/a'), '/a', 'not a whole number'],
  [() => readSeed('18446744073709551616', '/a'), '/a', 'not below 2^64'],
  [() => assertDistinct(['a', 'b', 'a'], (index) => `/${index}`), '/2', 'named twice'],
] as const)('%# what does not fit is refused with its field and the reason', (attempt, field, reason) => {
  expect(attempt).toThrowError(
    expect.objectContaining({ code: 'METHODOLOGY_INPUT_INVALID', details: { field, reason } }),
  )
})

test('the limits themselves are taken', () => {
  expect(readList(new Array(listMost).fill(1), '/a', read)).toHaveLength(listMost)
  expect(readList([1, 2], '/a', (_, field) => field, 2)).toEqual(['/a/0', '/a/1'])
  expect(readText(text(500), '/a')).toHaveLength(500)
  expect(readCount(0, '/a')).toBe(0)
  expect(formatExact(readDecimal('1', '/a', one))).toBe('1')
  expect(formatExact(readPercent('100', '/a'))).toBe('1')
  expect(readSeed('18446744073709551615', '/a')).toBe(2n ** 64n - 1n)
  expect([readSeed('0', '/a'), readSeed('10', '/a')]).toEqual([0n, 10n])
})
