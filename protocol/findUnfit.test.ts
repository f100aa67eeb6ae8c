import { expect, test } from 'vitest'
import { findUnfit, jsonDepthMost } from './findUnfit.ts'

const nested = (levels: number) => JSON.parse('['.repeat(levels) + ']'.repeat(levels))

test.each<[string, unknown, { pointer: string; why: string }]>([
  ['half of a surrogate pair', { a: [1, 'x\ud800'] }, { pointer: '/a/1', why: 'text' }],
  ['the second half alone', '\udc00', { pointer: '', why: 'text' }],
  ['U+0000', { 'a/b': { '~': 'a\0b' } }, { pointer: '/a~1b/~0', why: 'text' }],
  ['a name that is no text', { a: { 'x\udfff': null } }, { pointer: '/a', why: 'text' }],
  ['a number beyond all numbers', JSON.parse('{"a":1e999}'), { pointer: '/a', why: 'number' }],
  ['one level too many', nested(jsonDepthMost + 1), { pointer: '/0'.repeat(jsonDepthMost), why: 'depth' }],
  ['levels without end', nested(100_000), { pointer: '/0'.repeat(jsonDepthMost), why: 'depth' }],
])('%s is found by its pointer', (_name, value, unfit) => {
  expect(findUnfit(value)).toEqual(unfit)
})

test('whole pairs, the deepest level allowed and everything else JSON says are fit', () => {
  for (const value of [nested(jsonDepthMost), '\ud83c\udf33', { a: [null, true, -0.5, ''] }, null, undefined, 1]) {
    expect(findUnfit(value)).toBeNull()
  }
})
