/** No parameter, and no member of one, that nothing reads: a number nobody computes with only looks governed. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Parameter, ParameterSet } from '../domain/parameters.ts'
import { catalogue } from '../domain/programmes/catalogue.ts'
import { initial } from '../domain/test/parameters.ts'
import { membersOf, notingMembers } from '../domain/test/readMembers.ts'
import { call } from '../domain/test/rulebook/judge.ts'
import { rulebook } from '../domain/test/rulebook/rulebook.ts'
import { isParameterSet } from '../domain/test/rulebook/spoil.ts'

const root = join(import.meta.dirname, '..')

/** What the worked examples of the rulebook read. */
const readByExamples = new Set<string>()
for (const rule of rulebook.flatMap(({ rules }) => rules)) {
  call(
    rule,
    rule.args.map((arg) => (isParameterSet(arg) ? notingMembers(arg as ParameterSet, readByExamples) : arg)),
  )
}
const keysRead = new Set([...readByExamples].map((path) => path.split('/')[0]!))

/** The text of all code, tests left out. */
async function sourcesOf(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(root, folder), { recursive: true })
  const code = names.filter(
    (name) => /\.ts$/.test(name) && !/\.test\.ts$|(^|\/)(node_modules|test|generated)\//.test(name),
  )
  return Promise.all(code.map((name) => readFile(join(root, folder, name), 'utf8')))
}
const code = (await Promise.all(['domain', 'protocol', 'server', 'oracle', 'verifier'].map(sourcesOf)))
  .flat()
  .join('\n')

const nameOf = ({ key }: Parameter<unknown>) => key.slice(key.lastIndexOf('.') + 1)
/** Taken from a set by its name: `get(fictraFees.fees)`. */
const isTaken = (name: string) => new RegExp(`\\.get\\([\\w.]*\\.${name}\\b`).test(code)
/** Taken from a value: `row.least`, `{ least, most } = row`, or `{ least: from }`. */
const isUsed = (name: string) =>
  new RegExp(`\\.${name}\\b|[{,]\\s*${name}\\s*[,}]|[{,]\\s*${name}: \\w+ [,}]`).test(code)
/** A row that an input chooses is a word of some vocabulary, and stands quoted where that is declared. */
const isChosen = (name: string) => code.includes(`'${name}'`)

test('every parameter is read by an example of the rulebook or by code', () => {
  const unread = catalogue.filter((parameter) => !keysRead.has(parameter.key) && !isTaken(nameOf(parameter)))
  expect(unread.map(({ key }) => key)).toEqual([])
})

test('every member of a parameter is read by an example or used by code, or an input chooses it', () => {
  const unread = catalogue.flatMap((parameter) => {
    const members = new Set(membersOf(initial.get(parameter), parameter.key))
    return [...members].filter((path) => {
      const names = path.split('/').slice(1)
      return !readByExamples.has(path) && !names.every((name) => isChosen(name) || isUsed(name))
    })
  })
  expect(unread).toEqual([])
})

test('the walk sees what nothing reads', () => {
  expect(isTaken('aNumberThatNobody' + 'EverReads')).toBe(false)
  expect(isTaken('baseMultipliers')).toBe(true)
  expect(isUsed('aMemberThatNobody' + 'EverReads')).toBe(false)
  expect(isUsed('plotsPerHectare')).toBe(true)
})
