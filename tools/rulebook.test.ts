/** The rulebook as a whole: no rule without an example, and no field that takes what it must not. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { AssayError } from '../domain/errors.ts'
import { judge, withoutParameters } from '../domain/test/rulebook/judge.ts'
import { parts } from '../domain/test/rulebook/parts.ts'
import { rulebook } from '../domain/test/rulebook/rulebook.ts'
import { spoiledArgs } from '../domain/test/rulebook/spoil.ts'
import { functionsOf } from './rulebookSource.ts'

const policy = join(import.meta.dirname, '..', 'domain', 'policy')
const rules = rulebook.flatMap((section) => section.rules)
const titled = rules.map((rule, index) => [`${rule.file} ${rule.name} (${index})`, rule] as const)

test('every function that domain/policy exports is a rule with an example, or a part of a named one', async () => {
  const known = new Set([...rules.map(({ file, name }) => `${file} ${name}`), ...parts.map((part) => part.join(' '))])
  const exported: string[] = []
  for (const name of await readdir(policy)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue
    const functions = await functionsOf(`policy/${basename(name, '.ts')}`)
    exported.push(...[...functions.keys()].map((of) => `policy/${basename(name, '.ts')} ${of}`))
  }
  expect(exported.filter((name) => !known.has(name))).toEqual([])
  const gone = [...known].filter((name) => name.startsWith('policy/') && !exported.includes(name))
  expect(gone).toEqual([])
})

test('every rule says in its comment what it does', async () => {
  for (const { file, name } of rules) {
    expect((await functionsOf(file)).get(name)!.says, `${file} ${name}`).toMatch(/\w/)
  }
})

test.each(titled)('%s refuses every spoiled field by its name, and gives no broken result', async (_, rule) => {
  const names = (await functionsOf(rule.file)).get(rule.name)!.arguments.map(({ name }) => name)
  const wrong = spoiledArgs(rule.args, names).flatMap((spoiled) => {
    const verdict = judge(rule, spoiled)
    return verdict.wrong === null ? [] : [`${spoiled.path} ${spoiled.what}: ${verdict.wrong}`]
  })
  expect(wrong).toEqual([])
})

test.each(titled)('%s names a parameter that has no version', (_, rule) => {
  expect(withoutParameters(rule)).toEqual([])
})

test('every reason for an odd value is used', async () => {
  for (const rule of rules) {
    const names = (await functionsOf(rule.file)).get(rule.name)!.arguments.map(({ name }) => name)
    const spoiled = new Set(spoiledArgs(rule.args, names).map(({ path }) => path))
    expect(
      Object.keys(rule.takes).filter((path) => !spoiled.has(path)),
      `${rule.file} ${rule.name}`,
    ).toEqual([])
  }
})

test('the judge sees a rule that throws no typed error, takes what is wrong, or gives a broken result', () => {
  const of = (run: (value: unknown) => unknown) => ({
    name: 'broken',
    file: 'policy/broken',
    run: run as never,
    args: [1],
    takes: {},
  })
  const [nan] = spoiledArgs([1], ['value']).filter(({ what }) => what === 'NaN')
  expect(
    judge(
      of((value) => (value as string).trim()),
      nan!,
    ).wrong,
  ).toContain('not a typed error')
  expect(
    judge(
      of(() => 1),
      nan!,
    ).wrong,
  ).toBe('taken')
  expect(
    judge(
      of((value) => value),
      nan!,
    ).wrong,
  ).toContain('a broken result')
  const other = new AssayError('X', { status: 422, title: '', remedy: '' }, { field: 'other' })
  const refusing = of(() => {
    throw other
  })
  expect(judge(refusing, nan!).wrong).toBe('X names other')
})
