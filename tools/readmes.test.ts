/** READMEs say what rooms promise; this compares with the code what can be compared. */
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { Module } from '../server/module.ts'
import { moduleOrder } from './imports.ts'
import { loadModules } from './loadModules.ts'

let modules: readonly Module[]
beforeAll(async () => {
  modules = await loadModules()
})

const read = (path: string) => readFileSync(path, 'utf8')
const readmeOf = (name: string) => read(`server/modules/${name}/README.md`)
const missing = (text: string, words: readonly string[]) =>
  [...new Set(words)].filter((word) => !text.includes(`\`${word}\``))

test.each(moduleOrder)('the README of %s has its name, its promise, its states and its events', (name) => {
  const text = readmeOf(name)
  expect(text).toMatch(new RegExp(`^# ${name}\n`))
  for (const part of [/\*\*Promises?\b/, /(\*\*|\| )Events? out\b/, /\*\*(Events in|In)\b/]) expect(text).toMatch(part)
  expect(text, 'a picture of states or of the way through').toMatch(/^```\n/m)
})

test('every event a module declares is in its README, and every event of others it waits for', () => {
  const wrong = modules.flatMap(({ name, reactions }) => {
    const text = readmeOf(name)
    const declared = globSync(`server/modules/${name}/events.ts`).flatMap((path) =>
      [...read(path).matchAll(new RegExp(`'${name}\\.(\\w+)'`, 'g'))].map(([, event]) => event!),
    )
    const awaited = reactions.map(({ on }) => on).filter((on) => !on.startsWith(`${name}.`))
    const said = text.replaceAll(`\`${name}.`, '`')
    return [...missing(said, declared), ...missing(text, awaited)].map((event) => `${name}: ${event}`)
  })
  expect(wrong).toEqual([])
})

test('every contract whose logs a module takes in is in its README', () => {
  const wrong = modules.flatMap(({ name, projections }) =>
    [...new Set(projections.map(({ contract }) => contract))]
      .filter((contract) => !new RegExp(`\\b${contract}\\b`).test(readmeOf(name)))
      .map((contract) => `${name}: ${contract}`),
  )
  expect(wrong).toEqual([])
})

const rooms = [...read('ARCHITECTURE.md').matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) =>
  [...cell!.matchAll(/`([a-z0-9/-]+)\/`/gi)].map(([, room]) => room!),
)

test('every room has a README', () => {
  expect(rooms.length).toBeGreaterThan(15)
  expect(rooms.filter((room) => !existsSync(`${room}/README.md`))).toEqual([])
})

test('every folder at the top, and every room of the server, is in ARCHITECTURE.md', () => {
  const folders = execFileSync('git', ['ls-files'], { encoding: 'utf8' })
    .split('\n')
    .map((path) =>
      path
        .split('/')
        .slice(0, path.startsWith('server/') ? 2 : 1)
        .join('/'),
    )
    .filter((path) => path !== '' && !path.includes('.') && path !== 'LICENSE')
  const quiet = ['server/generated', 'server/migrations', 'server/test']
  expect([...new Set(folders)].filter((folder) => !rooms.includes(folder) && !quiet.includes(folder))).toEqual([])
})
