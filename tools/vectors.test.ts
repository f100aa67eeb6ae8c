import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Vector } from '../domain/test/vectors.ts'
import { againstSource, findVectors, problemsOf } from './vectors.ts'
import { formsOf, testsOf } from './vectorTests.ts'

const vector: Vector = {
  section: '2.9',
  says: 'five',
  mark: 'makes',
  numbers: '4,602.67',
  file: 'a.test.ts',
  test: 'it',
}

function foundIn(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'))
  try {
    writeFileSync(join(folder, 'a.test.ts'), text)
    return problemsOf(vector, testsOf(join(folder, 'a.test.ts')))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('a vector needs a test that runs and expects its numbers', () => {
  const body = "() => { expect(rule()).toBe('4602.67') })"
  expect(foundIn(`test('that is another', ${body}`)).toEqual(['no test in a.test.ts begins with "it"'])
  const left = ['"it" in a.test.ts is skipped, left to do, or runs under a condition']
  for (const kind of ['test.skip', 'test.todo', 'test.fails', 'test.skipIf(linux)', 'test.skip.each([1])']) {
    expect(foundIn(`${kind}('it is', ${body}`)).toEqual(left)
  }
  expect(foundIn(`describe.skip('all', () => { test('it is', ${body} })`)).toEqual(left)
  expect(foundIn("test('it is')")).toEqual(left)
  const without = ['"it" expects nothing of 4,602.67']
  expect(foundIn("test('it is 4,602.67', () => { expect(rule()).toBe('4602.6') })")).toEqual(without)
  expect(foundIn("test('it is', () => { rule('4602.67') })")).toEqual(without)
  expect(foundIn(`test('it is', ${body}`)).toEqual([])
  expect(foundIn(`describe('all', () => { test('it is', ${body} })`)).toEqual([])
  expect(foundIn("test.each([['4_602', '4602.67']])('it is %s', (a, b) => { expect(rule(a)).toBe(b) })")).toEqual([])
})

test('a published number may be written as on chain, a percentage as a share, millions in full', () => {
  expect(formsOf('.1494%')).toEqual(['0.1494', '1494', '0.001494'])
  expect(formsOf('550M')).toEqual(['550', '5500000', '550000000'])
  expect(formsOf('1,204')).toEqual(['1204', '12040000'])
})

test('the source is held against the list: marks, numbers, tags, scenarios and what is in bold', () => {
  const head = Array.from({ length: 12 }, () => 'what [TV] means')
  const of = (line: string, rows: readonly Vector[]) => againstSource([...head, line], rows)
  expect(of('[TV] 2 makes **4,602.67**', [vector])).toEqual([])
  expect(of('[TV] 2 makes **4,602.67**', [])).toEqual([
    'domain.md line 13: 1 vectors, 0 listed',
    'domain.md line 13: nothing expects its 4602.67',
  ])
  expect(of('[TV] 2 makes **4,602.67** and **17.5 t**', [vector])).toEqual([
    'domain.md line 13: nothing expects its 17.5',
  ])
  expect(of('[TV] 2 makes 5', [vector])).toEqual(['2.9 five: domain.md does not say 4,602.67 there'])
  expect(of('nothing of 4,602.67', [vector])).toEqual([
    '2.9 five: domain.md does not have "makes"',
    '2.9 five: domain.md does not say 4,602.67 there',
  ])
  expect(of('**G8 storm.** nobody saw it', [])).toEqual(['domain.md line 13: 1 vectors, 0 listed'])
})

test('every published vector has its test', () => {
  expect(findVectors().problems).toEqual([])
})
